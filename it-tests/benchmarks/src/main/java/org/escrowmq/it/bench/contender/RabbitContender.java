package org.escrowmq.it.bench.contender;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * RabbitMQ as Debian packages it: a node of its own in a temporary directory, on free ports of the loopback, with a
 * quorum queue, persistent messages and a publisher confirm for each. Each thread has a connection and waits for the
 * confirm of one message before it sends the next.
 */
final class RabbitContender implements DirectContender {

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final String QUEUE = "bench";
    private static final long START_SECONDS = 90;
    private static final long CONFIRM_MILLIS = 30_000;
    private static final long END_SECONDS = 20;
    private static final long POLL_MILLIS = 500;

    private final ConnectionFactory factory = new ConnectionFactory();
    private Process node;
    private Process names;
    private Connection control;

    @Override
    public void start(Path directory) throws Exception {
        if (!Files.isExecutable(SERVER)) {
            throw new IllegalStateException("There is no " + SERVER + "; apt-get install rabbitmq-server");
        }
        Path home = Files.createDirectories(directory.resolve("rabbitmq"));
        int port = FreePort.find();
        int namesPort = FreePort.find();
        Map<String, String> settings = Map.of(
                "HOME", home.toString(),
                "ERL_EPMD_ADDRESS", "127.0.0.1",
                "ERL_EPMD_PORT", Integer.toString(namesPort),
                "RABBITMQ_NODENAME", "bench@localhost",
                "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                "RABBITMQ_NODE_PORT", Integer.toString(port),
                "RABBITMQ_DIST_PORT", Integer.toString(FreePort.find()),
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}",
                "RABBITMQ_MNESIA_BASE", home.resolve("data").toString(),
                "RABBITMQ_LOG_BASE", home.resolve("log").toString());
        names = started(settings, home, "epmd", "-port", Integer.toString(namesPort), "-address", "127.0.0.1");
        ProcessBuilder server = builder(home, SERVER.toString());
        server.environment().putAll(settings);
        server.environment().put("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("plugins").toString());
        server.environment().put("RABBITMQ_PID_FILE", home.resolve("pid").toString());
        node = server.start();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        control = connectWhenReady(home);
        try (Channel channel = control.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
        }
    }

    private static ProcessBuilder builder(Path home, String... command) {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("output").toFile()));
    }

    private static Process started(Map<String, String> settings, Path home, String... command) throws IOException {
        ProcessBuilder builder = builder(home, command);
        builder.environment().putAll(settings);
        return builder.start();
    }

    private Connection connectWhenReady(Path home) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                return factory.newConnection();
            } catch (IOException e) {
                if (!node.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new IllegalStateException("The node did not start; see " + home.resolve("output"), e);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    @Override
    public String flushSettings() {
        return "RabbitMQ " + control.getServerProperties().get("version")
                + ", quorum queue of one member, persistent messages, publisher confirms";
    }

    @Override
    public boolean flushesInJvm() {
        return false;
    }

    @Override
    public Sender sender(int thread) throws Exception {
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        return new Sender() {
            @Override
            public void send(byte[] body) throws Exception {
                channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
                channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    @Override
    public void purge() throws Exception {
        try (Channel channel = control.createChannel()) {
            channel.queuePurge(QUEUE);
        }
    }

    @Override
    public void close() throws Exception {
        if (control != null) {
            control.close();
        }
        for (Process process : new Process[] {node, names}) {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
