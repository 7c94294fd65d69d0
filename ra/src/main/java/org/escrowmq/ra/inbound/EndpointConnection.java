package org.escrowmq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.resource.spi.work.WorkException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.Deadline;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.PhysicalConnections;

/**
 * The connection of one activation, with its sessions: what is opened anew as a whole when it breaks. There are as many
 * sessions as the spec wants at least, and more as long as all of them are busy at a time.
 *
 * <p>Safe for use by several threads. Opened and closed once; the {@link EndpointActivation} owns it.
 */
final class EndpointConnection {

    /** How often it is looked for sessions that were not needed since the last time. */
    private static final long IDLE_MILLIS = 60_000;

    private final EndpointActivation activation;
    private final MessagingProvider provider;
    private final XAConnection connection;
    private final Destination destination;
    private final int minSessions;
    private final int maxSessions;
    private final List<EndpointSession> sessions = new CopyOnWriteArrayList<>();
    /** How many were busy at a time since it was last looked for idle ones. */
    private final AtomicInteger mostBusy = new AtomicInteger();
    /** Held while sessions are opened, closed, admitted or paused. */
    private final ReentrantLock gate = new ReentrantLock();
    private volatile boolean closing;

    private EndpointConnection(EndpointActivation activation, MessagingProvider provider, Credentials credentials,
            Destination destination) throws JMSException {
        this.activation = activation;
        this.provider = provider;
        this.connection = PhysicalConnections.open(provider, credentials);
        this.destination = destination;
        this.maxSessions = activation.maxSessions();
        this.minSessions = Math.min(maxSessions, activation.spec().getMinSessions());
    }

    /** Connects; {@link #admit} lets it wait for messages. If that fails, nothing stays open. */
    static EndpointConnection open(EndpointActivation activation, MessagingProvider provider, Credentials credentials,
            Destination destination) throws JMSException {
        EndpointConnection opened = new EndpointConnection(activation, provider, credentials, destination);
        try {
            opened.begin();
        } catch (JMSException e) {
            opened.close(Deadline.after(0));
            throw e;
        }
        return opened;
    }

    private void begin() throws JMSException {
        EscrowActivationSpec spec = activation.spec();
        if (spec.getClientId() != null) {
            connection.setClientID(spec.getClientId());
        }
        connection.setExceptionListener(activation::failed);
        while (sessions.size() < minSessions) {
            openSession();
        }
        connection.start();
    }

    private void openSession() throws JMSException {
        // Transacted: whatever is received outside of a branch, or before the bean has returned, is not lost.
        XASession session = provider.createSession(connection, true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumer(session);
        provider.configure(consumer, activation.spec().getPrefetch(), activation.spec().redelivery());
        sessions.add(new EndpointSession(activation, this, session, consumer));
    }

    private MessageConsumer consumer(Session session) throws JMSException {
        EscrowActivationSpec spec = activation.spec();
        String selector = spec.getMessageSelector();
        String subscription = spec.getSubscriptionName();
        if (destination instanceof Queue) {
            return session.createConsumer(destination, selector);
        }
        Topic topic = (Topic) destination;
        if (spec.durable()) {
            // An unshared durable subscription needs a client id (8.3.3), which here is always optional (13.1).
            boolean unshared = !spec.shared() && spec.getClientId() != null;
            return unshared ? session.createDurableConsumer(topic, subscription, selector, false)
                    : session.createSharedDurableConsumer(topic, subscription, selector);
        }
        return spec.shared() ? session.createSharedConsumer(topic, subscription, selector)
                : session.createConsumer(topic, selector);
    }

    MessagingProvider provider() {
        return provider;
    }

    List<EndpointSession> sessions() {
        return sessions;
    }

    /** Lets as many sessions ask for messages as may at this moment; the others give back what they have. */
    void admit() {
        gate.lock();
        try {
            int allowed = activation.breaker().allowedSessions();
            for (EndpointSession session : sessions) {
                session.admit(allowed-- > 0);
            }
        } catch (JMSException e) {
            activation.failed(e);
        } finally {
            gate.unlock();
        }
    }

    /** A session has something to deliver. If none is left to wait for the next message, opens another one. */
    void sessionBusy() {
        int busy = (int) sessions.stream().filter(EndpointSession::isBusy).count();
        mostBusy.accumulateAndGet(busy, Math::max);
        // Whoever has the gate opens one, or makes it pointless.
        if (busy < sessions.size() || busy >= maxSessions || !gate.tryLock()) {
            return;
        }
        try {
            int open = sessions.size();
            if (!closing && open == busy && open < activation.breaker().allowedSessions()) {
                openSession();
                sessions.get(open).admit(true);
                if (open == minSessions) {
                    activation.tasks().run(IDLE_MILLIS, this::requestIdleCheck);
                }
            }
        } catch (JMSException e) {
            activation.failed(e);
        } finally {
            gate.unlock();
        }
    }

    /** On the timer's thread. */
    private void requestIdleCheck() {
        try {
            activation.doOnServerThread(this::closeIdle);
        } catch (WorkException e) {
            AdapterLog.inboundDebug("No thread to close idle sessions of " + activation.name() + " with", e);
            activation.tasks().run(IDLE_MILLIS, this::requestIdleCheck);
        }
    }

    /** Closes sessions that were not needed even when most were busy. */
    private void closeIdle() {
        gate.lock();
        try {
            int needed = Math.max(minSessions, mostBusy.getAndSet(0));
            for (int i = sessions.size() - 1; i >= 0 && sessions.size() > needed && !closing; i--) {
                if (sessions.get(i).closeIfIdle()) {
                    sessions.remove(i);
                }
            }
            if (sessions.size() > minSessions && !closing) {
                activation.tasks().run(IDLE_MILLIS, this::requestIdleCheck);
            }
        } finally {
            gate.unlock();
        }
    }

    /** No further delivery begins. */
    void stopTaking() {
        closing = true;
        sessions.forEach(EndpointSession::stopTaking);
    }

    /** Lets deliveries in flight complete, as long as allowed, and closes everything. */
    void close(Deadline deadline) {
        gate.lock();
        try {
            stopTaking();
        } finally {
            gate.unlock();
        }
        boolean finished = true;
        for (EndpointSession session : sessions) {
            finished &= session.close(deadline);
        }
        if (!finished) {
            AdapterLog.deliveryOutlivedDeactivation(activation.name(), deadline.allowedMillis());
        }
        try {
            connection.close();
        } catch (JMSException e) {
            AdapterLog.inboundDebug("Could not close the connection of " + activation.name(), e);
        }
    }
}
