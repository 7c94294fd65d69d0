package org.escrowmq.broker.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.server.Queue;
import org.escrowmq.EscrowBroker;
import org.escrowmq.broker.tool.StoreTool;
import org.escrowmq.member.MemberFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A move that is killed in the middle, again and again, and started again each time. */
@Timeout(300)
class KilledMoveTest {

    private static final int MESSAGES = 12_000;
    private static final List<Integer> KILLED_AFTER = List.of(1, 1_500, 4_000, 8_000);

    @TempDir
    private Path directory;
    private RemoteBroker remote;

    @BeforeEach
    void start() throws Exception {
        remote = RemoteBroker.start(directory.resolve("remote"), MemberFiles.freePorts(1)[0], "");
    }

    @AfterEach
    void stop() throws Exception {
        remote.close();
    }

    private Process move() throws IOException {
        ProcessBuilder tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), StoreTool.class.getName(),
                "move", "--to", remote.url(), "--user", RemoteBroker.USER, directory.resolve("store").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("tool.log").toFile()));
        tool.environment().put("ESCROWMQ_PASSWORD", RemoteBroker.PASSWORD);
        return tool.start();
    }

    /** Some messages are large ones, whose files are on their way, too. */
    private void fill() {
        String large = "x".repeat(150_000);
        try (EscrowBroker broker = EscrowBroker.builder().directory(directory.resolve("store")).jmx(false).open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < MESSAGES; i++) {
                context.createProducer().setProperty("number", i)
                        .send(context.createQueue("orders"), i % 100 == 0 ? large : "m" + i);
            }
            context.commit();
        }
    }

    private long movedSoFar() {
        Queue queue = remote.server().locateQueue("orders");
        return queue == null ? 0 : queue.getMessageCount();
    }

    @Test
    void losesNothingAndMovesNothingTwice() throws Exception {
        fill();
        int killed = 0;
        for (int after : KILLED_AFTER) {
            Process tool = move();
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1))
                    .until(() -> movedSoFar() >= after || !tool.isAlive());
            tool.destroyForcibly();
            assertThat(tool.waitFor(20, TimeUnit.SECONDS)).isTrue();
            killed += tool.exitValue() == 0 ? 0 : 1;
        }
        assertThat(killed).as(Files.readString(directory.resolve("tool.log"))).isEqualTo(KILLED_AFTER.size());
        assertThat(movedSoFar()).isLessThan(MESSAGES);
        Process tool = move();
        assertThat(tool.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as(Files.readString(directory.resolve("tool.log"))).isZero();

        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = remote.connect(null)) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            for (Message message = consumer.receive(5_000); message != null; message = consumer.receive(500)) {
                numbers.add(message.getIntProperty("number"));
            }
        }
        assertThat(numbers).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }
}
