package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;

/**
 * The engine's access to the files of one of its directories, with {@link WrittenDigests} of what it writes there.
 *
 * <p>As safe for use by several threads as the engine's own.
 */
public final class CheckedFiles extends NIOSequentialFileFactory {

    private static final int ONE_AT_A_TIME = 1;

    private static final boolean NOT_BUFFERED_BY_ENGINE = false;

    private final Path digests;
    private final String suffix;
    private final BiConsumer<Path, IOException> onFailure;
    private final Map<String, SpaceAhead> spaces = new ConcurrentHashMap<>();
    private boolean fillsAhead;
    private GroupCommit commits;

    private CheckedFiles(Path directory, Path digests, String suffix, IOCriticalErrorListener listener,
            BiConsumer<Path, IOException> onFailure) {
        super(directory.toFile(), NOT_BUFFERED_BY_ENGINE, 0, 0, ONE_AT_A_TIME, false, listener, null);
        this.digests = digests;
        this.suffix = suffix;
        this.onFailure = onFailure;
    }

    /**
     * For a directory of a store. What is written there is written at once.
     *
     * @param directory the directory, in the store
     * @param suffix how the names of files end whose content is to be checked
     * @param onFailure told of a file about which nothing more can be noted
     */
    public static CheckedFiles in(Path store, Path directory, String suffix, IOCriticalErrorListener listener,
            BiConsumer<Path, IOException> onFailure) {
        Path digests = store.resolve(StoreLayout.DIGESTS).resolve(store.relativize(directory));
        return new CheckedFiles(directory, digests, suffix, listener, onFailure);
    }

    /**
     * Has records gathered, written and forced by one thread. To be called before the journal is started, and once.
     *
     * @param bytes how much is gathered at most; no record can be longer
     * @param idleNanos how long a record that nobody waits for may stay unwritten
     * @return what the journal is to append with
     */
    public GroupCommit gather(int bytes, long idleNanos) {
        commits = new GroupCommit(bytes, idleNanos, e -> onIOError(e, e.toString()));
        return commits;
    }

    /** Has files filled with zeros ahead of what is written. For files that are written from beginning to end, once. */
    public CheckedFiles fillAhead() {
        fillsAhead = true;
        return this;
    }

    /** The space ahead of what is going to be written to an open file, or null if there is to be none. */
    SpaceAhead spaceAhead(DigestedFile file) throws IOException {
        if (!fillsAhead || !isChecked(file.getFileName())) {
            return null;
        }
        SpaceAhead known = spaces.get(file.getFileName());
        if (known == null) {
            known = new SpaceAhead(file.size());
            spaces.put(file.getFileName(), known);
        }
        return known;
    }

    /** The space ahead in a file that somebody writes, or null. */
    SpaceAhead spaceIn(String fileName) {
        return spaces.get(fileName);
    }

    /** The space has been cut off. */
    void noSpaceIn(String fileName) {
        spaces.remove(fileName);
    }

    private boolean gathers() {
        return commits != null;
    }

    /** What is gathered for a file, or null if its records are written at once. */
    AppendBuffer gatheredFor(DigestedFile file) {
        return gathers() && commits.buffer().isAttached(file) ? commits.buffer() : null;
    }

    @Override
    public boolean isSupportsCallbacks() {
        return gathers();
    }

    @Override
    public long getBufferSize() {
        return gathers() ? commits.buffer().capacity() : 0;
    }

    @Override
    public void start() {
        super.start();
        if (gathers()) {
            commits.start(getDirectory().getParentFile().getName());
        }
    }

    @Override
    public void stop() {
        if (gathers()) {
            commits.stop();
        }
        super.stop();
    }

    @Override
    public void activateBuffer(SequentialFile file) {
        if (gathers()) {
            commits.buffer().attach(((CheckedFile) file).file());
        }
    }

    @Override
    public void deactivateBuffer() {
        if (gathers()) {
            commits.buffer().detach();
        }
    }

    @Override
    public void flush() {
        if (gathers()) {
            commits.buffer().flush();
        }
    }

    /** What the files of the journal with the messages end in. */
    public static String messagesSuffix() {
        return "." + StoreLayout.JournalKind.MESSAGES.extension();
    }

    /** What the files of the journal with the queues end in. */
    public static String queuesSuffix() {
        return "." + StoreLayout.JournalKind.QUEUES.extension();
    }

    /** What page files end in. */
    public static String pagesSuffix() {
        return StoreLayout.PAGE_SUFFIX;
    }

    @Override
    public SequentialFile createSequentialFile(String fileName) {
        return new CheckedFile(this, fileName);
    }

    boolean isChecked(String fileName) {
        return fileName.endsWith(suffix) || fileName.endsWith(suffix + StoreLayout.COMPACTION_SUFFIX);
    }

    Path digestsOf(String fileName) {
        return digests.resolve(fileName);
    }

    void cannotCheck(Path file, IOException cause) {
        onFailure.accept(file, cause);
    }

    /** Before all files of the directory are deleted at once. */
    public void forget() throws IOException {
        StoreSeal.deleteTree(digests);
    }
}
