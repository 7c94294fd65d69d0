package org.escrowmq.it.bench.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;

/**
 * The limit of the engine: its journal alone, in the shape that the broker gives it. A message is a record and the
 * commit record of a transaction, and the flush is shared with whoever commits at the same time.
 */
final class RawJournal implements DirectContender {

    private static final int FILE_BYTES = 10 << 20;
    private static final int MIN_FILES = 2;
    private static final int POOLED_FILES = 10;
    private static final int COMPACT_MIN_FILES = 10;
    private static final int COMPACT_PERCENT = 30;
    private static final int BUFFER_BYTES = 490 * 1024;
    private static final byte RECORD = 11;

    private final AtomicLong ids = new AtomicLong();
    private final Queue<Long> stored = new ConcurrentLinkedQueue<>();
    private SequentialFileFactory files;
    private Journal journal;

    @Override
    public void start(Path directory) throws Exception {
        files = new NIOSequentialFileFactory(Files.createDirectories(directory.resolve("journal")).toFile(), true,
                BUFFER_BYTES, ArtemisServer.GATHERING_NANOS, 1, false);
        files.start();
        journal = new JournalImpl(FILE_BYTES, MIN_FILES, POOLED_FILES, COMPACT_MIN_FILES, COMPACT_PERCENT, files,
                "bench", "jrn", 1);
        journal.start();
        journal.load(new ArrayList<>(), new ArrayList<>(), null);
    }

    @Override
    public String flushSettings() {
        return "Artemis' journal, NIO, datasync, gathers for " + ArtemisServer.GATHERING_NANOS / 1000 + " us";
    }

    @Override
    public Sender sender(int thread) {
        return new Sender() {
            @Override
            public void send(byte[] body) throws Exception {
                if (body.length >= BUFFER_BYTES) {
                    throw new UnsupportedOperationException("records of the journal have less than " + BUFFER_BYTES
                            + " bytes; the broker puts longer bodies into files of their own");
                }
                long transaction = ids.incrementAndGet();
                long record = ids.incrementAndGet();
                journal.appendAddRecordTransactional(transaction, record, RECORD, body);
                journal.appendCommitRecord(transaction, true);
                stored.add(record);
            }

            @Override
            public void close() {
                // The journal is shared.
            }
        };
    }

    @Override
    public void purge() throws Exception {
        for (Long record = stored.poll(); record != null; record = stored.poll()) {
            journal.appendDeleteRecord(record, false);
        }
    }

    @Override
    public void close() throws Exception {
        journal.stop();
        files.stop();
    }
}
