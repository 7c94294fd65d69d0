package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes down what is written to a file while it is written, so that after a crash every byte that was confirmed can be
 * compared: digests of each 4 KiB, in a file of their own.
 *
 * <pre>
 * magic (8), two places of: end (8), digest of the bytes between the last whole block and the end (8), check (8);
 * digest of each whole block (8 each), 0 if it is not known
 * </pre>
 *
 * <p><b>Crash argument.</b> What is noted was forced before it is noted, and bytes that were noted are not written
 * again: so whatever moment of whatever kind of crash this file is from, the other one has these bytes. The two places
 * are used in turn, so that one of them is whole if writing the other was cut short. This file itself is not forced: if
 * the process dies, it has everything that was confirmed; if the machine dies, it may lack what was written last.
 *
 * <p>For one file that is only appended to, from its beginning or from where it is {@linkplain #resume resumed}. Safe
 * for use by several threads.
 */
final class WrittenDigests implements AutoCloseable {

    static final long MAGIC = 0x455343524F574431L;
    static final int PLACES = 2;
    static final int PLACE = 3 * Long.BYTES;
    static final int HEAD = Long.BYTES + PLACES * PLACE;

    private static final int FIRST_BLOCKS = 64;
    private static final String TEMPORARY = ".new";

    private final FileChannel channel;
    private final ByteBuffer place = ByteBuffer.allocateDirect(PLACE);
    private final BlockDigest block = new BlockDigest();
    private long[] digests = new long[FIRST_BLOCKS];
    private int blocks;
    private int savedBlocks;
    private long end;
    private long savedEnd;
    private int nextPlace;

    private WrittenDigests(FileChannel channel) {
        this.channel = channel;
    }

    /** How far a file was written at some time. */
    record Mark(long end, int blocks, long tail) { }

    /**
     * Starts with an empty file, or with what it contains so far.
     *
     * @param length how much of the file is to be taken as it is; it is forced before
     */
    static WrittenDigests resume(Path digests, Path file, long length) throws IOException {
        Files.createDirectories(digests.getParent());
        Path temporary = digests.resolveSibling(digests.getFileName() + TEMPORARY);
        WrittenDigests created = new WrittenDigests(FileChannel.open(temporary, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        boolean done = false;
        try {
            write(created.channel, ByteBuffer.allocate(HEAD).putLong(0, MAGIC), 0);
            created.take(file, length);
            created.save(created.mark());
            Files.move(temporary, digests, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
            return created;
        } finally {
            if (!done) {
                created.close();
            }
        }
    }

    /** True of what {@link #resume} had begun when the process ended. */
    static boolean isUnfinished(Path digests) {
        return digests.getFileName().toString().endsWith(TEMPORARY);
    }

    private void take(Path file, long length) throws IOException {
        if (length == 0) {
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(BlockDigest.BLOCK);
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            content.force(false);
            while (end < length) {
                piece.clear().limit((int) Math.min(piece.capacity(), length - end));
                if (content.read(piece, end) <= 0) {
                    throw new IOException(file + " ends at " + end + " and was to be continued at " + length);
                }
                append(piece.flip());
            }
        }
    }

    /** The next bytes of the file have been written. */
    synchronized void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int room = BlockDigest.BLOCK - (int) (end % BlockDigest.BLOCK);
            int count = Math.min(room, bytes.remaining());
            block.update(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            end += count;
            if (count == room) {
                digests = blocks < digests.length ? digests : Arrays.copyOf(digests, 2 * blocks);
                digests[blocks++] = block.value();
                block.reset();
            }
        }
    }

    /** How much has been appended. */
    synchronized long end() {
        return end;
    }

    /** How far the file is written now, to be {@linkplain #save saved} once that is forced. */
    synchronized Mark mark() {
        return new Mark(end, blocks, block.value());
    }

    /** Notes that the file is on the disk as far as it was when the mark was made. */
    synchronized void save(Mark mark) throws IOException {
        if (mark.end <= savedEnd || !channel.isOpen()) {
            return;
        }
        if (mark.blocks > savedBlocks) {
            ByteBuffer whole = ByteBuffer.allocate((mark.blocks - savedBlocks) * Long.BYTES);
            whole.asLongBuffer().put(digests, savedBlocks, mark.blocks - savedBlocks);
            write(channel, whole, HEAD + (long) savedBlocks * Long.BYTES);
            savedBlocks = mark.blocks;
        }
        place.clear();
        place.putLong(mark.end).putLong(mark.tail).putLong(check(mark.end, mark.tail)).flip();
        write(channel, place, Long.BYTES + (long) nextPlace * PLACE);
        nextPlace = (nextPlace + 1) % PLACES;
        savedEnd = mark.end;
    }

    /** Tells a place that is whole from one that is not. */
    static long check(long end, long tail) {
        return MAGIC ^ Long.rotateLeft(end, 17) * 31 ^ Long.rotateLeft(tail, 41);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes, start + bytes.position());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
