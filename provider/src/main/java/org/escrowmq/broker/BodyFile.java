package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.escrowmq.message.StoredBody;

/**
 * A body in a file of its own, opened for each piece that is read or written: pieces are large, and so no message holds
 * a file open, however many there are and however long they are kept.
 *
 * <p>Used by one thread at a time; it may become garbage at any time.
 */
final class BodyFile implements StoredBody {

    /** The JDK keeps a buffer of this size for each thread that reads or writes, outside of the heap. */
    private static final int PIECE = 256 * 1024;

    private final Place place;
    private final Cleaner.Cleanable cleanable;

    BodyFile(Place place, Cleaner cleaner) {
        this.place = place;
        this.cleanable = cleaner.register(this, place);
    }

    /** What is left of a body when it is garbage: knows the file and deletes it, once. */
    static final class Place implements Runnable {

        private final BodyFiles files;
        private final Path path;
        private final boolean writable;
        private final AtomicBoolean deleted = new AtomicBoolean();
        private volatile long length;

        Place(BodyFiles files, Path path, boolean writable) {
            this.files = files;
            this.path = path;
            this.writable = writable;
        }

        Path path() {
            return path;
        }

        long length() {
            return length;
        }

        void grow(long bytes) {
            length += bytes;
            files.grown(bytes);
        }

        @Override
        public void run() {
            if (!deleted.compareAndSet(false, true)) {
                return;
            }
            files.forget(this);
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                BrokerLog.cleanUpFailed("deleting " + path, e);
            }
        }
    }

    /** Something done with the open file, from its beginning again if an interrupt closes the file meanwhile. */
    @FunctionalInterface
    private interface Access {
        int with(FileChannel channel) throws IOException;
    }

    @Override
    public long length() {
        return place.length();
    }

    @Override
    public void append(ByteBuffer bytes) throws JMSException {
        if (!place.writable) {
            throw new IllegalStateException("A body that was received is not written to");
        }
        int count = bytes.remaining();
        place.files.requireRoom(count);
        long start = length();
        access("write", channel -> {
            ByteBuffer left = bytes.duplicate();
            while (left.hasRemaining()) {
                ByteBuffer piece = left.slice(left.position(), Math.min(left.remaining(), PIECE));
                long position = start + left.position() - bytes.position();
                left.position(left.position() + channel.write(piece, position));
            }
            return count;
        }, StandardOpenOption.WRITE);
        bytes.position(bytes.limit());
        place.grow(count);
    }

    @Override
    public int read(long position, ByteBuffer into) throws JMSException {
        if (position >= length()) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(into.remaining(), PIECE), length() - position);
        int count = access("read", channel -> {
            int read = channel.read(into.slice(into.position(), wanted), position);
            if (read <= 0) {
                throw new EOFException("it ends before its " + length() + " bytes");
            }
            return read;
        }, StandardOpenOption.READ);
        into.position(into.position() + count);
        return count;
    }

    /** An interrupt closes the channel that a thread uses, but is none of the file's business: it is kept for later. */
    private int access(String doing, Access access, OpenOption option) throws JMSException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(place.path, option)) {
                    return access.with(channel);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } catch (IOException e) {
            throw place.files.failed(doing, place.path, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void discard() {
        cleanable.clean();
    }
}
