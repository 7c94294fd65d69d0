package org.escrowmq.broker.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.escrowmq.broker.store.Finding.Kind;
import org.escrowmq.broker.store.StoreLayout.JournalKind;

/**
 * What every file of a store contained when the store was closed.
 *
 * <pre>
 * magic (8), files (4), then for each: name, length (8), digests (4), digest of each 4 KiB (8 each);
 * digest of everything before (8)
 * </pre>
 *
 * <p>The files of the two journals have digests. Of page files and large bodies it knows the length only: to read them
 * all for each close and each open would cost as much as they are large.
 *
 * <p><b>Crash argument.</b> It is written when the engine has stopped, under a temporary name, forced, then renamed. It
 * is deleted, and the directory forced, before the engine starts. So a seal is there only if nothing was written after
 * it.
 *
 * <p>Immutable.
 */
public final class StoreSeal {

    private static final long MAGIC = 0x455343524F573031L;

    private static final String WHEN = "when the store was closed";

    private static final List<String> STORED = List.of(
            "." + JournalKind.MESSAGES.extension(), "." + JournalKind.QUEUES.extension(),
            StoreLayout.COMPACTION_SUFFIX, StoreLayout.COMPACTION_CONTROL,
            StoreLayout.PAGE_SUFFIX, StoreLayout.LARGE_MESSAGE_SUFFIX);

    private final Map<String, Entry> entries;

    private StoreSeal(Map<String, Entry> entries) {
        this.entries = entries;
    }

    private record Entry(long length, long[] digests) { }

    /** Seals a store that no engine has open. */
    public static void write(Path store) throws IOException {
        Map<String, Entry> entries = digest(store, bytes -> { });
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeLong(MAGIC);
        out.writeInt(entries.size());
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            out.writeUTF(named.getKey());
            out.writeLong(named.getValue().length);
            out.writeInt(named.getValue().digests.length);
            for (long digest : named.getValue().digests) {
                out.writeLong(digest);
            }
        }
        out.writeLong(BlockDigest.of(content.toByteArray(), content.size()));
        Path seal = store.resolve(StoreLayout.SEAL_FILE);
        Path temporary = seal.resolveSibling(StoreLayout.SEAL_FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, seal, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Breaks the seal: from now on the files may change. */
    static void remove(Path store) throws IOException {
        if (Files.deleteIfExists(store.resolve(StoreLayout.SEAL_FILE))) {
            forceDirectory(store);
        }
    }

    /** Deletes a directory with what is in it, if it is there. */
    static void deleteTree(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Makes the names in a directory last. */
    public static void forceDirectory(Path directory) throws IOException {
        // A directory cannot be opened on Windows, where the change itself is journalled by the file system.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Reads the seal.
     *
     * @return null if there is none, or if it is not readable itself, which is reported
     */
    static StoreSeal read(Path store, StoreReport report) throws IOException {
        Path file = store.resolve(StoreLayout.SEAL_FILE);
        if (!Files.exists(file)) {
            return null;
        }
        byte[] content = Files.readAllBytes(file);
        int body = content.length - Long.BYTES;
        if (body < Long.BYTES || ByteBuffer.wrap(content).getLong() != MAGIC
                || ByteBuffer.wrap(content).getLong(body) != BlockDigest.of(content, body)) {
            report.add(Finding.of(Kind.CHANGED, StoreLayout.SEAL_FILE, 0,
                    "the file is not as it was written; what it says about the others is of no use"));
            return null;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, Long.BYTES, body - Long.BYTES));
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int files = in.readInt(); files > 0; files--) {
            String name = in.readUTF();
            long length = in.readLong();
            long[] digests = new long[in.readInt()];
            for (int i = 0; i < digests.length; i++) {
                digests[i] = in.readLong();
            }
            entries.put(name, new Entry(length, digests));
        }
        return new StoreSeal(entries);
    }

    /**
     * Compares the store with the seal and reports what is different.
     *
     * @return true if nothing is
     */
    boolean compare(Path store, StoreReport report) throws IOException {
        int before = report.findings().size();
        Map<String, Entry> found = digest(store, report::read);
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            Entry now = found.remove(named.getKey());
            if (now == null) {
                report.add(new Finding(Kind.MISSING_FILE, named.getKey(), 0, named.getValue().length, 0,
                        "the file, " + named.getValue().length + " bytes when the store was closed, is missing"));
            } else {
                compare(store, named.getKey(), named.getValue(), now, report);
            }
        }
        found.keySet().stream().filter(name -> !name.endsWith(StoreLayout.LARGE_MESSAGE_SUFFIX))
                .forEach(name -> report.add(Finding.of(Kind.UNEXPECTED_FILE, name, 0,
                        "the file was not there when the store was closed")));
        return report.findings().size() == before;
    }

    private static void compare(Path store, String name, Entry then, Entry now, StoreReport report)
            throws IOException {
        if (then.length != now.length) {
            report.add(new Finding(Kind.WRONG_LENGTH, name, Math.min(now.length, then.length), 0, then.length,
                    "the file is " + now.length + " bytes long and was " + then.length + " when the store was closed"));
        }
        Finding pending = null;
        for (int i = 0; i < Math.min(then.digests.length, now.digests.length); i++) {
            // The last block of a file that became shorter is shorter as well; that is reported already.
            boolean whole = (i + 1L) * BlockDigest.BLOCK <= now.length || then.length == now.length;
            if (then.digests[i] != now.digests[i] && whole) {
                pending = joined(pending, located(store, name, i, then), report);
            }
        }
        if (pending != null) {
            report.add(pending);
        }
    }

    private static Finding located(Path store, String name, int block, Entry then) throws IOException {
        int length = (int) Math.min(BlockDigest.BLOCK, then.length - (long) block * BlockDigest.BLOCK);
        return BlockDigest.locate(store.resolve(name), name, block, length, then.digests[block], WHEN);
    }

    /** Neighbouring blocks are one finding. */
    static Finding joined(Finding before, Finding next, StoreReport report) {
        if (before == null) {
            return next;
        }
        if (before.kind() == Kind.CHANGED && next.kind() == Kind.CHANGED
                && before.offset() + before.length() == next.offset()) {
            return new Finding(Kind.CHANGED, next.file(), before.offset(), before.length() + next.length(), 0,
                    before.text().replaceFirst("\\d+", Long.toString(before.length() + next.length())));
        }
        report.add(before);
        return next;
    }

    private static Map<String, Entry> digest(Path store, LongConsumer progress) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String directory : StoreLayout.DATA) {
            boolean journal = directory.equals(StoreLayout.JOURNAL) || directory.equals(StoreLayout.BINDINGS);
            Path path = store.resolve(directory);
            if (!Files.isDirectory(path)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (isStored(file)) {
                        long[] digests = journal ? digests(file, progress) : new long[0];
                        entries.put(StoreCheck.relative(store, file), new Entry(Files.size(file), digests));
                    }
                }
            }
        }
        return entries;
    }

    /** What the engine looks at when it starts; its own locks, and what somebody else has put there, is not. */
    private static boolean isStored(Path file) {
        String name = file.getFileName().toString();
        return STORED.stream().anyMatch(name::endsWith);
    }

    private static long[] digests(Path file, LongConsumer progress) throws IOException {
        long length = Files.size(file);
        long[] digests = new long[(int) ((length + BlockDigest.BLOCK - 1) / BlockDigest.BLOCK)];
        byte[] block = new byte[BlockDigest.BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int i = 0; i < digests.length; i++) {
                digests[i] = BlockDigest.of(block, in.readNBytes(block, 0, block.length));
            }
        }
        progress.accept(length);
        return digests;
    }
}
