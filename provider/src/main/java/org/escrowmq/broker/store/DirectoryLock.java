package org.escrowmq.broker.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Keeps a directory to one broker at a time, and tells the others who has it.
 *
 * <p>The lock is the operating system's, on a byte far behind the file's content, so that others can read the content
 * on every system; it is gone with the process, however that ends. Within one process such a lock is of no use:
 * closing <em>any</em> channel on the file would release it. So a process first reserves the directory in its system
 * properties, which all class loaders share, and touches the file only if that succeeds.
 *
 * <p>Safe for use by several threads; whoever acquired it closes it.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final String RESERVATION = "org.escrowmq.open:";
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final String reservation;
    private final FileChannel channel;

    private DirectoryLock(String reservation, FileChannel channel) {
        this.reservation = reservation;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting.
     *
     * @param file the lock file; its directory exists
     * @throws HeldException if another broker, in this process or another one, has it
     * @throws IOException if the file cannot be written
     */
    public static DirectoryLock acquire(Path file) throws IOException, HeldException {
        String holder = describeThisProcess();
        String reservation = RESERVATION + file.getParent().toRealPath();
        Object reservedBy = System.getProperties().putIfAbsent(reservation, holder);
        if (reservedBy != null) {
            throw new HeldException("this process, " + reservedBy);
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new HeldException(contentOf(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            acquired = true;
            return new DirectoryLock(reservation, channel);
        } catch (OverlappingFileLockException e) {
            throw new HeldException("this process", e);
        } finally {
            if (!acquired) {
                release(reservation, channel);
            }
        }
    }

    private static void release(String reservation, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            System.getProperties().remove(reservation);
        }
    }

    private static String contentOf(Path file) throws IOException {
        String content = Files.readString(file).strip();
        return content.isEmpty() ? "another process that is just starting" : content;
    }

    private static String describeThisProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown host (" + e.getMessage() + ")";
        }
        return "process " + ProcessHandle.current().pid() + " on " + host + ", since " + Instant.now();
    }

    @Override
    public void close() throws IOException {
        release(reservation, channel);
    }

    /** Somebody else has the directory. */
    public static final class HeldException extends Exception {

        private static final long serialVersionUID = 1L;

        private HeldException(String holder) {
            super(holder);
        }

        private HeldException(String holder, Throwable cause) {
            super(holder, cause);
        }
    }
}
