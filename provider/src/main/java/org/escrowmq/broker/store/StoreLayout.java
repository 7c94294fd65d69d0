package org.escrowmq.broker.store;

import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;

/**
 * What the files of a store are called and how long they are. Each name exists here, once.
 *
 * <p>Constants only.
 */
public final class StoreLayout {

    /** Names the process that has the store open. */
    public static final String LOCK_FILE = "escrowmq.lock";

    /** Says which store this is. */
    public static final String IDENTITY_FILE = "escrowmq.properties";

    /** Says what the files contained when the store was last closed; absent while it is open and after a crash. */
    public static final String SEAL_FILE = "escrowmq.seal";

    /** Digests of what was written to the files of the others, by the same names. */
    static final String DIGESTS = "digests";

    /** Messages and transactions. */
    public static final String JOURNAL = "journal";

    /** Queues, topics and subscriptions. */
    public static final String BINDINGS = "bindings";

    /** One file for each large body. */
    public static final String LARGE_MESSAGES = "large-messages";

    /** Messages beyond the memory limit. */
    public static final String PAGING = "paging";

    /** The directories that hold data. */
    public static final List<String> DATA = List.of(BINDINGS, JOURNAL, LARGE_MESSAGES, PAGING);

    /** The engine's list of what a compaction replaces, in the directory of a journal. */
    static final String COMPACTION_CONTROL = "journal-rename-control.ctr";

    /** What the engine calls a file that a compaction is writing, behind its later name. */
    static final String COMPACTION_SUFFIX = ".cmp";

    static final String LARGE_MESSAGE_SUFFIX = ".msg";
    static final String PAGE_SUFFIX = ".page";

    private StoreLayout() { }

    /** The two journals of a store. */
    enum JournalKind {

        MESSAGES(JOURNAL, "activemq-data", "amq", ActiveMQDefaultConfiguration.getDefaultJournalFileSize()),
        QUEUES(BINDINGS, "activemq-bindings", "bindings", 1024 * 1024);

        private final String directory;
        private final String prefix;
        private final String extension;
        private final int fileSize;

        JournalKind(String directory, String prefix, String extension, int fileSize) {
            this.directory = directory;
            this.prefix = prefix;
            this.extension = extension;
            this.fileSize = fileSize;
        }

        String directory() {
            return directory;
        }

        String prefix() {
            return prefix;
        }

        String extension() {
            return extension;
        }

        /** What every file of this journal is long, from its creation. */
        int fileSize() {
            return fileSize;
        }

        Path in(Path store) {
            return store.resolve(directory);
        }
    }
}
