package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.client.RemoteThreads;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;

/**
 * A connection to one remote broker. When it is lost, everything of it ends, its owner is told, and nothing revives it.
 */
final class RemoteConnection implements BrokerConnection {

    private static final String TEMPORARY_PREFIX = "temporary.";
    private static final int ACKNOWLEDGE_EACH = 0;

    private final RemoteNode node;
    private final AddressClient client;
    private final ClientSessionFactoryInternal factory;
    private final String user;
    private final String password;
    /** For whatever needs a session and is no work: it holds the client identifier and the temporary destinations. */
    private final ClientSession control;
    private final RemoteDestinations destinations;
    private final String uniqueId = UUID.randomUUID().toString();
    private final Set<RemoteSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<EscrowQueue> sentTo = ConcurrentHashMap.newKeySet();
    private final Set<String> temporaries = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<JMSException> lost = new AtomicReference<>();
    private volatile String clientId;
    private volatile Consumer<JMSException> onFailure;

    private RemoteConnection(RemoteNode node, AddressClient client, ClientSessionFactoryInternal factory, String user,
            String password) throws ActiveMQException {
        this.node = node;
        this.client = client;
        this.factory = factory;
        this.user = user;
        this.password = password;
        this.control = factory.createSession(user, password, false, true, true, false, ACKNOWLEDGE_EACH);
        this.destinations = new RemoteDestinations(control);
    }

    /**
     * Signs on.
     *
     * @param factory a connection of the client's, which is closed with this, and if this fails
     */
    static RemoteConnection open(RemoteNode node, AddressClient client, ClientSessionFactoryInternal factory,
            String user, String password) throws JMSException {
        try {
            RemoteConnection connection = new RemoteConnection(node, client, factory, user, password);
            factory.addFailureListener(connection.new Listener());
            node.known().reached(client, factory, connection.control);
            return connection;
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            factory.close();
            throw client.explained(RemoteErrors.translate("connect to " + client, e));
        } catch (JMSException e) {
            factory.close();
            throw client.explained(e);
        }
    }

    /** Told by the client, on a thread of ours. */
    private final class Listener implements SessionFailureListener {

        @Override
        public void connectionFailed(ActiveMQException reason, boolean failedOver) {
            ended(reason);
        }

        @Override
        public void connectionFailed(ActiveMQException reason, boolean failedOver, String scaleDownTarget) {
            ended(reason);
        }

        @Override
        public void beforeReconnect(ActiveMQException reason) {
            ended(reason);
        }
    }

    private void ended(ActiveMQException cause) {
        JMSException reason = new JMSException("The connection to " + node + " was lost: " + cause.getMessage(),
                ActiveMQExceptionType.DISCONNECTED.name());
        reason.initCause(cause);
        if (closed.get() || !lost.compareAndSet(null, reason)) {
            return;
        }
        sessions.forEach(session -> session.ended(reason));
        Consumer<JMSException> listener = onFailure;
        if (listener != null) {
            listener.accept(reason);
        }
    }

    RemoteThreads threads() {
        return node.threads();
    }

    AddressClient client() {
        return client;
    }

    RemoteDestinations destinations() {
        return destinations;
    }

    boolean isLost() {
        return lost.get() != null;
    }

    void requireConnected() throws JMSException {
        JMSException reason = lost.get();
        if (reason != null) {
            JMSException told = new JMSException(reason.getMessage(), reason.getErrorCode());
            told.initCause(reason);
            throw told;
        }
    }

    private void requireOpen() throws JMSException {
        requireConnected();
        if (closed.get()) {
            throw new IllegalStateException("The connection is closed");
        }
    }

    RemoteTransaction begin() {
        return node.begin(null);
    }

    RemoteNode node() {
        return node;
    }

    /** True if the user has sent to a queue before. */
    boolean maySendTo(EscrowQueue queue) {
        return sentTo.contains(queue);
    }

    void sentTo(EscrowQueue queue) {
        sentTo.add(queue);
    }

    /** What noLocal goes by: the client identifier, or else something that no other connection has. */
    String identity() {
        String identifier = clientId;
        return identifier == null ? uniqueId : identifier;
    }

    @Override
    public void setClientId(String newClientId) throws JMSException {
        requireOpen();
        try {
            synchronized (destinations) {
                control.addUniqueMetaData(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, newClientId);
            }
            clientId = newClientId;
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            if (e instanceof ActiveMQException answer
                    && answer.getType() == ActiveMQExceptionType.DUPLICATE_METADATA) {
                throw new InvalidClientIDException(
                        "Another connection to " + node + " has the client identifier " + newClientId);
            }
            throw RemoteErrors.translate("set the client identifier " + newClientId, e);
        }
    }

    @Override
    public BrokerSession createSession() throws JMSException {
        requireOpen();
        try {
            ClientSessionInternal core = (ClientSessionInternal) factory.createSession(
                    user, password, true, false, false, false, ACKNOWLEDGE_EACH);
            core.start();
            RemoteSession created = new RemoteSession(this, core);
            sessions.add(created);
            if (isLost()) {
                created.ended(lost.get());
            }
            return created;
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate("create a session on " + node, e);
        }
    }

    void forget(RemoteSession session) {
        sessions.remove(session);
    }

    @Override
    public String createTemporary(boolean topic) throws JMSException {
        requireOpen();
        String name = TEMPORARY_PREFIX + UUID.randomUUID();
        destinations.createTemporary(SimpleString.of(name), topic);
        temporaries.add(name);
        return name;
    }

    @Override
    public void deleteTemporary(EscrowDestination destination) throws JMSException {
        requireOpen();
        requireOwn(destination);
        destinations.deleteTemporary(destination);
        temporaries.remove(destination.name());
    }

    /** Only the connection that created a temporary destination may consume from it or delete it (6.2.2). */
    void requireOwn(EscrowDestination destination) throws JMSException {
        if (!temporaries.contains(destination.name())) {
            throw new InvalidDestinationException("The " + destination
                    + " belongs to another connection, or was deleted");
        }
    }

    @Override
    public void onFailure(Consumer<JMSException> listener) {
        onFailure = listener;
        JMSException already = lost.get();
        if (already != null && listener != null) {
            listener.accept(already);
        }
    }

    /** Also a connection that is lost has something to close, of which the broker learns nothing. */
    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            for (RemoteSession session : sessions) {
                session.close();
            }
            // The broker would do it too, a little later.
            for (String name : isLost() ? Set.<String>of() : temporaries) {
                destinations.dropTemporary(SimpleString.of(name));
            }
        } finally {
            factory.close();
            node.closed(this);
        }
    }
}
