package org.escrowmq.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.FailureCollector;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.TemporaryOwner;

/**
 * A connection (specification 6.1). It owns its sessions, its client identifier, its temporary destinations and the
 * threads on which listeners are called; closing it ends all of them.
 *
 * <p>Safe for use by several threads.
 */
public class EscrowConnection implements Connection, QueueConnection, TopicConnection, TemporaryOwner {

    private final BrokerConnection broker;
    private final ConnectionSettings settings;
    private final Domain domain;
    private final ListenerThreads threads = new ListenerThreads();
    private final Set<EscrowSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<EscrowDestination> temporaries = ConcurrentHashMap.newKeySet();
    private String clientId;
    private boolean used;
    private boolean started;
    private boolean closing;
    private volatile boolean closed;
    private volatile ExceptionListener exceptionListener;

    /** Takes over a connection of the broker's; closing this closes it. */
    public EscrowConnection(BrokerConnection broker, ConnectionSettings settings, Domain domain) {
        this.broker = broker;
        this.settings = settings;
        this.domain = domain;
        broker.onFailure(this::failed);
    }

    @Override
    public EscrowSession createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public EscrowSession createSession(int sessionMode) throws JMSException {
        checkOpen();
        return open(new EscrowSession(this, SessionMode.of(sessionMode, settings.broker())));
    }

    @Override
    public EscrowSession createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(transacted ? Session.SESSION_TRANSACTED : checkUntransacted(acknowledgeMode));
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        domain.requireQueues("createQueueSession");
        return createSession(transacted, acknowledgeMode);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        domain.requireTopics("createTopicSession");
        return createSession(transacted, acknowledgeMode);
    }

    /** Puts a new session into this connection's state. */
    final <S extends EscrowSession> S open(S session) throws JMSException {
        synchronized (this) {
            if (!closed) {
                used = true;
                sessions.add(session);
                if (started) {
                    session.start();
                }
                return session;
            }
        }
        session.close();
        throw closedException();
    }

    final void forget(EscrowSession session) {
        sessions.remove(session);
    }

    @Override
    public synchronized String getClientID() throws JMSException {
        checkOpen();
        return clientId;
    }

    @Override
    public synchronized void setClientID(String clientID) throws JMSException {
        checkOpen();
        if (this.clientId != null) {
            throw new IllegalStateException("The client identifier is already set to " + this.clientId);
        }
        if (used) {
            throw new IllegalStateException("The client identifier must be set before anything else is done with the "
                    + "connection (Messaging 6.1.2)");
        }
        if (clientID == null || clientID.isBlank()) {
            throw new InvalidClientIDException("The client identifier must not be null or empty");
        }
        broker.setClientId(clientID);
        this.clientId = clientID;
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        checkOpen();
        return new EscrowConnectionMetaData(settings.broker().storesUserIds());
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return exceptionListener;
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        checkOpen();
        markUsed();
        exceptionListener = listener;
    }

    @Override
    public synchronized void start() throws JMSException {
        checkOpen();
        used = true;
        if (closing) {
            return;
        }
        started = true;
        sessions.forEach(EscrowSession::start);
    }

    @Override
    public void stop() throws JMSException {
        checkOpen();
        refuseInListener("stop", SessionDispatcher::isCalledFromMessageListener);
        synchronized (this) {
            used = true;
            started = false;
        }
        for (EscrowSession session : sessions) {
            session.stop();
        }
    }

    /** Waits for listeners in progress; until they are over, they have everything at their disposal (6.1.8). */
    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        refuseInListener("close", SessionDispatcher::isCalledFromListener);
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            started = false;
        }
        FailureCollector failures = new FailureCollector();
        for (EscrowSession session : sessions) {
            failures.run(session::stop);
        }
        synchronized (this) {
            closed = true;
        }
        for (EscrowSession session : sessions) {
            failures.run(session::close);
        }
        failures.run(broker::close);
        threads.close();
        failures.throwFirst();
    }

    @Override
    public void deleteTemporary(EscrowDestination destination) throws JMSException {
        checkOpen();
        broker.deleteTemporary(destination);
        temporaries.remove(destination);
    }

    final <D extends EscrowDestination> D adopt(D temporary) {
        temporaries.add(temporary);
        return temporary;
    }

    final boolean owns(EscrowDestination temporary) {
        return temporaries.contains(temporary);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String messageSelector, ServerSessionPool sessionPool, int maxMessages)
            throws JMSException {
        throw noConnectionConsumer("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String messageSelector, ServerSessionPool sessionPool, int maxMessages) throws JMSException {
        domain.requireQueues("createConnectionConsumer(Queue)");
        throw noConnectionConsumer("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String messageSelector, ServerSessionPool sessionPool, int maxMessages) throws JMSException {
        domain.requireTopics("createConnectionConsumer(Topic)");
        throw noConnectionConsumer("createConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(Topic topic, String subscriptionName,
            String messageSelector, ServerSessionPool sessionPool, int maxMessages) throws JMSException {
        domain.requireTopics("createSharedConnectionConsumer");
        throw noConnectionConsumer("createSharedConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(Topic topic, String subscriptionName,
            String messageSelector, ServerSessionPool sessionPool, int maxMessages) throws JMSException {
        domain.requireTopics("createDurableConnectionConsumer");
        throw noConnectionConsumer("createDurableConnectionConsumer");
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(Topic topic, String subscriptionName,
            String messageSelector, ServerSessionPool sessionPool, int maxMessages) throws JMSException {
        domain.requireTopics("createSharedDurableConnectionConsumer");
        throw noConnectionConsumer("createSharedDurableConnectionConsumer");
    }

    final BrokerConnection broker() {
        return broker;
    }

    final ConnectionSettings settings() {
        return settings;
    }

    final Domain domain() {
        return domain;
    }

    final ListenerThreads threads() {
        return threads;
    }

    final synchronized String clientId() {
        return clientId;
    }

    final void checkOpen() throws IllegalStateException {
        if (closed) {
            throw closedException();
        }
    }

    final synchronized void markUsed() {
        used = true;
    }

    static int checkUntransacted(int acknowledgeMode) throws JMSException {
        if (acknowledgeMode == Session.SESSION_TRANSACTED) {
            throw new JMSException("SESSION_TRANSACTED (0) is no acknowledge mode of a session that is not transacted; "
                    + "allowed are AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2) and DUPS_OK_ACKNOWLEDGE (3)");
        }
        return acknowledgeMode;
    }

    private void refuseInListener(String method, Predicate<SessionDispatcher> isListener)
            throws IllegalStateException {
        for (EscrowSession session : sessions) {
            if (isListener.test(session.dispatcher())) {
                throw new IllegalStateException("A listener must not " + method + " its own connection");
            }
        }
    }

    private void failed(JMSException reason) {
        sessions.forEach(session -> session.connectionFailed(reason));
        ExceptionListener listener = exceptionListener;
        if (listener != null && !closed) {
            threads.execute(() -> listener.onException(reason));
        }
    }

    private UnsupportedOperationException noConnectionConsumer(String method) throws JMSException {
        checkOpen();
        return new UnsupportedOperationException(method + ": ConnectionConsumer is an optional part of "
                + "the specification (11.2) that EscrowMQ leaves out; its adapter serves message-driven beans");
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("The connection is closed");
    }
}
