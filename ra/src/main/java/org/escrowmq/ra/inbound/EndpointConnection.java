package org.escrowmq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.Deadline;
import org.escrowmq.ra.PhysicalConnections;

/**
 * The connection of one activation, with its sessions: what is opened anew as a whole when it breaks. Opened and closed
 * once; the {@link EndpointActivation} owns it.
 */
final class EndpointConnection {

    private final EndpointActivation activation;
    private final XAConnection connection;
    private final List<EndpointSession> sessions = new ArrayList<>();

    private EndpointConnection(EndpointActivation activation, XAConnection connection) {
        this.activation = activation;
        this.connection = connection;
    }

    /** Connects and begins to wait for messages. If that fails, nothing stays open. */
    static EndpointConnection open(EndpointActivation activation, Credentials credentials, Destination destination)
            throws JMSException {
        EndpointConnection opened =
                new EndpointConnection(activation, PhysicalConnections.open(activation.provider(), credentials));
        try {
            opened.begin(destination);
        } catch (JMSException e) {
            opened.close(Deadline.after(0));
            throw e;
        }
        return opened;
    }

    private void begin(Destination destination) throws JMSException {
        EscrowActivationSpec spec = activation.spec();
        if (spec.getClientId() != null) {
            connection.setClientID(spec.getClientId());
        }
        connection.setExceptionListener(activation::failed);
        // One consumer sees a topic's messages once; several would each get every message.
        boolean several = destination instanceof Queue || spec.shared();
        for (int n = several ? spec.getMaxSessions() : 1; n > 0; n--) {
            // Transacted: whatever is received outside of a branch, or before the bean has returned, is not lost.
            XASession session = activation.provider().createSession(connection, true, Session.SESSION_TRANSACTED);
            sessions.add(new EndpointSession(activation, session, consumer(session, destination, spec)));
        }
        connection.start();
        for (EndpointSession session : sessions) {
            session.begin();
        }
    }

    private static MessageConsumer consumer(Session session, Destination destination, EscrowActivationSpec spec)
            throws JMSException {
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

    int sessions() {
        return sessions.size();
    }

    /** No further delivery begins. */
    void stopTaking() {
        sessions.forEach(EndpointSession::stopTaking);
    }

    /** Lets deliveries in flight complete, as long as allowed, and closes everything. */
    void close(Deadline deadline) {
        stopTaking();
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
