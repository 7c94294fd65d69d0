package org.escrowmq.broker.peer;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.escrowmq.conformance.EscrowProvider;
import org.escrowmq.remote.RemoteBroker;

/** EscrowMQ with a remote broker: Artemis as it configures itself, over the network, which here is the loopback. */
public final class RemoteEscrowProvider implements Supplier<ConnectionFactory> {

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
        Path directory = EscrowProvider.directory("remote-");
        String url = "tcp://127.0.0.1:" + freePort();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(FLUSH_NANOS)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("tcp", url);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        RemoteBroker remote = RemoteBroker.connect(
                url, null, null, null, Map.of("objectMessageClasses", "org.escrowmq.conformance.*"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(remote, broker)));
        return remote.connectionFactory();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void stop(RemoteBroker remote, EmbeddedActiveMQ broker) {
        remote.close();
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The Artemis broker did not stop", e);
        }
    }
}
