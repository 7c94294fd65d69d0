package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a durable subscription keeps while its bean is not deployed. */
@Capability("durable subscriptions over redeployment")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DurableSubscriptionIT {

    private static final String WITH = "with subscriber";
    private static final String WITHOUT = "without subscriber";
    private static final String EVENTS = "events";
    private static final String DURABLE_EVENTS = "durable-events";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ControlClient client = new ControlClient(FreePorts.httpAddress());

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = WITH, managed = false)
    static Archive<?> withSubscriber() {
        return Deployments.application();
    }

    @Deployment(name = WITHOUT, managed = false)
    static Archive<?> withoutSubscriber() {
        return Deployments.applicationWithoutDurableSubscriber();
    }

    @Test
    void beanGetsWhatWasPublishedWhileItWasNotDeployed() {
        whileDeployed(WITH, () -> {
            client.post(EVENTS, "id", "first");
            await(DURABLE_EVENTS, "first");
        });
        whileDeployed(WITHOUT, () -> {
            client.post(EVENTS, "id", "missed");
            await(EVENTS, "missed");
        });
        whileDeployed(WITH, () -> {
            await(DURABLE_EVENTS, "missed");
            assertThat(client.lines(DURABLE_EVENTS)).containsExactly("missed");
            assertThat(client.lines(EVENTS)).as("without durable subscription").isEmpty();
        });
    }

    private void await(String path, String id) {
        Awaitility.await().atMost(LIMIT).until(() -> client.lines(path).contains(id));
    }

    private void whileDeployed(String deployment, Action action) {
        deployer.deploy(deployment);
        try {
            action.run();
        } catch (Exception e) {
            throw new AssertionError("Failed " + deployment, e);
        } finally {
            deployer.undeploy(deployment);
        }
    }

    private interface Action {

        void run() throws Exception;
    }
}
