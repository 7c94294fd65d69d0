package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escrowmq.it.bad.UnknownDestinationType;
import org.escrowmq.it.bad.UnresolvableConnectionFactory;
import org.escrowmq.it.bad.UnresolvableDestination;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.LimitedOn;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mistake in an activation property fails the deployment with an error that names it. */
@Capability("a mistake in an activation property fails the deployment and is named")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@LimitedOn(server = "liberty", reason = "the application starts; the log has the error with what is allowed, and a"
        + " destination that is not there is waited for")
class BadActivationIT {

    private static final String IN_THE_LOG =
            "the deployment fails, but the answer only says to look into server.log; there the mistake is named";

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "type", managed = false, testable = false)
    static Archive<?> unknownType() {
        return Deployments.onlyBean(UnknownDestinationType.class);
    }

    @Deployment(name = "destination", managed = false, testable = false)
    static Archive<?> unresolvableDestination() {
        return Deployments.onlyBean(UnresolvableDestination.class);
    }

    @Deployment(name = "factory", managed = false, testable = false)
    static Archive<?> unresolvableConnectionFactory() {
        return Deployments.onlyBean(UnresolvableConnectionFactory.class);
    }

    @Deployment(name = "right", managed = false, testable = false)
    static Archive<?> right() {
        return Deployments.application();
    }

    @Test
    @Capability("after a failed deployment the next one works, without a restart of the server")
    void adapterOfAFailedDeploymentLeavesItsStoreToTheNext() {
        try {
            assertThatThrownBy(() -> deployer.deploy("type")).isNotNull();
        } finally {
            deployer.undeploy("type");
        }
        deployer.deploy("right");
        deployer.undeploy("right");
    }

    @Test
    @LimitedOn(server = "glassfish", reason = IN_THE_LOG)
    @LimitedOn(server = "payara", reason = IN_THE_LOG)
    void unknownDestinationTypeIsNamedWithWhatIsAllowed() {
        assertRefused("type", "destinationType", "jakarta.jms.Pigeon", "jakarta.jms.Queue", "jakarta.jms.Topic");
    }

    @Test
    @LimitedOn(server = "glassfish", reason = IN_THE_LOG)
    @LimitedOn(server = "payara", reason = IN_THE_LOG)
    void unresolvableDestinationLookupIsNamed() {
        assertRefused("destination", "destinationLookup", "java:app/it/nowhere");
    }

    @Test
    @LimitedOn(server = "glassfish", reason = IN_THE_LOG)
    @LimitedOn(server = "payara", reason = IN_THE_LOG)
    void unresolvableConnectionFactoryLookupIsNamed() {
        assertRefused("factory", "connectionFactoryLookup", "java:app/it/no-factory");
    }

    private void assertRefused(String deployment, String... named) {
        try {
            assertThatThrownBy(() -> deployer.deploy(deployment)).hasMessageContainingAll(named);
        } finally {
            deployer.undeploy(deployment);
        }
    }
}
