package org.escrowmq.broker;

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

/**
 * A queue of the engine's that decides for itself what happens to a message that has come back: when it is delivered
 * again ({@link RedeliveryPolicy}), or that it is a dead letter ({@link DeadLetters}).
 *
 * <p>As safe for threads as the engine's own queue; the engine owns it.
 */
final class RedeliveringQueue extends QueueImpl {

    private final RedeliveryPolicy policy;
    private final StorageManager storage;
    private final PostOffice postOffice;
    private final HierarchicalRepository<AddressSettings> addressSettings;

    RedeliveringQueue(RedeliveryPolicy policy, QueueConfiguration configuration, Filter filter, PageSubscription pages,
            ActiveMQServer server, ExecutorFactory executors, QueueFactory factory) {
        super(configuration, filter, pages == null ? null : pages.getPagingStore(), pages, server.getScheduledPool(),
                server.getPostOffice(), server.getStorageManager(), server.getAddressSettingsRepository(),
                executors.getExecutor(), server, factory);
        this.policy = policy;
        this.storage = server.getStorageManager();
        this.postOffice = server.getPostOffice();
        this.addressSettings = server.getAddressSettingsRepository();
    }

    /**
     * A message was rolled back. The engine counts the delivery and looks whether that was the last; this adds the
     * delay, and the dead letter's properties.
     *
     * @return first whether it goes back to the queue, second whether it was put somewhere else
     */
    @Override
    public Pair<Boolean, Boolean> checkRedelivery(MessageReference reference, long timeBase, boolean withoutDelay)
            throws Exception {
        int limit = settings().getMaxDeliveryAttempts();
        boolean givenUp = limit > 0 && reference.getDeliveryCount() >= limit && !isInternalQueue();
        if (givenUp && bury(null, reference, DeadLetters.deliveredTooOften(reference))) {
            return new Pair<>(false, true);
        }
        Pair<Boolean, Boolean> result = givenUp ? keep(reference) : super.checkRedelivery(reference, timeBase, true);
        long delay = withoutDelay || isInternalQueue() ? 0 : policy.delayAfter(reference.getDeliveryCount());
        if (delay > 0) {
            reference.setScheduledDeliveryTime(timeBase + delay);
            if (!reference.isPaged() && reference.isDurable() && isDurable()) {
                storage.updateScheduledDeliveryTime(reference);
            }
        }
        return result;
    }

    /** Without a dead letter queue the message stays here, as any other that has come back. */
    private Pair<Boolean, Boolean> keep(MessageReference reference) throws Exception {
        BrokerLog.noDeadLetterQueue(reference.getMessageID(), getName().toString());
        if (!reference.isPaged() && reference.isDurable() && isDurable()) {
            storage.updateDeliveryCount(reference);
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
        SimpleString address = settings().getDeadLetterAddress();
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
