package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.escrowmq.it.app.ControlServlet;
import org.escrowmq.it.app.ServerDerby;
import org.escrowmq.it.app.Step;
import org.escrowmq.it.server.InDoubt;
import org.escrowmq.it.server.MessageBroker;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerKind;
import org.escrowmq.it.server.ServerProcess;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The server is killed with SIGKILL between prepare and commit, started again on the same data and left to its own
 * recovery. One server's life, crash after crash; the last test looks once more at everything, after a clean stop.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashRecoveryRules {

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(180);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(120);
    private static final Duration HELD_LIMIT = Duration.ofSeconds(60);
    private static final String DATABASE = ServerDerby.DIRECTORY + "/" + ServerDerby.DATABASE;

    private final Packaging packaging;
    private final CrashPoint[] points;
    private MessageBroker broker;
    private ServerInstallation server;
    private ServerProcess process;

    CrashRecoveryRules(Packaging packaging, CrashPoint... points) {
        this.packaging = packaging;
        this.points = points;
    }

    @BeforeAll
    void prepareServer() throws IOException, InterruptedException {
        Path work = ServerKind.work().resolve(getClass().getSimpleName());
        broker = MessageBroker.start(work.resolve("broker"));
        server = ServerKind.current().install(work.resolve("server"));
        server.use(broker);
        if (packaging == Packaging.STANDALONE) {
            add(Deployments.adapter(), work);
        }
        add(Deployments.application(packaging), work);
    }

    private void add(Archive<?> archive, Path work) throws IOException {
        Path file = work.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.addDeployment(file);
    }

    CrashPoint[] points() {
        return points.clone();
    }

    @BeforeEach
    void startServerIfItIsDown() throws IOException, InterruptedException {
        if (process == null || !process.isAlive()) {
            start();
        }
    }

    @AfterAll
    void killServer() {
        if (process != null) {
            process.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("points")
    @Order(1)
    void rowAndMessageAgreeAfterRecovery(CrashPoint point) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        crash(point, id);

        InDoubt inDoubt = InDoubt.of(server, broker, DATABASE);
        assertThat(inDoubt.messages()).as("branches of the message store").hasSize(point.messagesInDoubt);
        assertThat(inDoubt.database()).as("branches of the database").hasSize(point.rowsInDoubt);
        inDoubt.decisions().ifPresent(decisions ->
                assertThat(decisions).as("decisions of the transaction manager").isEqualTo(point.decisions));
        assertThat(Stream.concat(inDoubt.messages().stream(), inDoubt.database().stream()).distinct())
                .as("global transactions").hasSize(1);

        start();
        awaitRecovery();
        List<String> expected = point.happens ? List.of(id) : List.of();
        Awaitility.await().atMost(RECOVERY_LIMIT).until(() -> recorded("consumed", id), expected::equals);
        assertThat(recorded("placed", id)).isEqualTo(expected);
    }

    @Test
    @Order(2)
    void nothingIsInDoubtAfterTheLastRecovery() throws IOException, InterruptedException {
        List<String> placed = client().lines("placed");
        assertThat(client().lines("consumed")).as("every order consumed once").hasSameSizeAs(placed)
                .containsExactlyInAnyOrderElementsOf(placed).doesNotHaveDuplicates();
        process.stop();
        assertThat(InDoubt.of(server, broker, DATABASE)).matches(left -> left.count() == 0);
    }

    private void crash(CrashPoint point, String id) throws InterruptedException {
        client().postUnanswered("orders", "id", id, "hold", point.held.name(),
                "steps", format(point.placing), "consumption", format(point.consuming));
        Path held = server.data().resolve(ControlServlet.HELD);
        Awaitility.await("the transaction comes to " + point).atMost(HELD_LIMIT)
                .until(() -> Files.deleteIfExists(held));
        process.kill();
    }

    private static String format(List<Step> steps) {
        return Step.format(steps.toArray(Step[]::new));
    }

    /** Waits until neither database nor transaction manager nor message store have anything left to decide. */
    private void awaitRecovery() {
        Awaitility.await("rows in doubt").atMost(RECOVERY_LIMIT)
                .until(() -> client().lines("in-doubt"), List::isEmpty);
        Awaitility.await("decisions left").atMost(RECOVERY_LIMIT)
                .until(() -> server.decisions().orElse(0), left -> left == 0);
        Awaitility.await("messages in doubt").atMost(RECOVERY_LIMIT)
                .until(this::messagesInDoubt, List::isEmpty);
    }

    private List<String> messagesInDoubt() throws IOException, InterruptedException {
        return MessageBroker.isRemote() ? broker.inDoubt() : client().lines("messages-in-doubt");
    }

    private List<String> recorded(String what, String id) throws IOException, InterruptedException {
        return client().lines(what).stream().filter(id::equals).toList();
    }

    private ControlClient client() {
        return new ControlClient(process.address("/"));
    }

    private void start() throws IOException, InterruptedException {
        process = server.start();
        process.awaitReady(ControlClient.READY, BOOT_LIMIT);
    }
}
