package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.persistence.impl.journal.BatchingIDGenerator;
import org.apache.activemq.artemis.core.persistence.impl.journal.DescribeJournal;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PersistentAddressBindingEncoding;
import org.apache.activemq.artemis.core.persistence.impl.journal.codec.PersistentQueueBindingEncoding;
import org.apache.activemq.artemis.core.server.impl.QueueConfigurationUtils;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * Records a queue again that messages are on and that is not recorded any more, under its old number. A queue gets its
 * name from its messages; of a subscription only the messages can be saved, on a queue {@code rescued-<number>}.
 */
final class QueueRescue {

    private static final String PREFIX = "rescued-";
    /** What the engine may have given away since it last noted which numbers it had used. */
    private static final long UNUSED = 1_000_000;

    private QueueRescue() { }

    static boolean run(Path store, long queue, StoreReport report, Consumer<String> log) throws IOException {
        SimpleString name = name(store, queue, report);
        QueueConfiguration configuration = QueueConfiguration.of(name).setAddress(name)
                .setRoutingType(RoutingType.ANYCAST).setDurable(true).setAutoCreated(false);
        QueueConfigurationUtils.applyDefaults(configuration, new AddressSettings());
        boolean addressKnown = isRecorded(store, name);
        long next = highestNumber(store) + UNUSED;
        try (EngineJournal journal = EngineJournal.open(JournalKind.QUEUES, store)) {
            if (!addressKnown) {
                journal.add(next, JournalRecordIds.ADDRESS_BINDING_RECORD, new PersistentAddressBindingEncoding(
                        name, EnumSet.of(RoutingType.ANYCAST), true, false));
            }
            journal.add(queue, JournalRecordIds.QUEUE_BINDING_RECORD,
                    new PersistentQueueBindingEncoding(configuration));
            journal.add(next + 1, JournalRecordIds.ID_COUNTER_RECORD,
                    BatchingIDGenerator.createIDEncodingSupport(next + 2));
        }
        log.accept("Recorded the queue with number " + queue + " again, as " + name + "; its messages are saved.");
        return true;
    }

    /** Names of the queues that are recorded, by number. */
    static Map<Long, String> names(Path store) throws IOException {
        Map<Long, String> names = new HashMap<>();
        recorded(store).forEach((number, queue) -> names.put(number, queue.getName().toString()));
        return names;
    }

    /** The queues that are recorded, by number. */
    static Map<Long, QueueConfiguration> recorded(Path store) throws IOException {
        Map<Long, QueueConfiguration> queues = new HashMap<>();
        JournalScan.run(JournalKind.QUEUES, store, new StoreReport(), entry -> {
            RecordInfo record = entry.record();
            if (record != null && record.userRecordType == JournalRecordIds.QUEUE_BINDING_RECORD
                    && DescribeJournal.newObjectEncoding(record) instanceof PersistentQueueBindingEncoding queue) {
                queues.put(record.id, queue.getQueueConfiguration());
            }
        });
        return queues;
    }

    private static boolean isRecorded(Path store, SimpleString address) throws IOException {
        boolean[] found = new boolean[1];
        JournalScan.run(JournalKind.QUEUES, store, new StoreReport(), entry -> {
            RecordInfo record = entry.record();
            found[0] |= record != null && record.userRecordType == JournalRecordIds.ADDRESS_BINDING_RECORD
                    && DescribeJournal.newObjectEncoding(record) instanceof PersistentAddressBindingEncoding recorded
                    && recorded.getName().equals(address);
        });
        return found[0];
    }

    private static SimpleString name(Path store, long queue, StoreReport report) throws IOException {
        SimpleString[] found = {SimpleString.of(PREFIX + queue)};
        JournalScan.run(JournalKind.MESSAGES, store, new StoreReport(), entry -> {
            RecordInfo record = entry.record();
            if (record != null && !record.isUpdate && report.messages().isOn(record.id, queue)
                    && DescribeJournal.newObjectEncoding(record) instanceof DescribeJournal.MessageDescribe described) {
                Message message = described.getMsg();
                if (message.getRoutingType() == RoutingType.ANYCAST) {
                    found[0] = message.getAddressSimpleString();
                }
            }
        });
        return names(store).containsValue(found[0].toString()) ? SimpleString.of(PREFIX + queue) : found[0];
    }

    /** Everything that the engine stores has a number, and no two things may have the same. */
    private static long highestNumber(Path store) throws IOException {
        long[] highest = new long[1];
        JournalEntry.Visitor visitor = entry -> highest[0] = Math.max(highest[0],
                Math.max(entry.transaction(), entry.record() == null ? 0 : entry.record().id));
        for (JournalKind kind : JournalKind.values()) {
            JournalScan.run(kind, store, new StoreReport(), visitor);
        }
        return highest[0];
    }
}
