package org.escrowmq.it.bench.contender;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** An Artemis broker in this JVM. For use by one thread. */
final class ArtemisServer implements AutoCloseable {

    /** EscrowMQ measures 10 to 200; from 20 to 300 the rates do not differ (docs/decisions/D2). */
    static final int GATHERING_NANOS = 100_000;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    /**
     * Starts one.
     *
     * @param url where it listens
     * @param tuned with a journal that gathers as EscrowMQ's does, or else as it comes
     */
    ArtemisServer(Path directory, String url, boolean tuned) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("in", url);
        if (tuned) {
            configuration.setJournalBufferTimeout_NIO(GATHERING_NANOS);
        }
        broker.setConfiguration(configuration);
        broker.start();
    }

    String flushSettings() {
        Configuration used = broker.getActiveMQServer().getConfiguration();
        return "journal " + used.getJournalType() + ", datasync " + used.isJournalDatasync() + ", sync transactional "
                + used.isJournalSyncTransactional() + ", sync non-transactional "
                + used.isJournalSyncNonTransactional() + ", journal-buffer-timeout "
                + used.getJournalBufferTimeout_NIO() / 1000 + " us";
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
