package org.escrowmq.broker.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.persistence.impl.journal.DescribeJournal;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.JournalEntry.Type;

/**
 * What a journal amounts to once all its records are applied, by the rules by which the engine applies them.
 *
 * <p>Filled by one thread, then read by any.
 */
final class StoreContents implements JournalEntry.Visitor {

    private final StoreReport report;
    private final boolean decode;
    private final Map<Long, JournalEntry> live = new LinkedHashMap<>();
    private final Map<Long, List<Long>> queuesOfMessages = new HashMap<>();
    private final Map<Long, Message> checked = new HashMap<>();
    private final Map<Long, Long> bodyLengths = new HashMap<>();
    private final Map<Long, OpenTransaction> open = new LinkedHashMap<>();

    StoreContents(StoreReport report, boolean decode) {
        this.report = report;
        this.decode = decode;
    }

    /** Records of a transaction whose end has not been read yet. */
    private static final class OpenTransaction {

        private final List<JournalEntry> entries = new ArrayList<>();
        private long file = -1;
        private long countInFile;
        private boolean prepared;

        private void count(long fileId) {
            if (file != fileId) {
                file = fileId;
                countInFile = 0;
            }
            countInFile++;
        }

        private long countIn(long fileId) {
            return file == fileId ? countInFile : 0;
        }
    }

    @Override
    public void visit(JournalEntry entry) {
        switch (entry.type()) {
            case ADD -> apply(decoded(entry));
            case UPDATE -> apply(entry);
            case DELETE -> delete(entry.number());
            case ADD_TX, UPDATE_TX, DELETE_TX -> {
                OpenTransaction transaction = open.computeIfAbsent(entry.transaction(), id -> new OpenTransaction());
                transaction.entries.add(entry.type() == Type.ADD_TX ? decoded(entry) : entry);
                transaction.count(entry.fileId());
            }
            case PREPARE -> {
                OpenTransaction transaction = open.computeIfAbsent(entry.transaction(), id -> new OpenTransaction());
                transaction.prepared = true;
                requireComplete(entry, transaction);
            }
            case COMMIT -> {
                OpenTransaction transaction = open.remove(entry.transaction());
                // It may be that all but this record has been reclaimed.
                if (transaction != null) {
                    requireComplete(entry, transaction);
                    transaction.entries.forEach(this::apply);
                }
            }
            case ROLLBACK -> open.remove(entry.transaction());
            default -> { }
        }
    }

    /** Tries, if asked to, whether the engine understands what is added; then only keeps that it is there. */
    private JournalEntry decoded(JournalEntry entry) {
        if (decode || entry.record().userRecordType == JournalRecordIds.ADD_LARGE_MESSAGE) {
            try {
                Object content = DescribeJournal.newObjectEncoding(entry.record());
                if (content instanceof DescribeJournal.MessageDescribe message && message.getMsg().isLargeMessage()
                        && message.getMsg().getObjectProperty(Message.HDR_LARGE_BODY_SIZE) instanceof Number length) {
                    bodyLengths.put(entry.record().id, length.longValue());
                    if (decode && BodyCheck.isIn(message.getMsg())) {
                        checked.put(entry.record().id, message.getMsg());
                    }
                }
            } catch (RuntimeException e) {
                report.add(new Finding(Kind.UNDECODABLE, entry.file(), entry.offset(), entry.length(),
                        entry.record().id, "record " + entry.record().id + " cannot be decoded: " + e));
            }
        }
        return entry.withoutBody();
    }

    private void requireComplete(JournalEntry end, OpenTransaction transaction) {
        long there = transaction.countIn(end.fileId());
        if (there != end.number()) {
            report.add(new Finding(Kind.INCOMPLETE_TRANSACTION, end.file(), end.offset(), end.length(), there,
                    "transaction " + end.transaction() + " has " + end.type() + " here, with " + end.number()
                            + " records in this file, and " + there + " of them can be read"));
        }
    }

    private void apply(JournalEntry entry) {
        RecordInfo record = entry.record();
        switch (entry.type()) {
            case ADD, ADD_TX -> live.put(record.id, entry);
            case DELETE_TX -> delete(record.id);
            default -> update(record);
        }
    }

    private void update(RecordInfo record) {
        if (record.userRecordType == JournalRecordIds.ADD_REF) {
            queuesOfMessages.computeIfAbsent(record.id, id -> new ArrayList<>(1)).add(queue(record));
        } else if (record.userRecordType == JournalRecordIds.ACKNOWLEDGE_REF) {
            List<Long> queues = queuesOfMessages.get(record.id);
            if (queues != null) {
                queues.remove(queue(record));
            }
        }
    }

    private static Long queue(RecordInfo record) {
        return ActiveMQBuffers.wrappedBuffer(record.data).readLong();
    }

    private void delete(long record) {
        live.remove(record);
        queuesOfMessages.remove(record);
    }

    /** Records that are neither deleted nor part of a transaction that is not committed, by number. */
    Map<Long, JournalEntry> live() {
        return live;
    }

    /** Messages that somebody may still receive, each with the numbers of its queues. */
    Map<Long, List<Long>> queuesOfMessages() {
        return queuesOfMessages;
    }

    /** True if somebody may still receive a message from a queue. */
    boolean isOn(long message, long queue) {
        List<Long> queues = queuesOfMessages.get(message);
        return queues != null && queues.contains(queue);
    }

    /** How long the file with the body of a large message must be at least. */
    long bodyLength(long message) {
        return bodyLengths.getOrDefault(message, 0L);
    }

    /** The message with a check of its body, or null if it has none or if nothing was decoded. */
    Message messageWithCheck(long message) {
        return checked.get(message);
    }

    /** Records of branches that are prepared. */
    List<JournalEntry> prepared() {
        return open.values().stream().filter(transaction -> transaction.prepared)
                .flatMap(transaction -> transaction.entries.stream()).toList();
    }

    /** Records of transactions that have no end; the engine takes them for rolled back. */
    List<JournalEntry> unended() {
        return open.values().stream().filter(transaction -> !transaction.prepared)
                .flatMap(transaction -> transaction.entries.stream()).toList();
    }
}
