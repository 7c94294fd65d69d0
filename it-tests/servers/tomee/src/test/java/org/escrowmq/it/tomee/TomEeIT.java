package org.escrowmq.it.tomee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerKind;
import org.escrowmq.it.server.ServerProcess;
import org.escrowmq.it.tomee.app.Sender;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An EAR with the adapter in TomEE's apps directory: one server's life, ended and begun again by the last test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TomEeIT {

    private static final String TEXTS = "/it/texts";
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(180);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TomEeInstallation server;
    private static ServerProcess process;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TomEeInstallation.create(ServerKind.home(), ServerKind.work().resolve("tomee"));
        WebArchive web = ShrinkWrap.create(WebArchive.class, "it.war").addPackage(Sender.class.getPackage());
        ShrinkWrap.create(EnterpriseArchive.class, "it.ear")
                .addAsModule(new File(System.getProperty("escrow.it.rar")), Packaging.RAR)
                .addAsModule(web)
                .as(ZipExporter.class).exportTo(server.apps().resolve("it.ear").toFile());
        startProcess();
    }

    private static void startProcess() throws IOException, InterruptedException {
        process = server.start();
        process.awaitReady(TEXTS, BOOT_LIMIT);
    }

    @AfterAll
    static void kill() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    @Order(1)
    void committedMessageReachesTheBeanOnce() throws IOException, InterruptedException {
        send("committed", true);
        send("after it", true);
        awaitText("after it");
        assertThat(texts()).containsOnlyOnce("committed");
    }

    @Test
    @Order(2)
    void messageOfARolledBackTransactionReachesNobody() throws IOException, InterruptedException {
        send("rolled back", false);
        send("after that", true);
        awaitText("after that");
        assertThat(texts()).doesNotContain("rolled back");
    }

    @Test
    @Order(3)
    void processEndsWhenItIsToldToAndTheNextOneHasTheStore() throws IOException, InterruptedException {
        assertThat(server.store()).isDirectory();
        process.stop();
        startProcess();
        send("again", true);
        awaitText("again");
        assertThat(texts()).as("what was consumed before").containsExactly("again");
    }

    private static void awaitText(String text) {
        Awaitility.await().atMost(LIMIT).until(() -> texts().contains(text));
    }

    private static void send(String text, boolean commit) throws IOException, InterruptedException {
        URI address = process.address(TEXTS + "?commit=" + commit + "&text=" + text.replace(' ', '+'));
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody()).build();
        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private static List<String> texts() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.address(TEXTS)).timeout(LIMIT).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body().lines().toList();
    }
}
