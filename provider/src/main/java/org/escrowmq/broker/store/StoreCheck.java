package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * Looks for damage in a store that nobody has open. Changes nothing.
 *
 * <p>For one check, by one thread.
 */
public final class StoreCheck {

    private static final List<String> JOURNALS = List.of(StoreLayout.BINDINGS, StoreLayout.JOURNAL);
    private static final List<String> PAGES = List.of(StoreLayout.PAGING);

    private final Path store;
    private final StoreReport report;

    private StoreCheck(Path store, LongConsumer progress) {
        this.store = store;
        this.report = new StoreReport(progress);
    }

    /**
     * What is looked at before a store is opened. If it was closed properly, its bytes are compared with what they were
     * then; else every record is read, as the engine will do it.
     */
    public static StoreReport beforeOpening(Path store) throws IOException {
        StoreCheck check = new StoreCheck(store, bytes -> { });
        if (!check.compareWithSeal()) {
            check.readJournals(false);
            WrittenCheck.run(store, JOURNALS, check.report);
        }
        PageScan.run(store, check.report);
        WrittenCheck.run(store, PAGES, check.report);
        return check.report;
    }

    /**
     * Makes a store that was checked and is not damaged ready for an engine that writes to it.
     *
     * <p>Writes that were not finished are removed. The engine would go on in a new file, and the next time the store
     * is looked at, what is then the unreadable end of a file in the middle could not be told from damage. Nobody was
     * told that anything of it is stored; if this is cut short, the rest is found and removed next time.
     */
    public static void makeReady(Path store, StoreReport report) throws IOException {
        for (Finding finding : report.findings()) {
            if (finding.kind() == Kind.UNFINISHED) {
                removeUnfinished(store.resolve(finding.file()), finding.offset());
            }
        }
        if (!WrittenCheck.exists(store)) {
            WrittenCheck.accept(store);
        }
        StoreSeal.remove(store);
    }

    /**
     * Everything that can be looked at.
     *
     * @param progress told about each number of bytes that was read
     */
    public static StoreReport everything(Path store, LongConsumer progress) throws IOException {
        StoreCheck check = new StoreCheck(store, progress);
        check.compareWithSeal();
        check.readJournals(true);
        PageScan.run(store, check.report);
        WrittenCheck.run(store, JOURNALS, check.report);
        WrittenCheck.run(store, PAGES, check.report);
        return check.report;
    }

    private static void removeUnfinished(Path file, long offset) throws IOException {
        if (file.getFileName().toString().endsWith(StoreLayout.PAGE_SUFFIX)) {
            BytePatch.setLength(file, offset);
        } else {
            BytePatch.eraseTrace(file, offset, Files.size(file));
        }
    }

    private boolean compareWithSeal() throws IOException {
        StoreSeal seal = StoreSeal.read(store, report);
        if (seal != null && seal.compare(store, report)) {
            report.sealed();
            return true;
        }
        return false;
    }

    private void readJournals(boolean decode) throws IOException {
        StoreContents queues = new StoreContents(report, decode);
        JournalScan.run(JournalKind.QUEUES, store, report, queues);
        StoreContents messages = new StoreContents(report, decode);
        JournalScan.run(JournalKind.MESSAGES, store, report, messages);
        report.contents(queues, messages);
        requireMessageJournal(queues);
        checkQueues(queues, messages);
        checkBodies(messages);
    }

    /** A store that has queues has been open, and an open store has a journal for messages. */
    private void requireMessageJournal(StoreContents queues) throws IOException {
        boolean hasQueues = queues.live().values().stream()
                .anyMatch(entry -> entry.record().userRecordType == JournalRecordIds.QUEUE_BINDING_RECORD);
        if (hasQueues && list(JournalKind.MESSAGES.in(store), "." + JournalKind.MESSAGES.extension()).isEmpty()) {
            report.add(Finding.of(Kind.MISSING_FILE, StoreLayout.JOURNAL, 0,
                    "the store has queues, but all files of the journal for their messages are missing"));
        }
    }

    /** The engine deletes the messages of a queue that it does not know, when it starts. */
    private void checkQueues(StoreContents queues, StoreContents messages) {
        Map<Long, Integer> counts = new HashMap<>();
        messages.queuesOfMessages().forEach((message, of) -> of.stream()
                .filter(queue -> messages.live().containsKey(message) && !queues.live().containsKey(queue))
                .forEach(queue -> counts.merge(queue, 1, Integer::sum)));
        counts.forEach((queue, count) -> report.add(new Finding(Kind.MISSING_QUEUE, StoreLayout.BINDINGS, 0, 0, queue,
                "the queue with number " + queue + " is not recorded, but " + count + " messages are on it")));
    }

    private void checkBodies(StoreContents messages) throws IOException {
        for (JournalEntry entry : messages.live().values()) {
            List<Long> queues = messages.queuesOfMessages().get(entry.record().id);
            if (entry.record().userRecordType == JournalRecordIds.ADD_LARGE_MESSAGE
                    && queues != null && !queues.isEmpty()) {
                checkBody(entry.record().id, messages);
            }
        }
        for (JournalEntry entry : messages.prepared()) {
            if (entry.record().userRecordType == JournalRecordIds.ADD_LARGE_MESSAGE) {
                checkBody(entry.record().id, messages);
            }
        }
    }

    private void checkBody(long message, StoreContents messages) throws IOException {
        long length = messages.bodyLength(message);
        Message withCheck = messages.messageWithCheck(message);
        String name = StoreLayout.LARGE_MESSAGES + "/" + message + StoreLayout.LARGE_MESSAGE_SUFFIX;
        Path file = store.resolve(name);
        if (!Files.exists(file)) {
            report.add(new Finding(Kind.MISSING_BODY, name, 0, 0, message,
                    "the body of message " + message + " is missing"));
        } else if (Files.size(file) < length) {
            report.add(new Finding(Kind.MISSING_BODY, name, Files.size(file), 0, message,
                    "the body of message " + message + " ends here and must have " + length + " bytes"));
        } else if (withCheck != null && !BodyCheck.agrees(withCheck, file)) {
            report.add(new Finding(Kind.MISSING_BODY, name, 0, Files.size(file), message,
                    "the body of message " + message + " is not what was sent"));
        }
    }

    /** The files in a directory whose names end so, by name; none if there is no such directory. */
    static List<Path> list(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** What a file is called in findings. */
    static String relative(Path store, Path file) {
        return store.relativize(file).toString().replace('\\', '/');
    }
}
