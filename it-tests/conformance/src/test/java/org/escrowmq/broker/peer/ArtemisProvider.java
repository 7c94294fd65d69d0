package org.escrowmq.broker.peer;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.escrowmq.conformance.EscrowProvider;

/** Artemis' own client, with a broker as Artemis configures it by itself, in this process. */
public final class ArtemisProvider implements Supplier<ConnectionFactory> {

    private static final int FLUSH_NANOS = 100_000;

    @Override
    public ConnectionFactory get() {
        try {
            return started();
        } catch (Exception e) {
            throw new IllegalStateException("The Artemis broker did not start", e);
        }
    }

    private static ConnectionFactory started() throws Exception {
        Path directory = EscrowProvider.directory("artemis-");
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(FLUSH_NANOS)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("in-vm", "vm://0");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker)));
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory("vm://0");
        factory.setDeserializationAllowList("org.escrowmq.conformance,java");
        return factory;
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The Artemis broker did not stop", e);
        }
    }
}
