package org.escrowmq.broker.move;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.Consumer;
import org.apache.activemq.artemis.core.server.HandleStatus;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * Takes messages off a queue of the engine's, in their order, some at a time. What was taken and is not
 * {@linkplain #done} is on the queue again when the broker is opened the next time, as it was.
 *
 * <p>{@link #next} and {@link #done} are for one thread and to be called within {@code OpenStore.call} or
 * {@code durably}; the engine calls {@link #handle} on its own. Whoever opens it closes it.
 */
final class QueueDrain implements Consumer, AutoCloseable {

    private static final int MOST_MESSAGES = 500;
    private static final long MOST_BYTES = 8 << 20;
    private static final long POLL_MILLIS = 10;
    /** The engine may have to read page files meanwhile. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StorageManager storage;
    private final Queue queue;
    private final long sequentialId;
    private final List<MessageReference> taken = new ArrayList<>();
    private long bytes;
    private boolean open = true;

    private QueueDrain(StorageManager storage, Queue queue) {
        this.storage = storage;
        this.queue = queue;
        this.sequentialId = storage.generateID();
    }

    static QueueDrain open(StorageManager storage, Queue queue) throws Exception {
        QueueDrain drain = new QueueDrain(storage, queue);
        queue.addConsumer(drain);
        return drain;
    }

    /**
     * The next messages, the scheduled ones last. The engine does not hand those out until they are due.
     *
     * @return empty if there are none any more
     */
    List<MessageReference> next() throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        queue.deliverAsync();
        synchronized (this) {
            int before = -1;
            // Until no more come for a moment, because few of them would cost as much as many.
            while (taken.isEmpty() ? isWaiting() : !isFull() && taken.size() > before) {
                before = taken.size();
                wait(POLL_MILLIS);
                if (taken.isEmpty() && System.nanoTime() > deadline) {
                    throw new ActiveMQException("the queue " + queue.getName() + " says that it has "
                            + queue.getMessageCount() + " messages, and hands none out");
                }
            }
            if (!taken.isEmpty()) {
                return List.copyOf(taken);
            }
        }
        List<MessageReference> scheduled = queue.getScheduledMessages();
        return scheduled.subList(0, Math.min(MOST_MESSAGES, scheduled.size()));
    }

    private boolean isWaiting() {
        return queue.getMessageCount() > queue.getScheduledCount() + queue.getDeliveringCount();
    }

    private boolean isFull() {
        return taken.size() >= MOST_MESSAGES || bytes >= MOST_BYTES;
    }

    /** Removes what {@link #next} returned from the queue for good. It is on the disk when the call is. */
    void done(List<MessageReference> messages) throws Exception {
        boolean scheduled;
        synchronized (this) {
            scheduled = taken.isEmpty();
        }
        if (scheduled) {
            for (MessageReference message : messages) {
                queue.deleteReference(message.getMessageID());
            }
            return;
        }
        TransactionImpl transaction = new TransactionImpl(storage);
        for (MessageReference message : messages) {
            queue.acknowledge(transaction, message, AckReason.NORMAL, null, true);
        }
        transaction.commit();
        synchronized (this) {
            // Others may have come meanwhile.
            taken.subList(0, messages.size()).clear();
            bytes = taken.stream().mapToLong(QueueDrain::size).sum();
        }
    }

    private static long size(MessageReference message) {
        return message.getMessageMemoryEstimate();
    }

    @Override
    public synchronized HandleStatus handle(MessageReference message) {
        if (!open || isFull()) {
            return HandleStatus.BUSY;
        }
        message.handled();
        taken.add(message);
        bytes += size(message);
        notifyAll();
        return HandleStatus.HANDLED;
    }

    @Override
    public void close() {
        synchronized (this) {
            open = false;
        }
        queue.removeConsumer(this);
    }

    @Override
    public void proceedDeliver(MessageReference message) {
        // It was taken when it was handled.
    }

    @Override
    public Filter getFilter() {
        return null;
    }

    @Override
    public synchronized List<MessageReference> getDeliveringMessages() {
        return List.copyOf(taken);
    }

    @Override
    public String debug() {
        return toString();
    }

    @Override
    public String toManagementString() {
        return toString();
    }

    @Override
    public void disconnect() {
        close();
    }

    @Override
    public void failed(Throwable failure) {
        close();
    }

    @Override
    public long sequentialID() {
        return sequentialId;
    }

    @Override
    public String toString() {
        return "move of " + queue.getName();
    }
}
