package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.MessageBroker;
import org.escrowmq.it.server.Packaging;
import org.escrowmq.it.server.ServerInstallation;
import org.escrowmq.it.server.ServerKind;
import org.escrowmq.it.server.ServerProcess;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker goes and comes while orders are placed and consumed: each is consumed once. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LoadIT {

    private static final String APPLICATION = "application";
    private static final int TIMES = 3;
    private static final int ORDERS_BETWEEN = 30;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = APPLICATION, managed = false)
    static Archive<?> application() {
        return Deployments.application();
    }

    @Test
    @Capability("redeployment under load")
    void nothingIsLostOrDoubledWhenTheApplicationIsRedeployed() throws IOException, InterruptedException {
        ControlClient client = new ControlClient(FreePorts.httpAddress());
        Set<String> placed;
        deployer.deploy(APPLICATION);
        try {
            try (OrderLoad load = OrderLoad.start(client)) {
                for (int n = 0; n < TIMES; n++) {
                    awaitOrders(load);
                    deployer.undeploy(APPLICATION);
                    deployer.deploy(APPLICATION);
                }
                awaitOrders(load);
                placed = load.placed();
            }
            assertEveryOrderIsConsumedOnce(placed, client);
        } finally {
            deployer.undeploy(APPLICATION);
        }
    }

    @Test
    @Capability("restart of the broker with its server under load")
    void nothingIsLostOrDoubledWhenTheServerIsRestarted() throws IOException, InterruptedException {
        Path work = ServerKind.work().resolve(getClass().getSimpleName());
        try (MessageBroker broker = MessageBroker.start(work.resolve("broker"))) {
            ServerInstallation server = ServerKind.current().install(work.resolve("server"));
            server.use(broker);
            assertNothingIsLostOrDoubled(server, work);
        }
    }

    private static void assertNothingIsLostOrDoubled(ServerInstallation server, Path work)
            throws IOException, InterruptedException {
        Archive<?> application = Deployments.application(Packaging.NESTED);
        Path file = Files.createDirectories(work).resolve(application.getName());
        application.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.addDeployment(file);
        Set<String> placed = new HashSet<>();
        for (int n = 0; n < TIMES; n++) {
            try (ServerProcess process = ready(server)) {
                try (OrderLoad load = OrderLoad.start(new ControlClient(process.address("/")))) {
                    awaitOrders(load);
                    process.stop();
                    placed.addAll(load.placed());
                }
            }
        }
        try (ServerProcess process = ready(server)) {
            assertEveryOrderIsConsumedOnce(placed, new ControlClient(process.address("/")));
        }
    }

    private static ServerProcess ready(ServerInstallation server) throws IOException, InterruptedException {
        ServerProcess process = server.start();
        process.awaitReady(ControlClient.READY, LIMIT);
        return process;
    }

    private static void awaitOrders(OrderLoad load) {
        int before = load.placed().size();
        Awaitility.await().atMost(LIMIT).until(() -> load.placed().size() >= before + ORDERS_BETWEEN);
    }

    private static void assertEveryOrderIsConsumedOnce(Set<String> placed, ControlClient client)
            throws IOException, InterruptedException {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(client.lines("forwarded")).containsAll(placed));
        assertThat(client.lines("forwarded")).doesNotHaveDuplicates();
    }
}
