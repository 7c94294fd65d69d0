package org.escrowmq.fake;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;

/** A session of the fake. */
final class FakeSession implements BrokerSession {

    private final FakeStore store;
    private final FakeConnection connection;
    private final String name;
    private final List<FakeConsumer> consumers = new ArrayList<>();
    private boolean closed;

    FakeSession(FakeStore store, FakeConnection connection, String name) {
        this.store = store;
        this.connection = connection;
        this.name = name;
    }

    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction) throws JMSException {
        EscrowDestination destination = EscrowDestination.of(message.headers().getDestination());
        store.script.call(name, "send", destination + FakeTransaction.in(transaction));
        EscrowMessage copy = StoredMessage.copy(message);
        Set<FakeQueue> touched;
        synchronized (store) {
            checkOpen();
            store.ensureExists(destination);
            if (transaction != null) {
                ((FakeTransaction) transaction).sent(copy, connection.identity());
                return;
            }
            touched = store.route(copy, connection.identity());
        }
        touched.forEach(FakeQueue::deliver);
    }

    /** Completes at once, unless the test {@linkplain FakeBroker#holdCompletions holds} completions. */
    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction, Consumer<JMSException> completion)
            throws JMSException {
        send(message, transaction);
        store.complete(completion);
    }

    @Override
    public BrokerConsumer createConsumer(ConsumerSpec spec, DeliveryListener listener) throws JMSException {
        store.script.call(name, "createConsumer", describe(spec));
        synchronized (store) {
            checkOpen();
            FakeConsumer consumer = store.createConsumer(spec, listener, connection.identity());
            consumers.add(consumer);
            return consumer;
        }
    }

    @Override
    public void deleteSubscription(String clientId, String subscription) throws JMSException {
        store.script.call(name, "deleteSubscription", clientId + " " + subscription);
        synchronized (store) {
            checkOpen();
            store.deleteSubscription(clientId, subscription);
        }
    }

    @Override
    public void ensureExists(EscrowDestination destination) throws JMSException {
        store.script.call(name, "ensureExists", destination.toString());
        synchronized (store) {
            checkOpen();
            store.ensureExists(destination);
        }
    }

    @Override
    public BodyStore bodyStore() {
        return store.bodies;
    }

    @Override
    public void close() throws JMSException {
        store.script.call(name, "close", "");
        end();
    }

    /** Closes without being called: with its connection, or by a restart. */
    void end() {
        List<FakeConsumer> open;
        synchronized (store) {
            closed = true;
            open = List.copyOf(consumers);
            consumers.clear();
        }
        open.forEach(FakeConsumer::end);
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The broker's session " + name + " is closed");
        }
    }

    private static String describe(ConsumerSpec spec) {
        StringBuilder text = new StringBuilder(spec.destination().toString());
        if (spec.subscription().shared()) {
            text.append(" shared");
        }
        if (spec.subscription().durable()) {
            text.append(" durable");
        }
        if (spec.subscription().name() != null) {
            text.append(' ').append(spec.subscription().name());
        }
        if (spec.selector() != null) {
            text.append(" [").append(spec.selector()).append(']');
        }
        text.append(spec.noLocal() ? " noLocal" : "").append(spec.browse() ? " browse" : "");
        return text.toString();
    }
}
