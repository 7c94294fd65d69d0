package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.core.journal.impl.AbstractJournalUpdateTask;
import org.apache.activemq.artemis.core.journal.impl.JournalFileImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * What a compaction that was cut short left in the directory of a journal.
 *
 * <p>The engine writes the new files, then forces a list of what replaces what to the disk, then deletes the old files
 * and gives the new ones their names, then deletes the list. Without a list it takes the old files, with one it
 * finishes the work. A list that it cannot read it deletes, even when old files are gone already.
 *
 * @param replaced the old files
 * @param replacing the new files, still under their temporary names
 */
record Compaction(List<String> replaced, List<String> replacing) {

    private static final Compaction NONE = new Compaction(List.of(), List.of());

    /** Looks for one, and reports what is wrong with it. */
    static Compaction find(JournalKind kind, Path store, StoreReport report) throws IOException {
        Path directory = kind.in(store);
        List<Path> unfinished = StoreCheck.list(directory, StoreLayout.COMPACTION_SUFFIX);
        Path control = directory.resolve(StoreLayout.COMPACTION_CONTROL);
        String name = kind.directory() + "/" + StoreLayout.COMPACTION_CONTROL;
        if (Files.exists(control)) {
            if (isReadable(directory, name)) {
                return read(directory, name, report);
            }
            if (Files.size(control) > JournalImpl.SIZE_HEADER) {
                report.add(Finding.of(Kind.COMPACTION, name, 0, "the list of what a compaction replaces cannot be read;"
                        + " its new files are " + unfinished.stream().map(Path::getFileName).toList()));
                return NONE;
            }
        }
        for (Path file : unfinished) {
            report.add(Finding.of(Kind.ABANDONED, kind.directory() + "/" + file.getFileName(), 0,
                    "a compaction was cut short before this file was needed; it is deleted, the files that it was made"
                            + " from are there"));
        }
        return NONE;
    }

    private static boolean isReadable(Path directory, String name) throws IOException {
        ReadOnlyFiles files = new ReadOnlyFiles(directory);
        AtomicReference<ByteBuffer> buffer = new AtomicReference<>();
        try {
            JournalFileImpl file = new JournalFileImpl(
                    files.createSequentialFile(StoreLayout.COMPACTION_CONTROL), 0, JournalImpl.FORMAT_VERSION);
            return JournalFileReader.read(name, files, file, buffer, entry -> { }).records() > 0;
        } catch (Exception e) {
            throw new IOException("Cannot read " + name + ": " + e.getMessage(), e);
        } finally {
            if (buffer.get() != null) {
                files.releaseDirectBuffer(buffer.get());
            }
        }
    }

    private static Compaction read(Path directory, String name, StoreReport report) throws IOException {
        List<String> replaced = new ArrayList<>();
        List<String> replacing = new ArrayList<>();
        List<Pair<String, String>> renames = new ArrayList<>();
        try {
            AbstractJournalUpdateTask.readControlFile(new ReadOnlyFiles(directory), replaced, replacing, renames);
        } catch (Exception e) {
            report.add(Finding.of(Kind.COMPACTION, name, 0,
                    "the list of what a compaction replaces cannot be read: " + e.getMessage()));
            return NONE;
        }
        List<String> present = new ArrayList<>();
        for (String file : replacing) {
            String later = file.substring(0, file.length() - StoreLayout.COMPACTION_SUFFIX.length());
            if (Files.exists(directory.resolve(file))) {
                present.add(file);
            } else if (!Files.exists(directory.resolve(later))) {
                report.add(Finding.of(Kind.COMPACTION, name, 0,
                        "a compaction wrote " + file + ", which is missing, to replace " + replaced));
            }
        }
        return new Compaction(replaced, present);
    }
}
