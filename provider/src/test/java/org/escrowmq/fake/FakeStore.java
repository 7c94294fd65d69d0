package org.escrowmq.fake;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.transaction.BranchId;

/** What the fake has stored, and what of it survives a restart. This object is the monitor of all the fake's state. */
final class FakeStore {

    final Script script = new Script();
    final FakeBodies bodies = new FakeBodies(4096);
    final Map<BranchId, FakeTransaction> prepared = new LinkedHashMap<>();
    final Map<BranchId, Boolean> heuristics = new LinkedHashMap<>();
    final Set<FakeTransaction> active = new LinkedHashSet<>();
    final List<EscrowMessage> expired = new ArrayList<>();
    final Set<String> clientIds = new HashSet<>();
    final Map<String, Predicate<EscrowMessage>> selectors = new HashMap<>();
    boolean autoCreate = true;
    long timeShift;
    private final Set<EscrowDestination> destinations = new HashSet<>();
    private final List<FakeQueue> queues = new ArrayList<>();
    private final List<Consumer<JMSException>> completions = new ArrayList<>();
    private boolean completionsHeld;
    private final Map<String, Integer> names = new HashMap<>();
    private long nextSequence;

    // ---- completions of sends -------------------------------------------------------------------------------------

    synchronized void holdCompletions() {
        completionsHeld = true;
    }

    void complete(Consumer<JMSException> completion) {
        synchronized (this) {
            if (completionsHeld) {
                completions.add(completion);
                return;
            }
        }
        completion.accept(null);
    }

    /** Ends the oldest send that is held. */
    void completeNext(JMSException failure) {
        Consumer<JMSException> oldest;
        synchronized (this) {
            oldest = completions.remove(0);
        }
        oldest.accept(failure);
    }

    synchronized String nextName(String prefix) {
        return prefix + names.merge(prefix, 1, Integer::sum);
    }

    long now() {
        return System.currentTimeMillis() + timeShift;
    }

    // ---- destinations ---------------------------------------------------------------------------------------------

    synchronized void create(EscrowDestination destination) {
        if (destinations.add(destination) && !destination.isTopic()) {
            queues.add(new FakeQueue(this, destination, Subscription.NONE, null, false, message -> true));
        }
    }

    synchronized void ensureExists(EscrowDestination destination) throws JMSException {
        if (destinations.contains(destination)) {
            return;
        }
        if (!autoCreate || destination.isTemporary()) {
            throw new InvalidDestinationException("There is no " + destination);
        }
        create(destination);
    }

    synchronized void delete(EscrowDestination destination) {
        destinations.remove(destination);
        queues.removeIf(queue -> queue.destination.equals(destination));
    }

    synchronized boolean hasConsumers(EscrowDestination destination) {
        return queuesOf(destination).stream().anyMatch(queue -> !queue.consumers.isEmpty());
    }

    /** The queue, or the subscriptions of the topic. */
    synchronized List<FakeQueue> queuesOf(EscrowDestination destination) {
        return queues.stream().filter(queue -> queue.destination.equals(destination)).toList();
    }

    synchronized List<FakeQueue> queues() {
        return List.copyOf(queues);
    }

    /** Puts a message where its destination says; returns the queues that got it. */
    synchronized Collection<FakeQueue> routeTo(EscrowDestination destination, EscrowMessage message, String origin) {
        List<FakeQueue> touched = new ArrayList<>();
        for (FakeQueue queue : queuesOf(destination)) {
            StoredMessage stored = new StoredMessage(nextSequence++, origin, message);
            if (queue.accepts(stored)) {
                queue.available.add(stored);
                touched.add(queue);
            }
        }
        return touched;
    }

    Set<FakeQueue> route(EscrowMessage message, String origin) {
        return new LinkedHashSet<>(routeTo((EscrowDestination) message.headers().getDestination(), message, origin));
    }

    // ---- consumers and subscriptions ------------------------------------------------------------------------------

    synchronized FakeConsumer createConsumer(ConsumerSpec spec, DeliveryListener listener, String identity)
            throws JMSException {
        ensureExists(spec.destination());
        Predicate<StoredMessage> filter = filter(spec, identity);
        FakeQueue queue = spec.destination().isTopic()
                ? subscribe(spec, filter) : queuesOf(spec.destination()).get(0);
        FakeConsumer consumer = new FakeConsumer(this, queue, spec, listener,
                spec.destination().isTopic() ? message -> true : filter);
        queue.consumers.add(consumer);
        return consumer;
    }

    private FakeQueue subscribe(ConsumerSpec spec, Predicate<StoredMessage> filter) throws JMSException {
        Subscription wanted = spec.subscription();
        FakeQueue existing = wanted.name() == null ? null : find(wanted);
        if (existing != null && !existing.consumers.isEmpty()) {
            if (!wanted.shared() || !isSame(existing, spec)) {
                throw new IllegalStateException("The subscription " + wanted.name() + " is in use");
            }
        }
        if (existing != null && isSame(existing, spec)) {
            return existing;
        }
        if (existing != null && existing.subscription.shared() != wanted.shared()) {
            throw new IllegalStateException("The subscription " + wanted.name() + " is "
                    + (existing.subscription.shared() ? "shared" : "unshared"));
        }
        queues.remove(existing);
        FakeQueue created = new FakeQueue(
                this, spec.destination(), wanted, spec.selector(), spec.noLocal(), filter);
        queues.add(created);
        return created;
    }

    private FakeQueue find(Subscription wanted) {
        return queues.stream()
                .filter(queue -> queue.destination.isTopic()
                        && Objects.equals(queue.subscription.name(), wanted.name())
                        && Objects.equals(queue.subscription.clientId(), wanted.clientId())
                        && queue.subscription.durable() == wanted.durable())
                .findFirst().orElse(null);
    }

    private static boolean isSame(FakeQueue existing, ConsumerSpec spec) {
        return existing.destination.equals(spec.destination())
                && existing.subscription.equals(spec.subscription())
                && Objects.equals(existing.selector, spec.selector())
                && existing.noLocal == spec.noLocal();
    }

    synchronized void deleteSubscription(String clientId, String name) throws JMSException {
        FakeQueue existing = queues.stream()
                .filter(queue -> queue.subscription.durable() && name.equals(queue.subscription.name())
                        && Objects.equals(clientId, queue.subscription.clientId()))
                .findFirst()
                .orElseThrow(() -> new InvalidDestinationException("There is no durable subscription " + name));
        if (!existing.consumers.isEmpty()) {
            throw new IllegalStateException("The durable subscription " + name + " has an active consumer");
        }
        queues.remove(existing);
    }

    /** A subscription that is not durable ends with its last consumer. */
    synchronized void consumerClosed(FakeQueue queue) {
        if (queue.destination.isTopic() && !queue.subscription.durable() && queue.consumers.isEmpty()) {
            queues.remove(queue);
        }
    }

    private Predicate<StoredMessage> filter(ConsumerSpec spec, String identity) throws JMSException {
        Predicate<EscrowMessage> selected = spec.selector() == null ? message -> true : selectors.get(spec.selector());
        if (selected == null) {
            throw new InvalidSelectorException("The selector " + spec.selector() + " was not given to the fake");
        }
        return message -> selected.test(message.message()) && !(spec.noLocal() && message.origin.equals(identity));
    }

    // ---- restart --------------------------------------------------------------------------------------------------

    /** Drops what does not survive, after connections and active transactions have ended. */
    synchronized void dropVolatile() {
        queues.removeIf(queue -> !queue.isDurable());
        destinations.removeIf(EscrowDestination::isTemporary);
        queues.forEach(queue -> queue.available.removeIf(message -> !message.isPersistent()));
    }
}
