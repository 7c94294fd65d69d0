package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escrowmq.broker.store.DirectoryLock;
import org.escrowmq.broker.store.Finding;
import org.escrowmq.broker.store.StoreCheck;
import org.escrowmq.broker.store.StoreLayout;
import org.escrowmq.broker.store.StoreReport;
import org.escrowmq.broker.store.StoreSeal;
import org.escrowmq.message.MessageErrors;

/**
 * The directory of one broker: made, checked, identified and locked.
 *
 * <pre>
 * directory/
 *   escrowmq.lock         locked while a broker is open; names the process that has it
 *   escrowmq.properties   format version, resource manager id, flush time of the device
 *   escrowmq.seal         what the files contained when the store was closed; absent while it is open
 *   digests/              what was written to the files of bindings, journal and paging
 *   bindings/             queues, topics and subscriptions   (Artemis journal)
 *   journal/              messages and transactions          (Artemis journal)
 *   large-messages/       one file for each large body
 *   paging/               messages beyond the memory limit
 *   delivered             how far queues have handed out their messages; as far as the engine does not remember it
 *   bodies/               large bodies of messages in the application's hands; nothing of value after a crash
 * </pre>
 *
 * <p><b>Crash argument.</b> {@code escrowmq.properties} is on the disk, under its final name, before any of the first
 * four subdirectories is made (see {@link StoreIdentity}). So a crash at any moment leaves one of two states: no
 * journal, and the next open starts afresh; or a journal with its identity beside it. A journal without a readable
 * identity is therefore never the trace of a crash but of damage, and is refused: a new identity would orphan the
 * branches that transaction managers still have in their logs under the old one. Nothing is written but the lock file
 * before all checks have passed.
 *
 * <p>Safe for use by several threads. {@link EmbeddedBroker} opens it and closes it last.
 */
final class BrokerDirectory implements AutoCloseable {

    private static final String TOOL = "java -jar escrowmq-provider-*-tool.jar ";

    private final Path path;
    private volatile StoreIdentity identity;
    private final DirectoryLock lock;

    private BrokerDirectory(Path path, StoreIdentity identity, DirectoryLock lock) {
        this.path = path;
        this.identity = identity;
        this.lock = lock;
    }

    /**
     * Opens a directory, creating it and its identity if it is new.
     *
     * @throws JMSException saying what is wrong with the directory; nothing that was in it has been changed
     */
    static BrokerDirectory open(Path directory) throws JMSException {
        Path path = directory.toAbsolutePath().normalize();
        create(path);
        DirectoryLock lock = lock(path);
        boolean opened = false;
        try {
            BrokerDirectory result = new BrokerDirectory(path, identify(path), lock);
            opened = true;
            return result;
        } catch (IOException e) {
            throw refused(path, "cannot be read or written: " + e, e);
        } finally {
            if (!opened) {
                closeQuietly(lock);
            }
        }
    }

    private static void create(Path path) throws JMSException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw refused(path, e.getFile() + " is not a directory; give a directory that exists or can be created", e);
        } catch (IOException e) {
            throw refused(path, "cannot be created (" + e + "); give a directory that this process may write", e);
        }
    }

    private static DirectoryLock lock(Path path) throws JMSException {
        try {
            return DirectoryLock.acquire(path.resolve(StoreLayout.LOCK_FILE));
        } catch (DirectoryLock.HeldException e) {
            throw refused(path, "is in use by " + e.getMessage() + "; only one broker may have it open at a time", e);
        } catch (IOException e) {
            throw refused(path, "is not writable (" + e + "); this process must be able to write in it", e);
        }
    }

    private static StoreIdentity identify(Path path) throws IOException, JMSException {
        Path file = path.resolve(StoreLayout.IDENTITY_FILE);
        try {
            if (Files.exists(file)) {
                return StoreIdentity.read(file);
            }
        } catch (StoreIdentity.UnusableException e) {
            throw refused(path, e.getMessage(), e);
        }
        for (String name : StoreLayout.DATA) {
            if (Files.exists(path.resolve(name))) {
                throw refused(path, "contains " + name + " but not the file " + StoreLayout.IDENTITY_FILE
                        + " with its identity; restore that file from a backup, or give an empty directory", null);
            }
        }
        StoreIdentity created = StoreIdentity.create();
        created.write(file);
        return created;
    }

    private static void closeQuietly(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            BrokerLog.cleanUpFailed("unlocking a directory that was refused", e);
        }
    }

    private static JMSException refused(Path path, String why, Exception cause) {
        JMSException refusal = new JMSException("The broker directory " + path + " cannot be opened: " + why,
                "DIRECTORY_REFUSED");
        return cause == null ? refusal : MessageErrors.withCause(refusal, cause);
    }

    Path path() {
        return path;
    }

    /**
     * Looks for damage that the engine would skip, says what a crash left behind, and breaks the seal: when it returns,
     * the engine may start.
     *
     * @throws JMSException naming the first damaged place; nothing has been changed then
     */
    void makeReady() throws JMSException {
        try {
            StoreReport report = StoreCheck.beforeOpening(path);
            List<Finding> damage = report.damage();
            if (!damage.isEmpty()) {
                throw damaged(damage);
            }
            report.notes().forEach(note -> BrokerLog.leftByCrash(path, note));
            StoreCheck.makeReady(path, report);
        } catch (IOException e) {
            throw refused(path, "cannot be read or written: " + e, e);
        }
    }

    private JMSException damaged(List<Finding> damage) {
        String more = damage.size() == 1 ? "" : " (and " + (damage.size() - 1) + " more places)";
        return new JMSException("The store " + path + " is damaged and was not opened; nothing in it was changed: "
                + damage.get(0) + more + ". '" + TOOL + "verify " + path + "' lists all of it; '" + TOOL + "repair "
                + path + "' saves what is intact", "STORE_DAMAGED");
    }

    /** Opens the marks of what has been delivered. */
    DeliveryMarks openDeliveryMarks(boolean fsync) throws JMSException {
        try {
            return DeliveryMarks.open(path, fsync);
        } catch (IOException e) {
            throw refused(path, "cannot be read or written: " + e, e);
        }
    }

    /** Notes what the files contain, once the engine has stopped in good order, for the next time they are opened. */
    void seal() {
        try {
            StoreSeal.write(path);
        } catch (IOException e) {
            BrokerLog.cleanUpFailed("sealing " + path, e);
        }
    }

    String resourceManagerId() {
        return identity.resourceManagerId();
    }

    /** How long the device takes to confirm a write, as measured earlier; 0 if it was not measured yet. */
    long flushNanos() {
        return identity.flushNanos();
    }

    /** Remembers how long the device takes to confirm a write. */
    void rememberFlushNanos(long nanos) throws IOException {
        StoreIdentity measured = identity.withFlushNanos(nanos);
        measured.write(path.resolve(StoreLayout.IDENTITY_FILE));
        identity = measured;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
