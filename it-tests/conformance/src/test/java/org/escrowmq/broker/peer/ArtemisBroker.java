package org.escrowmq.broker.peer;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.escrowmq.conformance.EscrowProvider;

/** A broker as Artemis configures it by itself, in this process and as long as that lives. */
final class ArtemisBroker {

    private static final int FLUSH_NANOS = 100_000;

    private ArtemisBroker() { }

    /**
     * Starts one.
     *
     * @param url where it is reached
     * @param beforeItStops what the client has to do then
     */
    static void start(String url, Runnable beforeItStops) {
        Path directory = EscrowProvider.directory("artemis-");
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setSecurityEnabled(false)
                    .setJMXManagementEnabled(false)
                    .setJournalType(JournalType.NIO)
                    .setJournalBufferTimeout_NIO(FLUSH_NANOS)
                    .setJournalDirectory(directory.resolve("journal").toString())
                    .setBindingsDirectory(directory.resolve("bindings").toString())
                    .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                    .setPagingDirectory(directory.resolve("paging").toString())
                    .addAcceptorConfiguration("clients", url);
            EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
            broker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, beforeItStops)));
        } catch (Exception e) {
            throw new IllegalStateException("The Artemis broker did not start", e);
        }
    }

    private static void stop(EmbeddedActiveMQ broker, Runnable beforeItStops) {
        beforeItStops.run();
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The Artemis broker did not stop", e);
        }
    }
}
