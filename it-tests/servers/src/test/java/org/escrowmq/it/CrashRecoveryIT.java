package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
import org.escrowmq.it.server.WildFlyProcess;
import org.escrowmq.it.server.WildFlyServer;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server is killed with SIGKILL between prepare and commit, started again on the same data and left to its own
 * recovery. One server's life, crash after crash; the last test looks once more at everything, after a clean stop.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashRecoveryIT {

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(180);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(120);
    private static final Duration HELD_LIMIT = Duration.ofSeconds(60);
    private static final String DATABASE = ServerDerby.DIRECTORY + "/" + ServerDerby.DATABASE;

    private static WildFlyServer server;
    private static WildFlyProcess process;

    @BeforeAll
    static void prepareServer() throws IOException {
        Path work = Path.of(System.getProperty("escrow.it.work"));
        server = WildFlyServer.create(Path.of(System.getProperty("escrow.it.wildfly.home")), work.resolve("crash"));
        EnterpriseArchive application = Deployments.application();
        File file = work.resolve(application.getName()).toFile();
        application.as(ZipExporter.class).exportTo(file, true);
        server.addDeployment(file.toPath());
    }

    @BeforeEach
    void startServerIfItIsDown() throws IOException, InterruptedException {
        if (process == null || !process.isAlive()) {
            start();
        }
    }

    @AfterAll
    static void killServer() {
        if (process != null) {
            process.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void rowAndMessageAgreeAfterRecovery(CrashPoint point) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        crash(point, id);

        InDoubt inDoubt = InDoubt.of(server, DATABASE);
        assertThat(inDoubt.messages()).as("branches of the message store").hasSize(point.messagesInDoubt);
        assertThat(inDoubt.database()).as("branches of the database").hasSize(point.rowsInDoubt);
        assertThat(inDoubt.decisions()).as("decisions of the transaction manager").isEqualTo(point.decisions);
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
        assertThat(InDoubt.of(server, DATABASE)).isEqualTo(new InDoubt(List.of(), List.of(), 0));
    }

    private static void crash(CrashPoint point, String id) throws InterruptedException {
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
    private static void awaitRecovery() {
        Awaitility.await("rows in doubt").atMost(RECOVERY_LIMIT)
                .until(() -> client().lines("in-doubt"), List::isEmpty);
        Awaitility.await("decisions left").atMost(RECOVERY_LIMIT)
                .until(() -> InDoubt.decisions(server), left -> left == 0);
        Awaitility.await("messages in doubt").atMost(RECOVERY_LIMIT)
                .until(() -> InDoubt.messages(server), List::isEmpty);
    }

    private static List<String> recorded(String what, String id) throws IOException, InterruptedException {
        return client().lines(what).stream().filter(id::equals).toList();
    }

    private static ControlClient client() {
        return new ControlClient(process.address("/"));
    }

    private static void start() throws IOException, InterruptedException {
        process = server.start();
        process.awaitReady(ControlClient.READY, BOOT_LIMIT);
    }
}
