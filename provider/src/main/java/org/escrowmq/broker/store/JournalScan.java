package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.journal.impl.JournalFile;
import org.apache.activemq.artemis.core.journal.impl.JournalFileImpl;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.JournalEntry.Type;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * Reads all files of one journal, in the order in which they were written, and finds what the engine would skip.
 *
 * <p>For one scan, by one thread.
 */
final class JournalScan {

    private static final int ID_OFFSET = 8;

    private final JournalKind kind;
    private final Path directory;
    private final StoreReport report;
    private final ReadOnlyFiles files;
    private final AtomicReference<ByteBuffer> buffer = new AtomicReference<>();

    private JournalScan(JournalKind kind, Path store, StoreReport report) {
        this.kind = kind;
        this.directory = kind.in(store);
        this.report = report;
        this.files = new ReadOnlyFiles(directory);
    }

    /** Reads a journal; a missing one is an empty one. What is found goes to the report, records to the visitor. */
    static void run(JournalKind kind, Path store, StoreReport report, JournalEntry.Visitor visitor)
            throws IOException {
        if (Files.isDirectory(kind.in(store))) {
            JournalScan scan = new JournalScan(kind, store, report);
            try {
                scan.readAll(scan.inOrder(), visitor);
            } finally {
                if (scan.buffer.get() != null) {
                    scan.files.releaseDirectBuffer(scan.buffer.get());
                }
            }
        }
    }

    private String relative(String fileName) {
        return kind.directory() + "/" + fileName;
    }

    /** The files that have a header, ordered by it. */
    private List<JournalFile> inOrder() throws IOException {
        List<JournalFile> found = new ArrayList<>();
        Map<Long, String> byId = new HashMap<>();
        for (Path path : current()) {
            String name = path.getFileName().toString();
            long size = Files.size(path);
            if (size != kind.fileSize()) {
                report.add(new Finding(Kind.WRONG_LENGTH, relative(name), size, 0, kind.fileSize(),
                        "the file is " + size + " bytes long and must be " + kind.fileSize()));
            }
            if (size < JournalImpl.SIZE_HEADER) {
                continue;
            }
            ByteBuffer header = header(path);
            checkVersions(name, header);
            long id = header.getLong(ID_OFFSET);
            String other = byId.put(id, name);
            if (other != null) {
                report.add(new Finding(Kind.HEADER, relative(name), ID_OFFSET, Long.BYTES, 0,
                        "the file has the identifier " + id + " of " + other));
            }
            found.add(new JournalFileImpl(files.createSequentialFile(name), id, JournalImpl.FORMAT_VERSION));
        }
        found.sort(Comparator.comparingLong(JournalFile::getFileID));
        return found;
    }

    /** The files as they are once a compaction that was cut short is finished. */
    private List<Path> current() throws IOException {
        Compaction compaction = Compaction.find(kind, directory.getParent(), report);
        List<Path> current = new ArrayList<>();
        for (Path path : StoreCheck.list(directory, "." + kind.extension())) {
            if (!compaction.replaced().contains(path.getFileName().toString())) {
                current.add(path);
            }
        }
        compaction.replacing().forEach(name -> current.add(directory.resolve(name)));
        return current;
    }

    private static ByteBuffer header(Path path) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(JournalImpl.SIZE_HEADER);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                continue;
            }
        }
        return header;
    }

    /** The identifier that the header of a file gives it; 0 if it has no header. */
    static long fileId(Path file) throws IOException {
        return header(file).getLong(ID_OFFSET);
    }

    private void checkVersions(String name, ByteBuffer header) {
        if (header.getInt(0) != JournalImpl.FORMAT_VERSION || header.getInt(Integer.BYTES) != 0) {
            report.add(new Finding(Kind.HEADER, relative(name), 0, ID_OFFSET, header.getLong(ID_OFFSET),
                    "the file begins with the versions " + header.getInt(0) + " and " + header.getInt(Integer.BYTES)
                            + " and must begin with " + JournalImpl.FORMAT_VERSION + " and 0"));
        }
    }

    private void readAll(List<JournalFile> inOrder, JournalEntry.Visitor visitor) throws IOException {
        Tail last = null;
        for (JournalFile file : inOrder) {
            String name = file.getFile().getFileName();
            JournalFileReader reader = read(file, visitor);
            for (long[] gap : reader.gaps()) {
                report.add(new Finding(Kind.HOLE, relative(name), gap[0], gap[1], 0,
                        gap[1] + " bytes cannot be read, " + describe((int) gap[0], file.getRecordID())
                                + ", and there are good records behind them"));
            }
            report.read(kind.fileSize());
            checkIdentifier(reader);
            Tail tail = Tail.of(reader, buffer.get());
            if (reader.records() > 0 || tail != null) {
                report.journalFile(relative(name), reader.records(), reader.end());
                addDamagedEnd(last);
                last = tail;
            }
        }
        if (last != null) {
            report.add(new Finding(Kind.UNFINISHED, last.file, last.offset, last.length, 0,
                    "the last write was not finished (" + last.text + "); it is dropped, nobody was told that it is"
                            + " stored"));
        }
    }

    private void addDamagedEnd(Tail tail) {
        if (tail != null) {
            report.add(new Finding(Kind.DAMAGED_END, tail.file, tail.offset, tail.length, 0,
                    "the last record of the file cannot be read (" + tail.text + "), and later files have records"));
        }
    }

    private JournalFileReader read(JournalFile file, JournalEntry.Visitor visitor) throws IOException {
        String name = relative(file.getFile().getFileName());
        try {
            return JournalFileReader.read(name, files, file, buffer, visitor);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    /** A file takes a new identifier, higher than all before, for each life; no record can have a higher one. */
    private void checkIdentifier(JournalFileReader reader) {
        ByteBuffer content = buffer.get();
        int start = JournalImpl.SIZE_HEADER;
        if (reader.records() > 0 || content.limit() < start + Integer.BYTES + 1
                || Type.of(content.get(start)) == null) {
            return;
        }
        int found = content.getInt(start + 1);
        if (found > reader.file().getRecordID()) {
            report.add(new Finding(Kind.HEADER, reader.name(), ID_OFFSET, Long.BYTES, found,
                    "the file's identifier is " + reader.file().getFileID() + " but its records have " + found));
        }
    }

    private String describe(int offset, int recordId) {
        return Tail.describe(buffer.get(), offset, recordId);
    }

    /**
     * The beginning of a record behind the last one that can be read: it has the file's identifier. Anything else there
     * is of the file's earlier lives, cut through wherever the last record happens to end, and means nothing.
     */
    private static final class Tail {

        private final String file;
        private final long offset;
        private final long length;
        private final String text;

        private Tail(String file, long offset, long length, String text) {
            this.file = file;
            this.offset = offset;
            this.length = length;
            this.text = text;
        }

        static Tail of(JournalFileReader reader, ByteBuffer content) {
            int offset = (int) reader.end();
            int id = reader.file().getRecordID();
            boolean trace = content.limit() >= offset + Integer.BYTES + 1 && id != 0
                    && content.getInt(offset + 1) == id;
            return trace
                    ? new Tail(reader.name(), offset, writtenBytes(content, offset), describe(content, offset, id))
                    : null;
        }

        /** Up to the unused space, as far as that can be told. */
        private static long writtenBytes(ByteBuffer content, int offset) {
            int end = content.limit();
            while (end > offset && content.get(end - 1) == 0) {
                end--;
            }
            return end - offset;
        }

        static String describe(ByteBuffer content, int offset, int id) {
            if (content.limit() < offset + 1 + Integer.BYTES + 1 + 2 * Long.BYTES) {
                return "too short for a record";
            }
            Type type = Type.of(content.get(offset));
            if (type == null || content.getInt(offset + 1) != id) {
                return "the beginning of the first record in them is damaged";
            }
            long number = content.getLong(offset + 1 + Integer.BYTES + 1);
            return switch (type) {
                case EVENT, ADD, UPDATE, DELETE -> "it begins with a record " + type + " of number " + number;
                default -> "it begins with a record " + type + " of transaction " + number;
            };
        }
    }
}
