package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.escrowmq.it.observer.ObserverServlet;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with the adapter in it leaves nothing behind when it goes. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Capability("50 redeployments leave no class loader, no thread, no object")
class RedeploymentIT {

    private static final String APPLICATION = "application";
    private static final String OBSERVER = "observer";
    private static final int WARM_UP = 5;
    private static final int TIMES = 50;
    /** A loader kept by each redeployment would be ten times as many. */
    private static final int TOLERATED = TIMES / 10;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = OBSERVER, testable = false)
    static Archive<?> observer() {
        return ShrinkWrap.create(WebArchive.class, "observer.war").addPackage(ObserverServlet.class.getPackage());
    }

    @Deployment(name = APPLICATION, managed = false, testable = false)
    static Archive<?> application() {
        return Deployments.application();
    }

    /** What the virtual machine holds. */
    private record Holdings(int loaders, List<String> threads, String objects) {
    }

    @Test
    void nothingGrowsFromRedeploymentToRedeployment() throws IOException, InterruptedException {
        redeploy(WARM_UP);
        Holdings before = holdings();
        redeploy(TIMES);

        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            Holdings after = holdings();
            assertThat(after.loaders).as("class loaders").isLessThan(before.loaders + TOLERATED);
            assertThat(after.threads).as("threads of the adapter and its engine")
                    .noneMatch(name -> name.contains("escrowmq") || name.contains("ActiveMQ")
                            || name.contains("Artemis"));
            assertThat(after.objects).as("objects of the adapter and the provider").isBlank();
        });
    }

    private void redeploy(int times) {
        for (int n = 0; n < times; n++) {
            deployer.deploy(APPLICATION);
            deployer.undeploy(APPLICATION);
        }
    }

    private static Holdings holdings() throws IOException, InterruptedException {
        List<String> lines = new ControlClient(FreePorts.httpAddress(), "/observer/").lines("");
        return new Holdings(Integer.parseInt(lines.get(0)), List.of(lines.get(1).split(",")), lines.get(2));
    }
}
