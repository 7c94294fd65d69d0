package org.escrowmq;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.io.ObjectInputFilter;
import java.util.Objects;
import org.escrowmq.broker.Broker;
import org.escrowmq.jms.ConnectionContext;
import org.escrowmq.jms.ConnectionSettings;
import org.escrowmq.jms.Domain;
import org.escrowmq.jms.EscrowConnection;
import org.escrowmq.jms.JmsRuntimeErrors;
import org.escrowmq.jms.XAConnectionContext;
import org.escrowmq.jms.XAConnectionImpl;
import org.escrowmq.transaction.Branches;

/**
 * Creates connections and contexts to one broker: the classic, the simplified and the domain-specific factories of
 * Jakarta Messaging and their XA variants in one. Get it from {@link EscrowBroker#connectionFactory()}.
 *
 * <p>Immutable and safe for use by several threads. What it creates belongs to the caller, who closes it.
 */
public final class EscrowConnectionFactory implements ConnectionFactory, QueueConnectionFactory,
        TopicConnectionFactory, XAConnectionFactory, XAQueueConnectionFactory, XATopicConnectionFactory {

    private final Broker broker;
    private final ConnectionSettings settings;

    /**
     * Connects to a broker through the port; applications use {@link EscrowBroker#connectionFactory()}.
     *
     * @param filter says which classes an ObjectMessage may contain
     */
    public EscrowConnectionFactory(Broker broker, Branches branches, ObjectInputFilter filter) {
        this.broker = Objects.requireNonNull(broker, "broker");
        this.settings = new ConnectionSettings(broker, branches, filter);
    }

    @Override
    public EscrowConnection createConnection() throws JMSException {
        return createConnection(null, null);
    }

    @Override
    public EscrowConnection createConnection(String userName, String password) throws JMSException {
        return new EscrowConnection(broker.connect(userName, password), settings, Domain.COMMON);
    }

    @Override
    public EscrowConnection createQueueConnection() throws JMSException {
        return createQueueConnection(null, null);
    }

    @Override
    public EscrowConnection createQueueConnection(String userName, String password) throws JMSException {
        return new EscrowConnection(broker.connect(userName, password), settings, Domain.QUEUE);
    }

    @Override
    public EscrowConnection createTopicConnection() throws JMSException {
        return createTopicConnection(null, null);
    }

    @Override
    public EscrowConnection createTopicConnection(String userName, String password) throws JMSException {
        return new EscrowConnection(broker.connect(userName, password), settings, Domain.TOPIC);
    }

    @Override
    public XAConnectionImpl createXAConnection() throws JMSException {
        return createXAConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXAConnection(String userName, String password) throws JMSException {
        return new XAConnectionImpl(broker.connect(userName, password), settings, Domain.COMMON);
    }

    @Override
    public XAConnectionImpl createXAQueueConnection() throws JMSException {
        return createXAQueueConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXAQueueConnection(String userName, String password) throws JMSException {
        return new XAConnectionImpl(broker.connect(userName, password), settings, Domain.QUEUE);
    }

    @Override
    public XAConnectionImpl createXATopicConnection() throws JMSException {
        return createXATopicConnection(null, null);
    }

    @Override
    public XAConnectionImpl createXATopicConnection(String userName, String password) throws JMSException {
        return new XAConnectionImpl(broker.connect(userName, password), settings, Domain.TOPIC);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        return JmsRuntimeErrors.translate(
                () -> ConnectionContext.open(createConnection(userName, password), sessionMode));
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(String userName, String password) {
        return JmsRuntimeErrors.translate(
                () -> XAConnectionContext.open(createXAConnection(userName, password)));
    }
}
