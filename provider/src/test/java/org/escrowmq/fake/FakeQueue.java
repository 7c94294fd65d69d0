package org.escrowmq.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowDestination;

/**
 * The messages of a queue, or of one subscription on a topic, and who consumes them.
 *
 * <p>Its state is guarded by the store's monitor. Deliveries of one queue are made by one thread at a time, without
 * that monitor, so that a listener may call the fake.
 */
final class FakeQueue {

    final EscrowDestination destination;
    final Subscription subscription;
    final String selector;
    final boolean noLocal;
    final TreeSet<StoredMessage> available = new TreeSet<>();
    final List<FakeConsumer> consumers = new ArrayList<>();
    private final FakeStore store;
    private final Predicate<StoredMessage> filter;
    private boolean delivering;

    FakeQueue(FakeStore store, EscrowDestination destination, Subscription subscription, String selector,
            boolean noLocal, Predicate<StoredMessage> filter) {
        this.store = store;
        this.destination = destination;
        this.subscription = subscription;
        this.selector = selector;
        this.noLocal = noLocal;
        this.filter = filter;
    }

    boolean accepts(StoredMessage message) {
        return filter.test(message);
    }

    /** Whether it is there after a restart. */
    boolean isDurable() {
        return destination.isTopic() ? subscription.durable() : !destination.isTemporary();
    }

    /** Delivers what is available to whoever asked for it. Called without the store's monitor. */
    void deliver() {
        store.script.deliver(this::drain);
    }

    private void drain() {
        synchronized (store) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        boolean finished = false;
        try {
            for (Runnable step = next(); step != null; step = next()) {
                step.run();
            }
            finished = true;
        } finally {
            if (!finished) {
                stopDelivering();
            }
        }
    }

    private void stopDelivering() {
        synchronized (store) {
            delivering = false;
        }
    }

    private Runnable next() {
        synchronized (store) {
            Runnable step = nextBrowsed();
            if (step == null) {
                step = nextDelivery();
            }
            if (step == null) {
                step = nextAction();
            }
            delivering = step != null;
            return step;
        }
    }

    private Runnable nextBrowsed() {
        for (FakeConsumer consumer : consumers) {
            Runnable step = consumer.browseNext();
            if (step != null) {
                return step;
            }
        }
        return null;
    }

    private Runnable nextDelivery() {
        long now = store.now();
        for (StoredMessage message : available) {
            FakeConsumer taker = message.isDue(now) ? taker(message) : null;
            if (taker != null) {
                available.remove(message);
                consumers.remove(taker);
                consumers.add(taker);
                return taker.take(message);
            }
        }
        return null;
    }

    private FakeConsumer taker(StoredMessage message) {
        return consumers.stream().filter(consumer -> consumer.wants(message)).findFirst().orElse(null);
    }

    private Runnable nextAction() {
        for (FakeConsumer consumer : consumers) {
            Runnable action = consumer.nextAfterPending();
            if (action != null) {
                return action;
            }
        }
        return null;
    }
}
