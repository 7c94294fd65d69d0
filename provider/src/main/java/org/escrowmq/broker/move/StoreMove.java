package org.escrowmq.broker.move;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.escrowmq.broker.OpenStore;
import org.escrowmq.broker.client.BrokerUrl;

/**
 * Moves everything in a store to another broker: queues, topics, durable subscriptions and all messages.
 *
 * <p><b>Crash argument.</b> Messages are removed here when the broker there has confirmed that it has stored them, and
 * each is sent under the same identifier however often ({@link MoveTarget}). So wherever it is cut short, to start it
 * again completes it, without loss and without a message twice.
 *
 * <p>For one move, by one thread.
 */
public final class StoreMove {

    private static final long PROGRESS_NANOS = 1_000_000_000;
    /** The engine's own. */
    private static final Set<String> INTERNAL = Set.of("activemq.management", "activemq.notifications");

    private final OpenStore store;
    private final MoveTarget target;
    private final Consumer<String> progress;
    private final Runnable betweenSentAndRemoved;
    private long moved;

    StoreMove(OpenStore store, MoveTarget target, Consumer<String> progress, Runnable betweenSentAndRemoved) {
        this.store = store;
        this.target = target;
        this.progress = progress;
        this.betweenSentAndRemoved = betweenSentAndRemoved;
    }

    /**
     * Moves a store that no broker has open and in which no branch is in doubt.
     *
     * @param url where to, without faults
     * @param user who may create queues there, send to them and ask for their numbers; null for nobody
     * @param progress told what was moved, a line at a time
     * @throws JMSException if something is not moved; what is in the store and what is there is then consistent, and
     *     the same call goes on from there
     */
    public static void run(Path directory, BrokerUrl url, String user, String password, Consumer<String> progress)
            throws JMSException {
        // Before the store is touched, because most that goes wrong is this.
        MoveTarget.connect(url, user, password, "").close();
        try (OpenStore store = OpenStore.open(directory);
                MoveTarget target = MoveTarget.connect(url, user, password, store.id())) {
            new StoreMove(store, target, progress, () -> { }).run();
        }
    }

    void run() throws JMSException {
        List<Queue> queues = store.call("list the queues", this::queues);
        store.call("create what is missing there", () -> {
            for (AddressInfo address : addresses()) {
                target.requireAddress(address.getName(), address.getRoutingTypes());
            }
            for (Queue queue : queues) {
                target.requireQueue(likeThisOne(queue));
            }
            return null;
        });
        for (Queue queue : queues) {
            move(queue);
        }
        progress.accept(moved + " messages moved; the store has " + queues.size() + " queues and subscriptions, all of "
                + "them empty");
    }

    private List<Queue> queues() {
        return store.server().getPostOffice().getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .filter(queue -> queue.isDurable() && !queue.isInternalQueue())
                // What expires on the way goes to the expiry queue.
                .sorted(Comparator.comparing(StoreMove::isTerminal)
                        .thenComparing(queue -> queue.getName().toString()))
                .toList();
    }

    private static boolean isTerminal(Queue queue) {
        return queue.getName().equals(queue.getExpiryAddress());
    }

    private List<AddressInfo> addresses() {
        return store.server().getPostOffice().getAddresses().stream()
                .filter(address -> !INTERNAL.contains(address.toString()))
                .map(store.server()::getAddressInfo)
                .filter(info -> info != null && !info.isTemporary() && !info.isInternal())
                .toList();
    }

    private static QueueConfiguration likeThisOne(Queue queue) {
        return QueueConfiguration.of(queue.getName())
                .setAddress(queue.getAddress())
                .setRoutingType(queue.getRoutingType())
                .setFilterString(ClientFilter.of(queue.getFilter()))
                .setDurable(true)
                .setAutoCreated(false)
                .setAutoDelete(false);
    }

    private void move(Queue queue) throws JMSException {
        String what = describe(queue);
        String doing = "move " + what;
        boolean plain = queue.getRoutingType() == RoutingType.ANYCAST && queue.getName().equals(queue.getAddress());
        long total = queue.getMessageCount();
        long done = 0;
        long reported = System.nanoTime();
        QueueDrain drain = store.call(doing, () -> QueueDrain.open(store.server().getStorageManager(), queue));
        try {
            Long receiver = plain || total == 0 ? null
                    : store.call(doing, () -> target.idOf(queue.getName()));
            int count;
            do {
                count = store.durably(doing, () -> moveSome(drain, queue, receiver));
                done += count;
                if (count > 0 && System.nanoTime() - reported > PROGRESS_NANOS) {
                    progress.accept(what + ": " + done + " of " + Math.max(done, total) + " moved");
                    reported = System.nanoTime();
                }
            } while (count > 0);
        } finally {
            drain.close();
        }
        progress.accept(what + ": " + done + " of " + done + " moved");
        moved += done;
    }

    private int moveSome(QueueDrain drain, Queue queue, Long receiver) throws Exception {
        List<MessageReference> messages = drain.next();
        if (!messages.isEmpty()) {
            target.send(messages, queue.getID(), receiver);
            betweenSentAndRemoved.run();
            drain.done(messages);
        }
        return messages.size();
    }

    private static String describe(Queue queue) {
        return queue.getRoutingType() == RoutingType.MULTICAST
                ? "subscription " + queue.getName() + " of topic " + queue.getAddress()
                : "queue " + queue.getName();
    }
}
