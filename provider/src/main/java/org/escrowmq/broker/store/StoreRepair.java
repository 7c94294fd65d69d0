package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * Makes a damaged store usable again: saves all that can be read, sets the rest aside, and says what that is.
 *
 * <p>Before the first change both journals are copied, and each page file before it is cut. A change never removes
 * something that can be read: what cannot be read is overwritten with a record that does nothing.
 *
 * <p>For one repair, by one thread, which holds the lock of the directory.
 */
public final class StoreRepair {

    /** Each round repairs one kind of damage, which may bring another to light. */
    private static final int MAX_ROUNDS = 30;

    private static final List<Kind> RECORD_DAMAGE = List.of(Kind.COMPACTION, Kind.HEADER, Kind.WRONG_LENGTH, Kind.HOLE,
            Kind.DAMAGED_END, Kind.INCOMPLETE_TRANSACTION, Kind.UNDECODABLE, Kind.MISSING_BODY, Kind.MISSING_QUEUE,
            Kind.PAGE);

    private final Path store;
    private final Path backup;
    private final Consumer<String> log;

    private StoreRepair(Path store, Path backup, Consumer<String> log) {
        this.store = store;
        this.backup = backup;
        this.log = log;
    }

    /**
     * Repairs a store.
     *
     * @param backup where to copy what is going to be changed; must not exist
     * @param log told, in sentences, what is done, saved and set aside
     * @return true if the store can be opened now
     */
    public static boolean run(Path store, Path backup, Consumer<String> log) throws IOException {
        StoreRepair repair = new StoreRepair(store, backup, log);
        StoreReport report = StoreCheck.everything(store, bytes -> { });
        if (report.damage().isEmpty()) {
            log.accept("Nothing is damaged; nothing was changed.");
            return true;
        }
        repair.copyAll();
        for (int round = 0; round < MAX_ROUNDS && !report.damage().isEmpty(); round++) {
            if (!repair.repairSome(report)) {
                report.damage().forEach(finding -> log.accept("Cannot be repaired: " + finding));
                return false;
            }
            report = StoreCheck.everything(store, bytes -> { });
        }
        repair.summarise(report);
        return report.damage().isEmpty();
    }

    private void copyAll() throws IOException {
        if (Files.exists(backup)) {
            throw new FileAlreadyExistsException(backup.toString());
        }
        for (String name : List.of(StoreLayout.BINDINGS, StoreLayout.JOURNAL)) {
            if (Files.isDirectory(store.resolve(name))) {
                try (Stream<Path> files = Files.list(store.resolve(name))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        copy(StoreCheck.relative(store, file));
                    }
                }
            }
        }
        for (String name : List.of(StoreLayout.SEAL_FILE, StoreLayout.IDENTITY_FILE)) {
            if (Files.exists(store.resolve(name))) {
                copy(name);
            }
        }
        log.accept("Copied both journals to " + backup + " before changing anything.");
    }

    private void copy(String name) throws IOException {
        Path target = backup.resolve(name);
        Files.createDirectories(target.getParent());
        if (!Files.exists(target)) {
            Files.copy(store.resolve(name), target);
        }
    }

    /**
     * Repairs the kind of damage that comes first in the order in which that makes sense: first what the seal can undo,
     * then the seal goes, because nothing will be as it was, then what the records show.
     */
    private boolean repairSome(StoreReport report) throws IOException {
        if (repairAll(Kind.CHANGED_BYTE, report)) {
            return true;
        }
        if (Files.exists(store.resolve(StoreLayout.SEAL_FILE)) || WrittenCheck.exists(store)) {
            giveUpSeal(report);
            return true;
        }
        for (Kind kind : RECORD_DAMAGE) {
            if (repairAll(kind, report)) {
                return true;
            }
        }
        return false;
    }

    private boolean repairAll(Kind kind, StoreReport report) throws IOException {
        boolean repaired = false;
        for (Finding finding : report.damage()) {
            if (finding.kind() == kind) {
                repaired |= repair(finding, report);
            }
        }
        return repaired;
    }

    private boolean repair(Finding finding, StoreReport report) throws IOException {
        Path file = store.resolve(finding.file());
        return switch (finding.kind()) {
            case CHANGED_BYTE -> {
                BytePatch.setByte(file, finding.offset(), (int) finding.value());
                yield done("Restored", finding, "nothing is lost by it");
            }
            case COMPACTION -> finishCompaction(finding);
            case HEADER -> repairHeader(finding, file);
            case WRONG_LENGTH -> repairLength(finding, file);
            case HOLE -> BytePatch.fill(file, finding.offset(), (int) finding.length())
                    && done("Set aside", finding, "the records around it are saved");
            case DAMAGED_END -> {
                BytePatch.eraseTrace(file, finding.offset(), Files.size(file));
                yield done("Set aside", finding, "the records before it are saved");
            }
            case INCOMPLETE_TRANSACTION -> {
                BytePatch.setCount(file, finding.offset(), finding.value());
                yield done("Saved what is left of the transaction", finding, "it is no longer complete");
            }
            case UNDECODABLE -> removeRecord(kindOf(finding), finding, "record " + finding.value());
            case MISSING_BODY -> {
                if (Files.exists(file)) {
                    copy(finding.file());
                }
                yield report.messages().live().containsKey(finding.value())
                        && removeRecord(JournalKind.MESSAGES, finding, "message " + finding.value());
            }
            case MISSING_QUEUE -> QueueRescue.run(store, finding.value(), report, log);
            case PAGE -> {
                copy(finding.file());
                BytePatch.setLength(file, finding.offset());
                yield done("Set aside", finding, "the page as it was is in the copy");
            }
            default -> false;
        };
    }

    private boolean done(String what, Finding finding, String consequence) {
        log.accept(what + ": " + finding + "; " + consequence + ".");
        return true;
    }

    private static JournalKind kindOf(Finding finding) {
        return finding.file().startsWith(StoreLayout.BINDINGS) ? JournalKind.QUEUES : JournalKind.MESSAGES;
    }

    private boolean removeRecord(JournalKind kind, Finding finding, String what) throws IOException {
        try (EngineJournal journal = EngineJournal.open(kind, store)) {
            journal.delete(finding.value());
        }
        return done("Set aside " + what, finding, "its record is in the copy");
    }

    private boolean repairHeader(Finding finding, Path file) throws IOException {
        if (finding.value() == 0) {
            Files.delete(file);
            return done("Set aside the file", finding, "it is in the copy");
        }
        BytePatch.setHeader(file, finding.value());
        return done("Restored the first bytes", finding, "nothing is lost by it");
    }

    private boolean repairLength(Finding finding, Path file) throws IOException {
        if (Files.size(file) < JournalImpl.SIZE_HEADER) {
            Files.delete(file);
            return done("Removed", finding, "what it held is lost");
        }
        BytePatch.setLength(file, finding.value());
        return done("Made as long as it must be", finding, "what was missing is lost");
    }

    /** The new files are given their names where the old ones are gone already; the engine deletes the others. */
    private boolean finishCompaction(Finding finding) throws IOException {
        Path directory = store.resolve(finding.file()).getParent();
        Set<Long> present = new TreeSet<>();
        JournalKind kind = kindOf(finding);
        for (Path file : StoreCheck.list(directory, "." + kind.extension())) {
            present.add(JournalScan.fileId(file));
        }
        for (Path file : StoreCheck.list(directory, StoreLayout.COMPACTION_SUFFIX)) {
            String name = file.getFileName().toString();
            Path later = file.resolveSibling(name.substring(0, name.length() - StoreLayout.COMPACTION_SUFFIX.length()));
            if (present.add(JournalScan.fileId(file)) && !Files.exists(later)) {
                Files.move(file, later);
                log.accept("Took " + name + " for the file that it replaces, which is gone.");
            }
        }
        Files.delete(store.resolve(finding.file()));
        return done("Removed the list", finding, "it is in the copy");
    }

    private void giveUpSeal(StoreReport report) throws IOException {
        for (Finding finding : report.damage()) {
            switch (finding.kind()) {
                case MISSING_FILE -> done("Lost", finding, "what it held cannot be saved");
                case CHANGED -> done("Look at", finding, "what can be read there is kept, and may be altered: "
                        + recordsIn(finding, report));
                case UNEXPECTED_FILE -> done("Kept", finding, "the engine will read it");
                default -> { }
            }
        }
        StoreSeal.remove(store);
        StoreSeal.deleteTree(store.resolve(StoreLayout.DIGESTS));
    }

    private static String recordsIn(Finding finding, StoreReport report) {
        List<String> records = new ArrayList<>();
        for (StoreContents contents : List.of(report.queues(), report.messages())) {
            contents.live().values().stream()
                    .filter(entry -> entry.file().equals(finding.file())
                            && entry.offset() < finding.offset() + finding.length()
                            && entry.offset() + entry.length() > finding.offset())
                    .forEach(entry -> records.add(describe(entry)));
        }
        return records.isEmpty() ? "none that is still needed" : String.join(", ", records);
    }

    private static String describe(JournalEntry entry) {
        byte type = entry.record().userRecordType;
        boolean message = type == JournalRecordIds.ADD_MESSAGE_PROTOCOL || type == JournalRecordIds.ADD_LARGE_MESSAGE;
        return (message ? "message " : "record ") + entry.record().id;
    }

    /** Says what can be told about what is lost, from what is left: messages that are referred to and not there. */
    private void summarise(StoreReport report) throws IOException {
        StoreContents messages = report.messages();
        Map<Long, String> names = QueueRescue.names(store);
        long saved = 0;
        List<String> lost = new ArrayList<>();
        for (var queues : messages.queuesOfMessages().entrySet()) {
            if (messages.live().containsKey(queues.getKey())) {
                saved += queues.getValue().isEmpty() ? 0 : 1;
            } else if (!queues.getValue().isEmpty()) {
                lost.add("message " + queues.getKey() + " of "
                        + queues.getValue().stream().map(id -> names.getOrDefault(id, "queue number " + id)).toList());
            }
        }
        log.accept("Saved: " + saved + " messages, and " + messages.prepared().size()
                + " records of prepared branches.");
        lost.forEach(message -> log.accept("Lost: " + message + "."));
        if (!messages.unended().isEmpty()) {
            log.accept("Not committed, so not delivered: " + messages.unended().stream()
                    .map(StoreRepair::describe).distinct().toList() + ".");
        }
    }
}
