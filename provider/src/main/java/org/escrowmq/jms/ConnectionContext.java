package org.escrowmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simplified API (specification 5.5, 6.2.1) on a connection and a session of the classic one. It is written against
 * {@code jakarta.jms} alone, so it serves any connection, also an adapter's handle.
 *
 * <p>The session is opened at its first use, because a client identifier can be set only before that. To be used by one
 * thread at a time. Contexts made from one another share the connection; the last one that closes, closes it.
 */
public class ConnectionContext implements JMSContext {

    private final Connection connection;
    private final int sessionMode;
    private final AtomicInteger users;
    private volatile boolean shared;
    private Session session;
    private Message lastReceived;
    private boolean autoStart = true;
    private boolean closed;

    /**
     * Puts a context on a connection, which it will close.
     *
     * @throws JMSRuntimeException if the session mode does not exist
     */
    public ConnectionContext(Connection connection, int sessionMode) {
        this(connection, sessionMode, new AtomicInteger());
    }

    private ConnectionContext(Connection connection, int sessionMode, AtomicInteger users) {
        if (sessionMode < SESSION_TRANSACTED || sessionMode > DUPS_OK_ACKNOWLEDGE) {
            throw new JMSRuntimeException("The session mode " + sessionMode + " does not exist; allowed are "
                    + "SESSION_TRANSACTED (0), AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2), DUPS_OK_ACKNOWLEDGE (3)");
        }
        this.connection = connection;
        this.sessionMode = sessionMode;
        this.users = users;
        users.incrementAndGet();
    }

    /** Puts a context on a connection; if that fails, the connection is closed. */
    public static JMSContext open(Connection connection, int sessionMode) throws JMSException {
        try {
            return new ConnectionContext(connection, sessionMode);
        } catch (JMSRuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens the session when it is needed first. */
    Session openSession() throws JMSException {
        return sessionMode == SESSION_TRANSACTED
                ? connection.createSession(true, Session.SESSION_TRANSACTED)
                : connection.createSession(false, sessionMode);
    }

    /** The session, opened if it is not yet. */
    final Session session() throws JMSException {
        checkOpen();
        if (session == null) {
            session = openSession();
        }
        return session;
    }

    /** Remembers what was received last: acknowledging it acknowledges all that the session has consumed (6.2.10). */
    final Message received(Message message) {
        if (message != null) {
            lastReceived = message;
        }
        return message;
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        checkOpen();
        ConnectionContext context = new ConnectionContext(connection, sessionMode, users);
        context.shared = true;
        shared = true;
        return context;
    }

    @Override
    public JMSProducer createProducer() {
        return JmsRuntimeErrors.translate(() -> new ContextProducer(session(), this::checkAsynchronousSend));
    }

    /** Throws where messages must not be sent asynchronously; here they may. */
    protected void checkAsynchronousSend() {
        // Only containers forbid it (specification 12.2).
    }

    @Override
    public String getClientID() {
        return onConnection(Connection::getClientID);
    }

    @Override
    public void setClientID(String clientID) {
        checkOpen();
        if (shared) {
            throw new IllegalStateRuntimeException("The client identifier must be set before another context is "
                    + "created on the connection (Messaging 6.1.2)");
        }
        JmsRuntimeErrors.run(() -> connection.setClientID(clientID));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return onConnection(Connection::getMetaData);
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return onConnection(Connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        checkOpen();
        JmsRuntimeErrors.run(() -> connection.setExceptionListener(listener));
    }

    @Override
    public void start() {
        checkOpen();
        JmsRuntimeErrors.run(connection::start);
    }

    @Override
    public void stop() {
        checkOpen();
        JmsRuntimeErrors.run(connection::stop);
    }

    @Override
    public void setAutoStart(boolean autoStart) {
        checkOpen();
        this.autoStart = autoStart;
    }

    @Override
    public boolean getAutoStart() {
        checkOpen();
        return autoStart;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        JmsRuntimeErrors.run(() -> {
            if (session != null) {
                session.close();
            }
            closed = true;
            if (users.decrementAndGet() == 0) {
                connection.close();
            }
        });
    }

    @Override
    public BytesMessage createBytesMessage() {
        return onSession(Session::createBytesMessage);
    }

    @Override
    public MapMessage createMapMessage() {
        return onSession(Session::createMapMessage);
    }

    @Override
    public Message createMessage() {
        return onSession(Session::createMessage);
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return onSession(Session::createObjectMessage);
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return onSession(open -> open.createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return onSession(Session::createStreamMessage);
    }

    @Override
    public TextMessage createTextMessage() {
        return onSession(Session::createTextMessage);
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return onSession(open -> open.createTextMessage(text));
    }

    @Override
    public boolean getTransacted() {
        return onSession(Session::getTransacted);
    }

    @Override
    public int getSessionMode() {
        return onSession(Session::getAcknowledgeMode);
    }

    @Override
    public void commit() {
        JmsRuntimeErrors.run(() -> session().commit());
    }

    @Override
    public void rollback() {
        JmsRuntimeErrors.run(() -> session().rollback());
    }

    @Override
    public void recover() {
        JmsRuntimeErrors.run(() -> session().recover());
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(open -> open.createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(open -> open.createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return consumer(open -> open.createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(open -> open.createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return consumer(open -> open.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(open -> open.createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(open -> open.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(open -> open.createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(open -> open.createSharedConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return started(open -> open.createBrowser(queue));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return started(open -> open.createBrowser(queue, selector));
    }

    @Override
    public Queue createQueue(String queueName) {
        return onSession(open -> open.createQueue(queueName));
    }

    @Override
    public Topic createTopic(String topicName) {
        return onSession(open -> open.createTopic(topicName));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return onSession(Session::createTemporaryQueue);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return onSession(Session::createTemporaryTopic);
    }

    @Override
    public void unsubscribe(String name) {
        JmsRuntimeErrors.run(() -> session().unsubscribe(name));
    }

    @Override
    public void acknowledge() {
        checkOpen();
        if (sessionMode == CLIENT_ACKNOWLEDGE && lastReceived != null) {
            JmsRuntimeErrors.run(lastReceived::acknowledge);
        }
    }

    private JMSConsumer consumer(Step<Session, MessageConsumer> create) {
        return new ContextConsumer(this, started(create));
    }

    /** Creates something that needs the connection started, and starts it unless the application wants to. */
    private <T> T started(Step<Session, T> create) {
        T created = onSession(create);
        if (autoStart) {
            start();
        }
        return created;
    }

    private <T> T onSession(Step<Session, T> step) {
        return JmsRuntimeErrors.translate(() -> step.apply(session()));
    }

    private <T> T onConnection(Step<Connection, T> step) {
        checkOpen();
        return JmsRuntimeErrors.translate(() -> step.apply(connection));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateRuntimeException("The context is closed");
        }
    }

    @FunctionalInterface
    private interface Step<S, T> {
        T apply(S source) throws JMSException;
    }
}
