package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Zeros at the end of a file that is being written, which the next bytes replace. To force bytes that make a file
 * longer, a file system has to store its length as well, in another place; to force bytes that replace others it has
 * not.
 *
 * <p>The zeros are cut off when the file is closed. After a crash they are still there; {@link PageScan} finds them,
 * because no message begins with a zero, and they are cut off before the engine reads the file.
 *
 * <p>For use by one thread at a time; {@link #end} by any.
 */
final class SpaceAhead {

    /** Room for some five hundred messages of the usual size; half a millisecond's work for a disk. */
    static final int STEP = 512 * 1024;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    private volatile long end;
    /** How long the file was when it was looked at last; only this makes it longer in large steps. */
    private long present;
    private boolean noMore;

    /** For a file that ends here. */
    SpaceAhead(long end) {
        this.end = end;
    }

    /** Where the file ends for who reads it: the zeros are not part of it. */
    long end() {
        return end;
    }

    /** Has zeros written if the next bytes, at the position of the channel, reach behind those that are there. */
    void prepare(FileChannel channel, int bytes) throws IOException {
        long needed = channel.position() + bytes;
        if (noMore || needed <= present) {
            return;
        }
        present = channel.size();
        if (needed <= present) {
            return;
        }
        try {
            fill(channel, present, needed + STEP);
            present = needed + STEP;
        } catch (IOException e) {
            // Space for the bytes themselves may be left; their own write finds out, and says so if not.
            noMore = true;
        }
    }

    private static void fill(FileChannel channel, long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            ByteBuffer zeros = ZEROS.duplicate();
            zeros.limit((int) Math.min(zeros.capacity(), to - at));
            at += channel.write(zeros, at);
        }
    }

    /** The bytes have been written, up to this position. */
    void written(long position) {
        end = Math.max(end, position);
    }

    /** Removes what is left of the zeros. */
    void cut(FileChannel channel) throws IOException {
        channel.truncate(end);
    }
}
