package org.escrowmq.it.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka: one KRaft node in a JVM of its own on the loopback, which flushes after each message. Each thread has a
 * producer and waits for the acknowledgement of one record before it sends the next.
 */
final class KafkaContender implements DirectContender {

    private static final String TOPIC = "bench";
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 30;
    private static final int HEAP_MEGABYTES = 1024;

    private Process node;
    private String address;

    @Override
    public void start(Path directory) throws Exception {
        Path home = Files.createDirectories(directory.resolve("kafka"));
        int port = FreePort.find();
        int controller = FreePort.find();
        address = "127.0.0.1:" + port;
        Path settings = home.resolve("server.properties");
        Files.write(settings, List.of(
                "process.roles=broker,controller", "node.id=1",
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=PLAINTEXT://" + address,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "log.dirs=" + home.resolve("log"),
                "log.flush.interval.messages=1",
                "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1"));
        java(home, List.of(), "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString())
                .waitFor();
        node = java(home, flushCounting(), "kafka.Kafka", settings.toString());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("flush.messages", "1"))))
                    .all().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("The node did not start; see " + home.resolve("output")
                    + "; its classes are there only with -Pkafka", e);
        }
    }

    /** The agent of this JVM counts there too, in the same file. */
    private static List<String> flushCounting() {
        return java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-javaagent:") || option.startsWith("-Dorg.jboss.byteman")
                        || option.startsWith("-Descrow.bench.flushes")).toList();
    }

    private static Process java(Path home, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m", "-XX:+UseG1GC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("output").toFile())).start();
    }

    @Override
    public String flushSettings() {
        return "Kafka, one KRaft node, one partition, acks=all, flush.messages=1";
    }

    @Override
    public Sender sender(int thread) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", address,
                "acks", "all", "linger.ms", "0", "max.request.size", Integer.toString(4 << 20)),
                new ByteArraySerializer(), new ByteArraySerializer());
        return new Sender() {
            @Override
            public void send(byte[] body) throws Exception {
                producer.send(new ProducerRecord<>(TOPIC, body)).get();
            }

            @Override
            public void close() {
                producer.close();
            }
        };
    }

    @Override
    public void purge() {
        // Its log is only ever appended to; how long it is does not matter to it.
    }

    @Override
    public void close() throws Exception {
        if (node != null) {
            node.destroy();
            if (!node.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        }
    }
}
