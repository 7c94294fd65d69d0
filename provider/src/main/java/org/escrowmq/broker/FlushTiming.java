package org.escrowmq.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Finds out how fast a device is, and from that how long page files may gather before they are forced, and how long a
 * record of the journal that nobody waits for may stay unwritten.
 *
 * <p>The engine waits that long after each force of a page file. If it is longer than the device takes, a lone sender
 * to a queue with a backlog waits for nothing; if it is zero, many senders share nothing.
 */
final class FlushTiming {

    private static final int BLOCK_BYTES = 4096;
    private static final int FILE_BYTES = 256 * BLOCK_BYTES;
    private static final int MAX_SAMPLES = 200;
    private static final long MAX_NANOS = 150_000_000;
    private static final int MIN_TIMEOUT_NANOS = 10_000;
    private static final int MAX_TIMEOUT_NANOS = 200_000;

    private FlushTiming() { }

    /** Measures how long the device of a directory takes to confirm a small write, in less than 0.3 s. */
    static long measureFlushNanos(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "escrowmq-measure", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Overwriting allocated blocks, as the journal does: no metadata has to be confirmed.
            channel.write(ByteBuffer.allocate(FILE_BYTES), 0);
            channel.force(true);
            return median(sample(channel));
        } finally {
            Files.delete(file);
        }
    }

    private static long[] sample(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        long[] samples = new long[MAX_SAMPLES];
        long start = System.nanoTime();
        int count = 0;
        long before = start;
        while (count < MAX_SAMPLES && before - start < MAX_NANOS) {
            block.clear();
            channel.write(block, (long) count * BLOCK_BYTES % FILE_BYTES);
            channel.force(false);
            long after = System.nanoTime();
            samples[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(samples, count);
    }

    private static long median(long[] samples) {
        Arrays.sort(samples);
        return samples[samples.length / 2];
    }

    /** The timer for a device that takes so long. */
    static int timeoutNanos(long flushNanos) {
        return (int) Math.max(MIN_TIMEOUT_NANOS, Math.min(MAX_TIMEOUT_NANOS, flushNanos / 2));
    }
}
