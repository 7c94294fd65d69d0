package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.MessageErrors;
import org.escrowmq.message.StoredBody;

/**
 * The large bodies of messages that are in the application's hands: those being written, and those received, whose
 * files get a second name here ({@link #link}).
 *
 * <p><b>How long a file stays.</b> As long as its message can be read, which the application decides: a message may be
 * kept after it was acknowledged, after the next one was received, and after its connection was closed (specification
 * 6.1.8). So a file goes when its body is discarded or has become garbage. The collector knows nothing of disks;
 * therefore it is asked to look when what it might free is much compared with what is free, and before a body is
 * refused for want of room. Nothing here is needed after a crash: what is left over goes at the next {@link #open}, and
 * the rest at {@link #close}.
 *
 * <p>Safe for use by several threads. {@link EmbeddedBroker} opens and closes it.
 */
final class BodyFiles implements BodyStore, AutoCloseable {

    /** A session has few messages in its hands at a time; as small as files are still cheap against a flush. */
    static final int MEMORY_LIMIT = 1 << 20;

    /** The collector is asked to look when the files here have this part of the space that is left, or more. */
    private static final int WORTHWHILE_PART = 8;

    private static final String DIRECTORY = "bodies";
    private static final long COLLECTION_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long COLLECTION_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long COLLECTION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path directory;
    private final FileStore device;
    private final long minFreeBytes;
    private final Cleaner cleaner = Cleaner.create();
    private final Set<BodyFile.Place> places = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong lastCollection = new AtomicLong(System.nanoTime() - COLLECTION_INTERVAL_NANOS);
    private volatile boolean closed;

    private BodyFiles(Path directory, FileStore device, long minFreeBytes) {
        this.directory = directory;
        this.device = device;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Makes the directory, or empties it of what a process left that was killed.
     *
     * @param broker the broker's directory, locked
     * @param minFreeBytes how much of the device is to stay free
     */
    static BodyFiles open(Path broker, long minFreeBytes) throws JMSException {
        Path directory = broker.resolve(DIRECTORY);
        try {
            Files.createDirectories(directory);
            List<Path> leftOver;
            try (Stream<Path> files = Files.list(directory)) {
                leftOver = files.toList();
            }
            for (Path file : leftOver) {
                Files.delete(file);
            }
            return new BodyFiles(directory, Files.getFileStore(directory), minFreeBytes);
        } catch (IOException e) {
            throw MessageErrors.withCause(new JMSException("The directory " + directory
                    + " for large bodies cannot be made or emptied: " + e, "DIRECTORY_REFUSED"), e);
        }
    }

    @Override
    public int memoryLimit() {
        return MEMORY_LIMIT;
    }

    @Override
    public StoredBody create() throws JMSException {
        requireOpen();
        BodyFile.Place place = newPlace(true);
        try {
            Files.createFile(place.path());
        } catch (IOException e) {
            throw failed("create", place.path(), e);
        }
        return keep(place);
    }

    /**
     * Gives a file of the engine's a second name, so that it can be read when the engine has deleted the first one.
     *
     * <p>Why this and not a use count of the engine's: the engine deletes the file of a message that was in a page
     * file, or whose queue is deleted, without asking who uses it. A second name costs no copy, and the file is gone
     * when both names are, in whatever order; on Windows, too, because nothing here keeps a file open. Where the device
     * knows no second names the file is copied.
     */
    StoredBody link(Path file, long length) throws JMSException {
        requireOpen();
        collectIfWorthwhile();
        BodyFile.Place place = newPlace(false);
        try {
            linkOrCopy(file, place.path());
        } catch (IOException e) {
            throw failed("link", file, e);
        }
        place.grow(length);
        return keep(place);
    }

    private static void linkOrCopy(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, name);
        }
    }

    private BodyFile.Place newPlace(boolean writable) {
        Path path = directory.resolve(names.incrementAndGet() + ".body");
        return new BodyFile.Place(this, path, writable);
    }

    private BodyFile keep(BodyFile.Place place) throws JMSException {
        places.add(place);
        BodyFile body = new BodyFile(place, cleaner);
        if (closed) {
            body.discard();
            requireOpen();
        }
        return body;
    }

    void grown(long bytes) {
        held.addAndGet(bytes);
    }

    void forget(BodyFile.Place place) {
        if (places.remove(place)) {
            held.addAndGet(-place.length());
        }
    }

    /**
     * Refuses before something is written, because the engine stops for good when one of its writes fails.
     *
     * @throws ResourceAllocationException if the device would have less free space than it must
     */
    void requireRoom(long bytes) throws JMSException {
        collectIfWorthwhile();
        if (!hasRoom(bytes)) {
            collect();
            long deadline = System.nanoTime() + COLLECTION_WAIT_NANOS;
            while (!hasRoom(bytes) && held.get() > 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(COLLECTION_POLL_NANOS);
            }
        }
        if (!hasRoom(bytes)) {
            throw new ResourceAllocationException("There is no room for " + bytes + " more bytes of a body in "
                    + directory + ": " + usable() + " bytes are free, of which " + minFreeBytes + " are to stay free",
                    "NO_ROOM");
        }
    }

    private boolean hasRoom(long bytes) throws JMSException {
        return usable() - minFreeBytes >= bytes;
    }

    private long usable() throws JMSException {
        try {
            return device.getUsableSpace();
        } catch (IOException e) {
            throw failed("look for free space in", directory, e);
        }
    }

    private void collectIfWorthwhile() throws JMSException {
        long last = lastCollection.get();
        long now = System.nanoTime();
        if (held.get() > (usable() - minFreeBytes) / WORTHWHILE_PART && now - last > COLLECTION_INTERVAL_NANOS
                && lastCollection.compareAndSet(last, now)) {
            collect();
        }
    }

    private static void collect() {
        System.gc();
    }

    JMSException failed(String doing, Path file, IOException cause) {
        return closed
                ? MessageErrors.withCause(closedException(), cause)
                : MessageErrors.withCause(new ResourceAllocationException("Cannot " + doing + " " + file
                        + " for a large body: " + cause, "BODY_FILE"), cause);
    }

    private void requireOpen() throws JMSException {
        if (closed) {
            throw closedException();
        }
    }

    private JMSException closedException() {
        return new IllegalStateException("The broker on " + directory.getParent()
                + " is closed, and with it its messages' large bodies are gone");
    }

    @Override
    public void close() {
        closed = true;
        places.forEach(BodyFile.Place::run);
    }
}
