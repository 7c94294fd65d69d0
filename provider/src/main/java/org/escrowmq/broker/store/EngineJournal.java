package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.EncodingSupport;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * A journal, opened by the engine's own code without the rest of the engine, to write to it. What is written is on the
 * disk when a method returns.
 *
 * <p>For use by one thread, which closes it.
 */
final class EngineJournal implements AutoCloseable {

    private static final int MIN_FILES = 2;
    private static final int NO_COMPACTION = 0;
    private static final int ONE_AT_A_TIME = 1;

    private final JournalImpl journal;

    private EngineJournal(JournalImpl journal) {
        this.journal = journal;
    }

    /** Something done with the engine's journal. */
    @FunctionalInterface
    private interface Write {
        void run() throws Exception;
    }

    static EngineJournal open(JournalKind kind, Path store) throws IOException {
        Path directory = Files.createDirectories(kind.in(store));
        NIOSequentialFileFactory files = new NIOSequentialFileFactory(directory.toFile(), ONE_AT_A_TIME);
        files.setDatasync(true);
        JournalImpl journal = new JournalImpl(kind.fileSize(), MIN_FILES, MIN_FILES, NO_COMPACTION, NO_COMPACTION,
                files, kind.prefix(), kind.extension(), ONE_AT_A_TIME);
        run("open " + directory, () -> {
            journal.start();
            journal.loadInternalOnly();
        });
        return new EngineJournal(journal);
    }

    void add(long id, byte type, EncodingSupport content) throws IOException {
        run("add record " + id, () -> journal.appendAddRecord(id, type, content, true));
    }

    void delete(long id) throws IOException {
        run("delete record " + id, () -> journal.appendDeleteRecord(id, true));
    }

    private static void run(String doing, Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot " + doing + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        run("close the journal", journal::stop);
    }
}
