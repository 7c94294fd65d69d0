package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.paging.impl.PageTransactionInfoImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.DescribeJournal;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.CursorAckRecordEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.HeuristicCompletionEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.XidEncoding;
import org.escrowmq.InDoubtBranch;
import org.escrowmq.InDoubtBranch.Decision;
import org.escrowmq.broker.store.JournalEntry.Type;
import org.escrowmq.broker.store.StoreLayout.JournalKind;
import org.escrowmq.transaction.BranchId;

/**
 * Finds the branches in doubt in a store that nobody has open, as the engine would. Changes nothing.
 *
 * <p>For one listing, by one thread.
 */
public final class InDoubtListing {

    private final Map<Long, QueueConfiguration> queues;
    private final Map<Long, Content> prepared = new LinkedHashMap<>();
    private final Map<Long, HeuristicCompletionEncoding> decided = new LinkedHashMap<>();

    private InDoubtListing(Map<Long, QueueConfiguration> queues) {
        this.queues = queues;
    }

    /** What is in a branch. */
    private static final class Content {

        private final Xid xid;
        private final Set<String> destinations = new TreeSet<>();
        private final Set<Long> sent = new HashSet<>();
        private long since = System.currentTimeMillis();
        private int paged;
        private int consumed;

        private Content(byte[] branch) {
            xid = new XidEncoding(branch).xid;
        }

        private InDoubtBranch describe() {
            BranchId id = BranchId.of(xid);
            Duration age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - since));
            return new InDoubtBranch(id.toString(), id.getFormatId(), age, id.transactionManagerNode(),
                    List.copyOf(destinations), sent.size() + paged, consumed, Decision.NONE);
        }
    }

    /** Lists those of a store, the decided ones last. */
    public static List<InDoubtBranch> of(Path store) throws IOException {
        InDoubtListing listing = new InDoubtListing(QueueRescue.recorded(store));
        // Twice, because what is in a branch comes before what says that it is prepared.
        JournalScan.run(JournalKind.MESSAGES, store, new StoreReport(), listing::follow);
        JournalScan.run(JournalKind.MESSAGES, store, new StoreReport(), listing::collect);
        List<InDoubtBranch> branches = new ArrayList<>();
        listing.prepared.values().forEach(content -> branches.add(content.describe()));
        listing.decided.values().forEach(outcome -> branches.add(describe(outcome)));
        return branches;
    }

    private static InDoubtBranch describe(HeuristicCompletionEncoding outcome) {
        BranchId id = BranchId.of(outcome.xid);
        return new InDoubtBranch(id.toString(), id.getFormatId(), Duration.ZERO, id.transactionManagerNode(),
                List.of(), 0, 0, outcome.isCommit ? Decision.COMMITTED : Decision.ROLLED_BACK);
    }

    private void follow(JournalEntry entry) {
        switch (entry.type()) {
            case PREPARE -> prepared.put(entry.transaction(), new Content(entry.branch()));
            case COMMIT, ROLLBACK -> prepared.remove(entry.transaction());
            case DELETE -> decided.remove(entry.number());
            case ADD -> {
                if (entry.record().userRecordType == JournalRecordIds.HEURISTIC_COMPLETION
                        && DescribeJournal.newObjectEncoding(entry.record())
                                instanceof HeuristicCompletionEncoding outcome) {
                    decided.put(entry.record().id, outcome);
                }
            }
            default -> { }
        }
    }

    private void collect(JournalEntry entry) {
        Content content = prepared.get(entry.transaction());
        RecordInfo record = entry.record();
        boolean works = entry.type() == Type.ADD_TX || entry.type() == Type.UPDATE_TX;
        if (content == null || !works) {
            return;
        }
        switch (record.userRecordType) {
            case JournalRecordIds.ADD_MESSAGE_PROTOCOL, JournalRecordIds.ADD_LARGE_MESSAGE -> {
                if (DescribeJournal.newObjectEncoding(record) instanceof DescribeJournal.MessageDescribe message) {
                    long timestamp = message.getMsg().getTimestamp();
                    content.since = timestamp > 0 ? Math.min(content.since, timestamp) : content.since;
                }
            }
            case JournalRecordIds.ADD_REF -> {
                content.sent.add(record.id);
                at(queue(record), content);
            }
            case JournalRecordIds.ACKNOWLEDGE_REF -> {
                content.consumed++;
                at(queue(record), content);
            }
            case JournalRecordIds.ACKNOWLEDGE_CURSOR -> {
                if (DescribeJournal.newObjectEncoding(record) instanceof CursorAckRecordEncoding acknowledgement) {
                    content.consumed++;
                    at(acknowledgement.queueID, content);
                }
            }
            case JournalRecordIds.PAGE_TRANSACTION -> {
                if (DescribeJournal.newObjectEncoding(record) instanceof PageTransactionInfoImpl pages) {
                    content.paged += pages.getNumberOfMessages();
                }
            }
            default -> { }
        }
    }

    private static long queue(RecordInfo record) {
        return ActiveMQBuffers.wrappedBuffer(record.data).readLong();
    }

    private void at(long number, Content content) {
        QueueConfiguration queue = queues.get(number);
        content.destinations.add(queue == null ? "queue number " + number
                : (queue.getRoutingType() == RoutingType.MULTICAST ? "topic://" : "queue://") + queue.getAddress());
    }
}
