package org.escrowmq.ra.kit;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.MessagingProvider;

/**
 * A messaging provider in memory, complete enough for the adapter: queues, topics as queues, local and XA transactions,
 * redelivery. All that happens to it is in a history. Single-threaded: actions on arrival run on the thread that sends.
 */
public final class FakeProvider implements MessagingProvider {

    private final Map<String, FakeQueue> queues = new HashMap<>();
    private final List<FakeConnection> connections = new ArrayList<>();
    private final History history;
    private final List<String> failures = new ArrayList<>();
    private int sessions;
    private boolean healthy = true;
    private JMSException refusal;
    private Runnable onConnect = () -> { };

    public FakeProvider(History history) {
        this.history = history;
    }

    public History history() {
        return history;
    }

    /** A queue or topic, by name. */
    public FakeQueue queue(String name) {
        return queues.computeIfAbsent(name, FakeQueue::new);
    }

    public List<FakeConnection> connections() {
        return connections;
    }

    /** From now on no connection is opened; null ends that. */
    public void refuse(JMSException reason) {
        refusal = reason;
    }

    /** Happens while a connection is being opened. */
    public void whenConnecting(Runnable action) {
        onConnect = action;
    }

    public void setHealthy(boolean healthy) {
        this.healthy = healthy;
    }

    /** Breaks every open connection. */
    public void breakConnections(JMSException reason) {
        for (FakeConnection connection : List.copyOf(connections)) {
            connection.breakWith(reason);
        }
    }

    String nextSession() {
        return "s" + ++sessions;
    }

    @Override
    public XAConnectionFactory connectionFactory() {
        return Fake.of(XAConnectionFactory.class, new Factory(), ConnectionFactory.class);
    }

    @Override
    public XAResource recoveryResource() {
        return new FakeXAResource("recovery", history, branch -> { }, this::completion);
    }

    FakeWork completion(javax.transaction.xa.Xid xid) {
        return FakeXAResource.WORK.get(FakeXAResource.name(xid));
    }

    @Override
    public XASession createSession(XAConnection connection, boolean transacted, int acknowledgeMode)
            throws JMSException {
        return Fake.behaviour(connection, FakeConnection.class).open(transacted, acknowledgeMode);
    }

    /** In the history, both the holding and the release. */
    @Override
    public Optional<Runnable> holdBack(XASession session) {
        String name = Fake.behaviour(session, FakeSession.class).branchHolder();
        if (name == null) {
            return Optional.empty();
        }
        history.add(name + " held back");
        return Optional.of(() -> history.add(name + " released"));
    }

    @Override
    public void configure(MessageConsumer consumer, int prefetch, Map<String, String> redelivery) {
        if (prefetch > 0 || !redelivery.isEmpty()) {
            history.add("prefetch " + prefetch + " " + redelivery);
        }
    }

    @Override
    public void giveBack(MessageConsumer consumer) throws JMSException {
        Fake.behaviour(consumer, FakeConsumer.class).giveBack();
    }

    @Override
    public boolean hasMessage(MessageConsumer consumer) throws JMSException {
        return Fake.behaviour(consumer, FakeConsumer.class).hasMessage();
    }

    @Override
    public void onArrival(MessageConsumer consumer, Runnable action) throws JMSException {
        Fake.behaviour(consumer, FakeConsumer.class).onArrival(action);
    }

    @Override
    public void handlingFailed(MessageConsumer consumer, Message message, Throwable cause) {
        failures.add(cause.toString());
    }

    /** Why messages could not be handled, in order. */
    public List<String> failures() {
        return failures;
    }

    @Override
    public boolean isInUse() {
        return connections.stream().anyMatch(connection -> !connection.isClosed());
    }

    @Override
    public boolean isHealthy() {
        return healthy;
    }

    @Override
    public void close() {
        healthy = false;
        history.add("provider closed");
    }

    /** The connection factory. */
    public final class Factory {

        public Connection createConnection(String userName, String password) throws JMSException {
            return createXAConnection(userName, password);
        }

        public XAConnection createXAConnection(String userName, String password) throws JMSException {
            onConnect.run();
            if (refusal != null) {
                throw refusal;
            }
            history.add("connect " + userName);
            FakeConnection connection = new FakeConnection(FakeProvider.this);
            connections.add(connection);
            return Fake.of(XAConnection.class, connection);
        }
    }
}
