package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.escrowmq.broker.store.Finding.Kind;

/**
 * Digests of blocks of a file: two cyclic redundancy checks of 32 bits with different polynomials. The processor
 * computes both, and together they tell which byte of a block was changed, if only one was, and what it was before.
 *
 * <p>An instance gathers the digest of one block after the other, for one thread.
 */
final class BlockDigest {

    /** Bytes in a block. */
    static final int BLOCK = 4096;

    private static final int BYTE_VALUES = 1 << Byte.SIZE;

    private final CRC32C first = new CRC32C();
    private final CRC32 second = new CRC32();

    static long of(byte[] bytes, int length) {
        BlockDigest digest = new BlockDigest();
        digest.update(ByteBuffer.wrap(bytes, 0, length));
        return digest.value();
    }

    /** Takes further bytes of a block. */
    void update(ByteBuffer bytes) {
        first.update(bytes.duplicate());
        second.update(bytes);
    }

    /** The digest of what was taken so far. */
    long value() {
        return first.getValue() << Integer.SIZE | second.getValue();
    }

    /** Begins with another block. */
    void reset() {
        first.reset();
        second.reset();
    }

    /**
     * Finds out what was changed in a block.
     *
     * @param length how many bytes of it were digested
     * @param when when that was, for a person
     */
    static Finding locate(Path file, String name, int block, int length, long digest, String when)
            throws IOException {
        long start = (long) block * BLOCK;
        byte[] bytes = read(file, start, length);
        int change = bytes.length == length ? change(of(bytes, length) ^ digest) : -1;
        // What a change does depends on how many bytes follow it.
        int at = change / BYTE_VALUES - (BLOCK - length);
        if (change < 0 || at < 0) {
            return changed(name, start, bytes.length, when);
        }
        int found = bytes[at] & BYTE_VALUES - 1;
        int original = found ^ change % BYTE_VALUES;
        return new Finding(Kind.CHANGED_BYTE, name, start + at, 1, original,
                String.format("the byte is %02x and was %02x %s", found, original, when));
    }

    /** Bytes of which more than one was changed. */
    static Finding changed(String name, long start, long length, String when) {
        return new Finding(Kind.CHANGED, name, start, length, 0,
                "the " + length + " bytes from here are not what they were " + when);
    }

    private static byte[] read(Path file, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = channel.read(buffer, start + buffer.position());
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * Finds the byte whose change makes such a difference.
     *
     * @return its place times 256 plus what it was changed by, or -1 if no single byte does it
     */
    private static int change(long difference) {
        for (int at = 0; at < BLOCK; at++) {
            for (int by = 1; by < BYTE_VALUES; by++) {
                long effect = 0;
                for (int bits = by; bits != 0; bits &= bits - 1) {
                    effect ^= Effects.OF_BIT[at * Byte.SIZE + Integer.numberOfTrailingZeros(bits)];
                }
                if (effect == difference) {
                    return at * BYTE_VALUES + by;
                }
            }
        }
        return -1;
    }

    /**
     * What a change of each bit of a block does to the digest. Such checks are linear: this depends neither on the
     * other bits nor on what else is changed. Made when it is needed for the first time.
     */
    private static final class Effects {

        private static final long[] OF_BIT = new long[BLOCK * Byte.SIZE];

        static {
            byte[] zeros = new byte[BLOCK];
            long none = of(zeros, BLOCK);
            for (int bit = 0; bit < OF_BIT.length; bit++) {
                zeros[bit / Byte.SIZE] = (byte) (1 << bit % Byte.SIZE);
                OF_BIT[bit] = of(zeros, BLOCK) ^ none;
                zeros[bit / Byte.SIZE] = 0;
            }
        }

        private Effects() { }
    }
}
