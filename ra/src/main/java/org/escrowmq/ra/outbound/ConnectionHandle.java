package org.escrowmq.ra.outbound;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.ResourceErrors;

/**
 * A connection as an application in a server sees it. It holds nothing physical: each session that it creates is a
 * managed connection, taken from the server for as long as the session is open.
 *
 * <p>What Messaging 12.2 forbids in web and EJB components is refused, so is a second open session. Safe for use by
 * several threads; the application closes it.
 */
public final class ConnectionHandle implements QueueConnection, TopicConnection {

    private final EscrowManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private final Credentials credentials;
    private final SessionHandle.Domain domain;
    private final LeakDetector.Watch watch;
    private SessionHandle session;
    private boolean started;
    private boolean closed;

    ConnectionHandle(EscrowManagedConnectionFactory factory, ConnectionManager manager, Credentials credentials,
            SessionHandle.Domain domain) {
        this.factory = factory;
        this.manager = manager;
        this.credentials = credentials;
        this.domain = domain;
        this.watch = factory.leaks().watch(this);
    }

    @Override
    public Session createSession() throws JMSException {
        return openSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        return openSession(sessionMode);
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return openSession(transacted ? Session.SESSION_TRANSACTED : acknowledging(acknowledgeMode));
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return openSession(transacted ? Session.SESSION_TRANSACTED : acknowledging(acknowledgeMode));
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return openSession(transacted ? Session.SESSION_TRANSACTED : acknowledging(acknowledgeMode));
    }

    /** Many applications pass 0 with "not transacted" in a JTA transaction, where the specification ignores it. */
    private static int acknowledging(int acknowledgeMode) {
        return acknowledgeMode == Session.SESSION_TRANSACTED ? Session.AUTO_ACKNOWLEDGE : acknowledgeMode;
    }

    private synchronized SessionHandle openSession(int sessionMode) throws JMSException {
        checkOpen();
        if (session != null && session.isOpen()) {
            throw new JMSException("This connection has an open session; in a Jakarta EE application it can have only "
                    + "one (Messaging 12.2): close that one first or create another connection");
        }
        SessionHandle opened = allocate(sessionMode);
        try {
            if (started) {
                opened.start();
            }
        } catch (JMSException e) {
            opened.close();
            throw e;
        }
        session = opened;
        return opened;
    }

    private SessionHandle allocate(int sessionMode) throws JMSException {
        // Messaging 12.3: in a JTA transaction the arguments are ignored.
        int effective = factory.transactions().inTransaction() ? Session.AUTO_ACKNOWLEDGE : checked(sessionMode);
        EscrowConnectionRequestInfo info =
                new EscrowConnectionRequestInfo(credentials, factory.getClientId(), effective);
        try {
            SessionHandle allocated = (SessionHandle) manager.allocateConnection(factory, info);
            allocated.belongTo(this, domain, new ServerSide(factory, manager, info));
            return allocated;
        } catch (ResourceException e) {
            throw ResourceErrors.jms("Cannot create a session", e);
        }
    }

    private static int checked(int sessionMode) throws JMSException {
        if (sessionMode < Session.SESSION_TRANSACTED || sessionMode > Session.DUPS_OK_ACKNOWLEDGE) {
            throw new JMSException("The session mode " + sessionMode + " does not exist; allowed are 0 to 3: "
                    + "SESSION_TRANSACTED, AUTO_ACKNOWLEDGE, CLIENT_ACKNOWLEDGE and DUPS_OK_ACKNOWLEDGE");
        }
        return sessionMode;
    }

    @Override
    public synchronized void start() throws JMSException {
        checkOpen();
        started = true;
        if (session != null && session.isOpen()) {
            session.start();
        }
    }

    synchronized boolean isStarted() {
        return started;
    }

    @Override
    public synchronized void close() throws JMSException {
        closed = true;
        watch.closed();
        if (session != null) {
            session.close();
        }
    }

    @Override
    public synchronized ConnectionMetaData getMetaData() throws JMSException {
        checkOpen();
        if (session != null && session.isOpen()) {
            return session.metaData();
        }
        try (SessionHandle borrowed = allocate(Session.AUTO_ACKNOWLEDGE)) {
            return borrowed.metaData();
        }
    }

    @Override
    public synchronized String getClientID() throws JMSException {
        checkOpen();
        return factory.getClientId();
    }

    @Override
    public synchronized ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return null;
    }

    @Override
    public void setClientID(String clientId) throws JMSException {
        throw forbidden("setClientID");
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        throw forbidden("setExceptionListener");
    }

    @Override
    public void stop() throws JMSException {
        throw forbidden("stop");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(Topic topic, String subscriptionName, String selector,
            ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createSharedConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(Topic topic, String subscriptionName, String selector,
            ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createDurableConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(Topic topic, String subscriptionName,
            String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw forbidden("createSharedDurableConnectionConsumer");
    }

    private synchronized JMSException forbidden(String method) throws JMSException {
        checkOpen();
        return SessionHandle.forbidden(method);
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The connection is closed");
        }
    }
}
