package org.escrowmq.ra.outbound;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.Referenceable;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serial;
import java.io.Serializable;
import javax.naming.Reference;
import org.escrowmq.jms.ConnectionContext;
import org.escrowmq.jms.JmsRuntimeErrors;
import org.escrowmq.ra.Credentials;

/**
 * The connection factory that an application looks up: common and domain-specific in one (Connectors 6.5.1.1).
 *
 * <p>Without a server, as in a client's JVM, it gives out the provider's own connections: what Messaging 12 forbids in
 * web and EJB components is allowed there.
 *
 * <p>Safe for use by several threads. What it creates belongs to the application, which closes it.
 */
public final class ConnectionFactoryHandle
        implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory, Serializable, Referenceable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final EscrowManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private Reference reference;

    /** Takes sessions from this manager, or, if it is null, connections from the provider itself. */
    ConnectionFactoryHandle(EscrowManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    /** The user of connections for which the application names none. */
    public Credentials defaultCredentials() {
        return factory.defaultCredentials();
    }

    @Override
    public Connection createConnection() throws JMSException {
        return open(Credentials.NONE, SessionHandle.Domain.COMMON);
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return open(new Credentials(userName, password), SessionHandle.Domain.COMMON);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return (QueueConnection) open(Credentials.NONE, SessionHandle.Domain.QUEUE);
    }

    @Override
    public QueueConnection createQueueConnection(String userName, String password) throws JMSException {
        return (QueueConnection) open(new Credentials(userName, password), SessionHandle.Domain.QUEUE);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return (TopicConnection) open(Credentials.NONE, SessionHandle.Domain.TOPIC);
    }

    @Override
    public TopicConnection createTopicConnection(String userName, String password) throws JMSException {
        return (TopicConnection) open(new Credentials(userName, password), SessionHandle.Domain.TOPIC);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return context(Credentials.NONE, sessionMode);
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        return context(new Credentials(userName, password), sessionMode);
    }

    private JMSContext context(Credentials credentials, int sessionMode) {
        return JmsRuntimeErrors.translate(() -> {
            Connection connection = open(credentials, SessionHandle.Domain.COMMON);
            return connection instanceof ConnectionHandle handle
                    ? new ManagedContext(handle, effectiveMode(sessionMode))
                    : ConnectionContext.open(connection, sessionMode);
        });
    }

    /**
     * Messaging 12.3: in a JTA transaction the argument is ignored, and outside of one a context that the application
     * would have to commit or acknowledge acknowledges by itself; it is no error.
     */
    private int effectiveMode(int sessionMode) {
        boolean byApplication =
                sessionMode == JMSContext.CLIENT_ACKNOWLEDGE || sessionMode == JMSContext.SESSION_TRANSACTED;
        boolean ignored = factory.joinsJta() && (byApplication || factory.transactions().inTransaction());
        return ignored ? JMSContext.AUTO_ACKNOWLEDGE : sessionMode;
    }

    private Connection open(Credentials credentials, SessionHandle.Domain domain) throws JMSException {
        return manager == null ? factory.connectDirectly(credentials, domain)
                : new ConnectionHandle(factory, manager, credentials, domain);
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public Reference getReference() {
        return reference;
    }
}
