package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.security.Permission;

/** A client's connection: sessions, client identifier and temporary destinations, and no wire. */
final class EmbeddedConnection implements BrokerConnection, SecurityAuth {

    private static final int NEVER_LARGE = Integer.MAX_VALUE;

    private final EmbeddedBroker broker;
    private final String user;
    private final String password;
    private final InProcessConnection remoting = new InProcessConnection(this::endedByEngine);
    private final Set<EmbeddedSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> temporaries = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String clientId;
    private volatile Consumer<JMSException> onFailure;

    EmbeddedConnection(EmbeddedBroker broker, String user, String password) {
        this.broker = broker;
        this.user = user;
        this.password = password;
    }

    /**
     * Finds out whether the user may connect.
     *
     * @throws jakarta.jms.JMSSecurityException if not
     */
    void authenticate() throws JMSException {
        if (!broker.settings().security().enabled()) {
            return;
        }
        Engine engine = broker.engine();
        engine.call(engine.newContext(), "connect", () -> {
            try {
                return engine.server().validateUser(user, password, remoting, null);
            } catch (ActiveMQSecurityException e) {
                throw ArtemisErrors.refused(e);
            }
        });
    }

    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public RemotingConnection getRemotingConnection() {
        return remoting;
    }

    @Override
    public String getSecurityDomain() {
        return null;
    }

    /** What noLocal goes by: the client identifier, or else something that no other connection has. */
    String identity() {
        String identifier = clientId;
        return identifier == null ? remoting.getID().toString() : identifier;
    }

    @Override
    public synchronized void setClientId(String newClientId) throws JMSException {
        requireOpen();
        if (newClientId == null || newClientId.isBlank()) {
            throw new InvalidClientIDException("A client identifier must not be null or blank");
        }
        if (clientId != null) {
            throw new IllegalStateException("The connection has the client identifier " + clientId + " already");
        }
        broker.takeClientId(newClientId, this);
        remoting.setClientID(newClientId);
        clientId = newClientId;
    }

    @Override
    public BrokerSession createSession() throws JMSException {
        requireOpen();
        Engine engine = broker.engine();
        EmbeddedSession created = engine.durably(engine.newContext(), "create a session", () -> {
            ServerSession session = engine.server().createSession(UUID.randomUUID().toString(), user, password,
                    NEVER_LARGE, remoting, false, false, false, false, null, new SessionDeliveries(), true,
                    engine.newContext(), null, null, null, false);
            session.start();
            return new EmbeddedSession(broker, this, session);
        });
        sessions.add(created);
        if (closed.get()) {
            created.close();
            requireOpen();
        }
        return created;
    }

    void forget(EmbeddedSession session) {
        sessions.remove(session);
    }

    @Override
    public String createTemporary(boolean topic) throws JMSException {
        requireOpen();
        String name = Permission.TEMPORARY_PREFIX + UUID.randomUUID();
        broker.engine().durably("create a temporary " + (topic ? "topic" : "queue"),
                () -> broker.destinations().createTemporary(SimpleString.of(name), topic, this));
        temporaries.add(name);
        return name;
    }

    @Override
    public void deleteTemporary(EscrowDestination destination) throws JMSException {
        requireOpen();
        requireOwn(destination);
        broker.engine().durably("delete " + destination, () -> broker.destinations().deleteTemporary(destination));
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
    }

    /** The engine has ended the connection, or an operator has through it. */
    private void endedByEngine(ActiveMQException reason) {
        end(new JMSException("The broker ended the connection: " + reason.getMessage(), "CONNECTION_ENDED"));
    }

    /** Ends the connection without its owner having asked for it, and tells the owner. */
    void end(JMSException reason) {
        if (closed.get()) {
            return;
        }
        try {
            close();
        } catch (JMSException e) {
            BrokerLog.cleanUpFailed("ending a connection", e);
        }
        Consumer<JMSException> listener = onFailure;
        if (listener != null) {
            listener.accept(reason);
        }
    }

    private void requireOpen() throws JMSException {
        if (closed.get()) {
            throw new IllegalStateException("The connection is closed");
        }
    }

    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        FailureCollector failures = new FailureCollector();
        for (EmbeddedSession session : sessions) {
            failures.run(session::close);
        }
        if (broker.engine().refusal() == null) {
            for (String name : temporaries) {
                failures.run(() -> broker.engine().durably("delete temporary destination " + name,
                        () -> broker.destinations().dropTemporary(SimpleString.of(name))));
            }
            failures.run(() -> broker.engine().durably("close a connection", remoting::destroy));
        }
        broker.disconnected(this, clientId);
        failures.throwFirst();
    }
}
