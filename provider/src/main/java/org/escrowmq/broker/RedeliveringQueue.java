package org.escrowmq.broker;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.QueueFactory;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.QueueImpl;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.escrowmq.destination.EscrowQueue;

/**
 * A queue of the engine's that decides for itself what happens to a message that has come back: when it is delivered
 * again ({@link RedeliveryPolicy}, {@link Redelivery}), or that it is a dead letter ({@link DeadLetters}).
 *
 * <p>What is committed to a queue lies in front of it until a thread of the engine's puts it in its place and looks for
 * a consumer. While there is none, that is done for many commits at a time, a little later.
 *
 * <p>As safe for threads as the engine's own queue; the engine owns it.
 */
final class RedeliveringQueue extends QueueImpl {

    /** Long beside a commit, short for whoever looks at the number of messages. */
    private static final long TIDY_MILLIS = 5;
    /** Fewer than the engine puts in order at a time. */
    private static final int MOST_UNTIDY = 500;

    private final AtomicBoolean tidying = new AtomicBoolean();
    private final AtomicInteger untidy = new AtomicInteger();
    private final ScheduledExecutorService timer;
    private final RedeliveryPolicy policy;
    private final StorageManager storage;
    private final PostOffice postOffice;
    private final HierarchicalRepository<AddressSettings> addressSettings;

    RedeliveringQueue(RedeliveryPolicy policy, QueueConfiguration configuration, Filter filter, PageSubscription pages,
            ActiveMQServer server, ExecutorFactory executors, QueueFactory factory) {
        super(configuration, filter, pages == null ? null : pages.getPagingStore(), pages, server.getScheduledPool(),
                server.getPostOffice(), server.getStorageManager(), server.getAddressSettingsRepository(),
                executors.getExecutor(), server, factory);
        this.timer = server.getScheduledPool();
        this.policy = policy;
        this.storage = server.getStorageManager();
        this.postOffice = server.getPostOffice();
        this.addressSettings = server.getAddressSettingsRepository();
    }

    /** Called after each commit, and whenever a consumer comes or wants more. */
    @Override
    public void deliverAsync() {
        // Called by the constructor of the engine's class, too.
        if (getConsumerCount() > 0 || timer == null) {
            super.deliverAsync();
        } else if (untidy.incrementAndGet() >= MOST_UNTIDY) {
            tidy();
        } else if (tidying.compareAndSet(false, true)) {
            tidyLater();
        }
    }

    private void tidyLater() {
        try {
            timer.schedule(this::tidy, TIDY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The engine is stopping: what is committed is on this queue when it starts again.
            tidying.set(false);
        }
    }

    /** Has what was committed before put in its place, before anything that is asked of the queue after this. */
    void tidy() {
        tidying.set(false);
        untidy.set(0);
        super.deliverAsync();
    }

    /** For the engine's management, which looks at the messages after this. */
    @Override
    public boolean flushExecutor() {
        tidy();
        return super.flushExecutor();
    }

    /**
     * A message was rolled back: what its consumer wants done decides. The engine's method would decide by what holds
     * for the whole queue.
     *
     * @return first whether it goes back to the queue, second whether it was put somewhere else
     */
    @Override
    public Pair<Boolean, Boolean> checkRedelivery(MessageReference reference, long timeBase, boolean withoutDelay)
            throws Exception {
        if (isInternalQueue()) {
            return super.checkRedelivery(reference, timeBase, withoutDelay);
        }
        Redelivery redelivery = Redelivery.of(reference);
        int deliveries = reference.getDeliveryCount();
        if (redelivery.isOver(deliveries, settings().getMaxDeliveryAttempts())) {
            if (bury(null, reference, DeadLetters.deliveredTooOften(reference))) {
                return new Pair<>(false, true);
            }
            // Without a dead letter queue the message stays here, as any other that has come back.
            BrokerLog.noDeadLetterQueue(reference.getMessageID(), getName().toString());
        }
        boolean stored = !reference.isPaged() && reference.isDurable() && isDurable();
        if (stored) {
            storage.updateDeliveryCount(reference);
        }
        long delay = withoutDelay ? 0 : redelivery.policy(policy).delayAfter(deliveries);
        if (delay > 0) {
            reference.setScheduledDeliveryTime(timeBase + delay);
            if (stored) {
                storage.updateScheduledDeliveryTime(reference);
            }
        }
        decDelivering(reference);
        return new Pair<>(true, false);
    }

    /** The message cannot be read, or an operator wants it out of the way. */
    @Override
    public boolean sendToDeadLetterAddress(Transaction transaction, MessageReference reference) throws Exception {
        boolean buried = bury(transaction, reference, DeadLetters.setAside(reference));
        if (!buried) {
            // Not dropped, as the engine would do: it is in the journal, and on this queue again after a restart.
            BrokerLog.noDeadLetterQueue(reference.getMessageID(), getName().toString());
        }
        return buried;
    }

    /**
     * Moves a message to the dead letter queue, by itself or in a transaction.
     *
     * @return false if there is no such queue, or this is it, and the message is where it was
     */
    private boolean bury(Transaction given, MessageReference reference, String cause) throws Exception {
        EscrowQueue own = Redelivery.of(reference).deadLetters();
        SimpleString address = own == null ? settings().getDeadLetterAddress() : Destinations.address(own);
        // From the dead letter queue itself it would come back at once, for ever.
        Bindings bindings = address == null || address.equals(getAddress())
                ? null : postOffice.lookupBindingsForAddress(address);
        if (bindings == null || bindings.getBindings().isEmpty()) {
            return false;
        }
        Transaction transaction = given == null ? new TransactionImpl(storage) : given;
        Message copy = DeadLetters.copy(reference, address, cause, storage);
        postOffice.route(copy, new RoutingContextImpl(transaction), false, false, null);
        acknowledge(transaction, reference, AckReason.KILLED, null, true);
        if (given == null) {
            transaction.commit();
        }
        BrokerLog.deadLetter(reference.getMessageID(), getName().toString(), address.toString(), cause);
        return true;
    }

    private AddressSettings settings() {
        return addressSettings.getMatch(getAddress().toString());
    }
}
