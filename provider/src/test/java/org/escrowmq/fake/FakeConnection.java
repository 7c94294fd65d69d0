package org.escrowmq.fake;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTemporaryTopic;

/** A connection of the fake. Its state is guarded by the store's monitor. */
final class FakeConnection implements BrokerConnection {

    private final FakeBroker broker;
    private final FakeStore store;
    private final String name;
    private final List<FakeSession> sessions = new ArrayList<>();
    private final Set<EscrowDestination> temporaries = new HashSet<>();
    private String clientId;
    private Consumer<JMSException> failureListener;
    private boolean closed;

    FakeConnection(FakeBroker broker, FakeStore store, String name) {
        this.broker = broker;
        this.store = store;
        this.name = name;
    }

    /** What noLocal compares: the client identifier, or this connection alone. */
    String identity() {
        synchronized (store) {
            return clientId == null ? name : "client " + clientId;
        }
    }

    @Override
    public void setClientId(String clientId) throws JMSException {
        store.script.call(name, "setClientId", clientId);
        synchronized (store) {
            checkOpen();
            if (!store.clientIds.add(clientId)) {
                throw new InvalidClientIDException("The client identifier " + clientId + " is in use");
            }
            this.clientId = clientId;
        }
    }

    @Override
    public BrokerSession createSession() throws JMSException {
        String session = store.nextName("s");
        store.script.call(name, "createSession", session);
        synchronized (store) {
            checkOpen();
            FakeSession created = new FakeSession(store, this, session);
            sessions.add(created);
            return created;
        }
    }

    @Override
    public String createTemporary(boolean topic) throws JMSException {
        String created = store.nextName("temporary-");
        store.script.call(name, "createTemporary", created);
        synchronized (store) {
            checkOpen();
            EscrowDestination destination =
                    topic ? new EscrowTemporaryTopic(created, null) : new EscrowTemporaryQueue(created, null);
            temporaries.add(destination);
            store.create(destination);
            return created;
        }
    }

    @Override
    public void deleteTemporary(EscrowDestination destination) throws JMSException {
        store.script.call(name, "deleteTemporary", destination.name());
        synchronized (store) {
            checkOpen();
            if (!temporaries.contains(destination)) {
                throw new InvalidDestinationException("This connection has no " + destination);
            }
            if (store.hasConsumers(destination)) {
                throw new IllegalStateException("There are consumers of " + destination);
            }
            temporaries.remove(destination);
            store.delete(destination);
        }
    }

    @Override
    public void onFailure(Consumer<JMSException> listener) {
        synchronized (store) {
            failureListener = listener;
        }
    }

    @Override
    public void close() throws JMSException {
        store.script.call(name, "close", "");
        end();
    }

    /** Closes without being called. */
    void end() {
        List<FakeSession> open;
        synchronized (store) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(sessions);
        }
        open.forEach(FakeSession::end);
        synchronized (store) {
            temporaries.forEach(store::delete);
            store.clientIds.remove(clientId);
            broker.forget(this);
        }
    }

    /** The broker ends the connection by itself. */
    void fail(JMSException reason) {
        Consumer<JMSException> listener;
        synchronized (store) {
            listener = failureListener;
        }
        end();
        if (listener != null) {
            listener.accept(reason);
        }
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The broker's connection " + name + " is closed");
        }
    }
}
