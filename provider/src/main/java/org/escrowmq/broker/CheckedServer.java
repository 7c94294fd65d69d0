package org.escrowmq.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import javax.management.MBeanServer;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.core.server.cluster.ha.HAPolicy;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;
import org.escrowmq.broker.store.CheckedFiles;
import org.escrowmq.broker.store.GroupCommit;

/**
 * The engine's server, except that digests are noted of what it writes to its journals and page files, and that page
 * files are kept for prepared branches. The content of these files is the engine's, byte for byte.
 *
 * <p>As safe for use by several threads as the engine's own. {@link Engine} starts and stops it.
 */
final class CheckedServer extends ActiveMQServerImpl {

    private static final BiConsumer<Path, IOException> NOT_CHECKED = BrokerLog::notChecked;

    CheckedServer(Configuration configuration, MBeanServer beans, ActiveMQSecurityManager security) {
        super(configuration, beans, security);
    }

    @Override
    protected StorageManager createStorageManager() {
        return new Storage(getConfiguration(), getCriticalAnalyzer(), this);
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() {
        return new Pages(this);
    }

    /**
     * Called while it starts, by the policy of a primary that has found its backup active under its own identity. What
     * the backup did since is not in this store; and to be the backup's backup would mean to wait, with all of it set
     * aside, for an end that may never come.
     */
    @Override
    @SuppressWarnings("rawtypes") // As the engine declares it.
    public void setHAPolicy(HAPolicy policy) {
        if (policy.isBackup()) {
            throw new IllegalStateException("another broker is active with the identity of this store (node "
                    + getNodeManager().getNodeId() + "), and has what was done since it took over");
        }
        super.setHAPolicy(policy);
    }

    private IOCriticalErrorListener failures() {
        return ioCriticalErrorListener;
    }

    /** Opens the files of both journals so that digests of them are noted; everything else is inherited. */
    private static final class Storage extends JournalStorageManager {

        private static final int QUEUES_FILE_SIZE = 1 << 20;
        private static final int MIN_QUEUES_FILES = 2;
        private static final int ONE_AT_A_TIME = 1;
        private static final int NO_USER_VERSION = 0;

        Storage(Configuration configuration, CriticalAnalyzer analyzer, CheckedServer server) {
            super(configuration, analyzer, server.executorFactory, server.scheduledPool, server.ioExecutorFactory,
                    server.failures());
        }

        /** Called by the constructor of the engine's class. */
        @Override
        protected void init(Configuration configuration, IOCriticalErrorListener failures) {
            bindingsFF = files(configuration, configuration.getBindingsLocation().toPath(),
                    CheckedFiles.queuesSuffix(), failures);
            bindingsJournal = new JournalImpl(ioExecutorFactory, QUEUES_FILE_SIZE, MIN_QUEUES_FILES,
                    configuration.getJournalPoolFiles(), configuration.getJournalCompactMinFiles(),
                    configuration.getJournalCompactPercentage(), configuration.getJournalFileOpenTimeout(), bindingsFF,
                    "activemq-bindings", "bindings", ONE_AT_A_TIME, NO_USER_VERSION, failures,
                    configuration.getJournalMaxAtticFiles());
            originalBindingsJournal = bindingsJournal;
            CheckedFiles messageFiles = files(configuration, configuration.getJournalLocation().toPath(),
                    CheckedFiles.messagesSuffix(), failures);
            journalFF = messageFiles;
            messageJournal = messages(configuration, failures, messageFiles.gather(
                    configuration.getJournalBufferSize_NIO(), configuration.getJournalBufferTimeout_NIO()));
            originalMessageJournal = messageJournal;
            largeMessagesDirectory = configuration.getLargeMessagesDirectory();
            largeMessagesFactory = new NIOSequentialFileFactory(
                    configuration.getLargeMessagesLocation(), false, failures, ONE_AT_A_TIME);
        }

        private Journal messages(Configuration configuration, IOCriticalErrorListener failures, GroupCommit commits) {
            Journal journal = new JournalImpl(new JournalExecutors(ioExecutorFactory, commits),
                    fixJournalFileSize(configuration.getJournalFileSize(), journalFF.getAlignment()),
                    configuration.getJournalMinFiles(), configuration.getJournalPoolFiles(),
                    configuration.getJournalCompactMinFiles(), configuration.getJournalCompactPercentage(),
                    configuration.getJournalFileOpenTimeout(), journalFF, ACTIVEMQ_DATA, "amq", ONE_AT_A_TIME,
                    NO_USER_VERSION, failures, configuration.getJournalMaxAtticFiles());
            journal.replaceableRecord(JournalRecordIds.UPDATE_DELIVERY_COUNT);
            journal.replaceableRecord(JournalRecordIds.SET_SCHEDULED_DELIVERY_TIME);
            return journal;
        }

        private static CheckedFiles files(Configuration configuration, Path directory, String suffix,
                IOCriticalErrorListener failures) {
            CheckedFiles files = CheckedFiles.in(directory.getParent(), directory, suffix, failures, NOT_CHECKED);
            files.setDatasync(configuration.isJournalDatasync());
            return files;
        }
    }

    /**
     * A journal asks for three executors whenever it is started: to prepare files, to compact, and, last, to append.
     * Each of them would do for appending, as long as it keeps the order; only one is the thread that also forces.
     */
    private static final class JournalExecutors implements ExecutorFactory {

        private static final int ASKED_FOR = 3;

        private final ExecutorFactory others;
        private final ArtemisExecutor appending;
        private int asked;

        JournalExecutors(ExecutorFactory others, ArtemisExecutor appending) {
            this.others = others;
            this.appending = appending;
        }

        @Override
        public ArtemisExecutor getExecutor() {
            asked++;
            return asked % ASKED_FOR == 0 ? appending : others.getExecutor();
        }
    }

    /** Opens page files so that digests of them are noted, and keeps those in use; everything else is inherited. */
    private static final class Pages extends PagingStoreFactoryNIO {

        Pages(CheckedServer server) {
            this(server, server.getConfiguration(), () -> new PageExecutor(server.pageExecutorPool));
        }

        private Pages(CheckedServer server, Configuration configuration, ExecutorFactory executors) {
            super(server.getStorageManager(), configuration.getPagingLocation(), configuration.getPageSyncTimeout(),
                    PageExecutor.withoutDelay(server.getScheduledPool()), executors,
                    configuration.isJournalSyncNonTransactional(), server.failures(),
                    configuration::isPurgePageFolders);
        }

        @Override
        protected SequentialFileFactory newFileFactory(String directoryName) {
            Path pages = getDirectory().toPath();
            return CheckedFiles.in(pages.getParent(), pages.resolve(directoryName), CheckedFiles.pagesSuffix(),
                    getCritialErrorListener(), NOT_CHECKED).fillAhead();
        }

        @Override
        public PageCursorProvider newCursorProvider(PagingStore pages, StorageManager storage,
                AddressSettings settings, ArtemisExecutor executor) {
            return new KeptPages(pages, storage);
        }

        @Override
        public synchronized void removeFileFactory(SequentialFileFactory files) throws Exception {
            ((CheckedFiles) files).forget();
            super.removeFileFactory(files);
        }
    }
}
