package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.file.Path;
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

    private final Path digests;
    private final String suffix;
    private final BiConsumer<Path, IOException> onFailure;

    private CheckedFiles(Path directory, Path digests, String suffix, Buffering buffering,
            IOCriticalErrorListener listener, BiConsumer<Path, IOException> onFailure) {
        super(directory.toFile(), buffering.isUsed(), buffering.bytes, buffering.timeoutNanos, ONE_AT_A_TIME, false,
                listener, null);
        this.digests = digests;
        this.suffix = suffix;
        this.onFailure = onFailure;
    }

    /**
     * How what is written is gathered.
     *
     * @param bytes at most so many; 0 if nothing is gathered
     * @param timeoutNanos for at most so long
     */
    public record Buffering(int bytes, int timeoutNanos) {

        /** What is written is written at once. */
        public static final Buffering NONE = new Buffering(0, 0);

        private boolean isUsed() {
            return bytes > 0;
        }
    }

    /**
     * For a directory of a store.
     *
     * @param directory the directory, in the store
     * @param suffix how the names of files end whose content is to be checked
     * @param onFailure told of a file about which nothing more can be noted
     */
    public static CheckedFiles in(Path store, Path directory, String suffix, Buffering buffering,
            IOCriticalErrorListener listener, BiConsumer<Path, IOException> onFailure) {
        Path digests = store.resolve(StoreLayout.DIGESTS).resolve(store.relativize(directory));
        return new CheckedFiles(directory, digests, suffix, buffering, listener, onFailure);
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
