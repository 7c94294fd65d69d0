package org.escrowmq.fake;

import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.broker.Redelivery;

/** A consumer of the fake. Its state is guarded by the store's monitor. */
final class FakeConsumer implements BrokerConsumer {

    final String name;
    final ConsumerSpec spec;
    private final FakeStore store;
    private final FakeQueue queue;
    private final DeliveryListener listener;
    private final Predicate<StoredMessage> filter;
    private final Deque<StoredMessage> browsed;
    private final Map<Long, StoredMessage> unacknowledged = new TreeMap<>();
    private final Deque<Runnable> afterPending = new ArrayDeque<>();
    private long deliveries;
    private int requested;
    private Thread delivering;
    private boolean closed;

    FakeConsumer(FakeStore store, FakeQueue queue, ConsumerSpec spec, DeliveryListener listener,
            Predicate<StoredMessage> filter) {
        this.store = store;
        this.name = store.nextName("k");
        this.queue = queue;
        this.spec = spec;
        this.listener = listener;
        this.filter = filter;
        this.browsed = new ArrayDeque<>(
                spec.browse() ? queue.available.stream().filter(filter).toList() : List.<StoredMessage>of());
    }

    @Override
    public void setRedelivery(Redelivery wanted) throws JMSException {
        store.script.call(name, "setRedelivery", wanted.toString());
    }

    @Override
    public void request(int deliveries) {
        store.script.note(name, "request", String.valueOf(deliveries));
        synchronized (store) {
            requested += deliveries;
        }
        queue.deliver();
    }

    @Override
    public void cancelRequests() throws JMSException {
        store.script.call(name, "cancelRequests", "");
        awaitDelivery();
    }

    @Override
    public void afterPending(Runnable action) throws JMSException {
        store.script.call(name, "afterPending", "");
        synchronized (store) {
            afterPending.add(action);
        }
        queue.deliver();
    }

    @Override
    public void acknowledge(Delivery delivery, BrokerTransaction transaction) throws JMSException {
        store.script.call(name, "acknowledge", delivery.id() + FakeTransaction.in(transaction));
        synchronized (store) {
            StoredMessage message = unacknowledged.get(delivery.id());
            if (message == null) {
                throw new JMSException("Delivery " + delivery.id() + " is not reserved for consumer " + name);
            }
            if (transaction != null) {
                ((FakeTransaction) transaction).acknowledged(queue, message);
            }
            unacknowledged.remove(delivery.id());
        }
    }

    @Override
    public void release(BrokerTransaction transaction) throws JMSException {
        store.script.call(name, "release", unacknowledged.size() + FakeTransaction.in(transaction));
        synchronized (store) {
            if (transaction == null) {
                giveBack();
            } else {
                ((FakeTransaction) transaction).released(queue, List.copyOf(unacknowledged.values()));
                unacknowledged.clear();
            }
        }
        queue.deliver();
    }

    @Override
    public void expire(Delivery delivery) throws JMSException {
        store.script.call(name, "expire", String.valueOf(delivery.id()));
        synchronized (store) {
            StoredMessage message = unacknowledged.remove(delivery.id());
            if (message != null) {
                store.expired.add(message.message());
            }
        }
    }

    @Override
    public void close() throws JMSException {
        store.script.call(name, "close", "");
        end();
    }

    /** Closes without being called: with its session, or by a restart. */
    void end() {
        synchronized (store) {
            if (closed) {
                return;
            }
            closed = true;
        }
        awaitDelivery();
        synchronized (store) {
            giveBack();
            afterPending.clear();
            queue.consumers.remove(this);
            store.consumerClosed(queue);
        }
        queue.deliver();
    }

    /** The broker ends the consumer by itself. */
    void endByBroker(JMSException reason) {
        end();
        listener.onClosedByBroker(reason);
    }

    // ---- for the queue, which holds the store's monitor ------------------------------------------------------------

    boolean wants(StoredMessage message) {
        return !closed && !spec.browse() && requested > 0 && filter.test(message);
    }

    /** Reserves a message; the delivery itself is what is returned. */
    Runnable take(StoredMessage message) {
        Delivery delivery = hand(message);
        unacknowledged.put(delivery.id(), message);
        return () -> deliver(delivery);
    }

    Runnable browseNext() {
        if (closed || requested == 0 || browsed.isEmpty()) {
            return null;
        }
        Delivery delivery = hand(browsed.poll());
        return () -> deliver(delivery);
    }

    Runnable nextAfterPending() {
        return closed ? null : afterPending.poll();
    }

    private Delivery hand(StoredMessage message) {
        requested--;
        deliveries++;
        delivering = Thread.currentThread();
        return new Delivery(deliveries, message.handOut(), message.nextDelivery());
    }

    private void deliver(Delivery delivery) {
        try {
            listener.onDelivery(delivery);
        } finally {
            synchronized (store) {
                delivering = null;
                store.notifyAll();
            }
        }
    }

    private void giveBack() {
        queue.available.addAll(unacknowledged.values());
        unacknowledged.clear();
    }

    /** Allows nothing more, and waits until a delivery that another thread is making has been made. */
    private void awaitDelivery() {
        boolean interrupted = false;
        synchronized (store) {
            requested = 0;
            while (delivering != null && delivering != Thread.currentThread()) {
                try {
                    store.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
