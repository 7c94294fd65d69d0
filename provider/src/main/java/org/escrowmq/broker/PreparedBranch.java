package org.escrowmq.broker;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.paging.PageTransactionInfo;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl.AddOperation;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RefsOperation;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;
import org.escrowmq.broker.encoding.CoreMessages;

/**
 * What is in a prepared branch. Immutable.
 *
 * @param xid which branch
 * @param since it is at least this old, in milliseconds of the clock: the engine does not store when it was begun, so
 *     after a restart the age of its messages has to do
 * @param destinations where its messages were sent and consumed, as {@code queue://...} and {@code topic://...}; those
 *     sent to a destination that is paging are not among them
 * @param sent how many messages were sent in it; to a destination that is paging, one for each subscription
 * @param consumed how many messages were consumed in it
 */
public record PreparedBranch(Xid xid, long since, List<String> destinations, int sent, int consumed) {

    /** Looks into the engine's transaction. */
    static PreparedBranch of(Transaction transaction, PagingManager paging) {
        Set<String> destinations = new TreeSet<>();
        int consumed = 0;
        long since = transaction.getCreateTime();
        for (TransactionOperation operation : transaction.getAllOperations()) {
            List<MessageReference> references = operation.getRelatedMessageReferences();
            if (operation instanceof AddOperation || operation instanceof RefsOperation) {
                references.forEach(reference -> destinations.add(destination(reference.getQueue())));
            }
            if (operation instanceof RefsOperation) {
                consumed += references.size();
            } else if (operation instanceof AddOperation) {
                for (MessageReference reference : references) {
                    since = Math.min(since, sentAt(reference, since));
                }
            }
        }
        return new PreparedBranch(transaction.getXid(), since, List.copyOf(destinations),
                sentMessages(transaction).size() + paged(transaction, paging), consumed);
    }

    /** The numbers of the messages that were sent in a branch, but for those to destinations that are paging. */
    static Set<Long> sentMessages(Transaction transaction) {
        return transaction.getAllOperations().stream().filter(AddOperation.class::isInstance)
                .flatMap(operation -> operation.getRelatedMessageReferences().stream())
                .map(reference -> reference.getMessage().getMessageID()).collect(Collectors.toSet());
    }

    private static long sentAt(MessageReference reference, long unknown) {
        long timestamp = reference.getMessage().getTimestamp();
        return timestamp > 0 ? timestamp : unknown;
    }

    private static String destination(Queue queue) {
        boolean topic = queue.getRoutingType() == RoutingType.MULTICAST;
        return (topic ? CoreMessages.TOPIC_PREFIX : CoreMessages.QUEUE_PREFIX) + queue.getAddress();
    }

    private static int paged(Transaction transaction, PagingManager paging) {
        PageTransactionInfo info = paging.getTransaction(transaction.getID());
        return info == null ? 0 : info.getNumberOfMessages();
    }
}
