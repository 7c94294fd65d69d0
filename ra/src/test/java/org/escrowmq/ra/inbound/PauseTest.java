package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.kit.StubEndpoints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an endpoint pauses, what operators see of it, and how it goes on. */
class PauseTest {

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private final AdapterKit kit = new AdapterKit();
    private StubEndpoints endpoints;
    private MessageEndpointFactory bean;
    private EscrowActivationSpec spec;
    private boolean failing;

    @BeforeEach
    void start() throws Exception {
        kit.adapter().setName("pauses");
        kit.adapter().start(kit.server().context());
        endpoints = new StubEndpoints(kit.history(), true, message -> {
            if (failing) {
                throw new IllegalArgumentException("the database is down");
            }
        });
        bean = endpoints.factory();
        spec = kit.queueSpec("q");
        spec.setMinSessions(2);
        spec.setMaxSessions(2);
        spec.setPauseOnFailures(3);
        spec.setPauseMillis(500L);
    }

    @AfterEach
    void stop() throws Exception {
        kit.adapter().stop();
        assertThat(names()).isEmpty();
    }

    private Set<ObjectName> names() throws Exception {
        return jmx.queryNames(new ObjectName("org.escrowmq:adapter=\"pauses\",*"), null);
    }

    private EndpointMXBean activate() throws Exception {
        kit.adapter().endpointActivation(bean, spec);
        kit.history().take();
        return JMX.newMXBeanProxy(jmx, names().iterator().next(), EndpointMXBean.class);
    }

    /** Runs what is due at once, and not what waits for the end of the pause. */
    private void runUntilPaused(EndpointMXBean endpoint) {
        for (int i = 0; i < 20 && !endpoint.getState().equals("PAUSED"); i++) {
            kit.server().timer().runScheduled();
            kit.server().works().runScheduled();
        }
        assertThat(endpoint.getState()).isEqualTo("PAUSED");
    }

    private EndpointMXBean paused() throws Exception {
        EndpointMXBean endpoint = activate();
        failing = true;
        kit.provider().queue("q").put("a");
        runUntilPaused(endpoint);
        return endpoint;
    }

    @Test
    void afterSoManyFailuresInARowItPauses() throws Exception {
        EndpointMXBean endpoint = paused();

        assertThat(endpoint.getFailed()).isEqualTo(3);
        assertThat(endpoint.getFailuresInARow()).isEqualTo(3);
        assertThat(endpoint.getDelivered()).isZero();
        assertThat(endpoint.getLastFailure()).contains("the database is down");
        assertThat(endpoint.getSessions()).isEqualTo(2);
        assertThat(kit.server().timer().takeDelays()).containsExactly(500L);
    }

    @Test
    void afterThePauseOneSessionTriesAndAllGoOnIfItSucceeds() throws Exception {
        EndpointMXBean endpoint = paused();
        kit.provider().queue("q").put("b");
        kit.provider().queue("q").put("c");
        failing = false;
        kit.history().take();
        kit.server().timer().runScheduled();
        assertThat(endpoint.getState()).isEqualTo("TRIAL");
        kit.server().timer().runScheduled();
        assertThat(kit.server().works().size()).as("sessions that try").isEqualTo(1);

        kit.server().settle();
        assertThat(endpoint.getState()).isEqualTo("DELIVERING");
        assertThat(endpoint.getDelivered()).isEqualTo(3);
        assertThat(endpoint.getFailuresInARow()).isZero();
        assertThat(kit.history().take()).contains("onMessage a", "onMessage b", "onMessage c");
    }

    @Test
    void aTrialThatFailsPausesAgain() throws Exception {
        EndpointMXBean endpoint = paused();
        kit.server().timer().takeDelays();
        kit.server().timer().runScheduled();
        runUntilPaused(endpoint);

        assertThat(endpoint.getFailed()).isEqualTo(4);
        assertThat(kit.server().timer().takeDelays()).containsExactly(500L);
    }

    @Test
    void successesInBetweenKeepItFromPausing() throws Exception {
        EndpointMXBean endpoint = activate();
        for (int i = 0; i < 5; i++) {
            endpoints.rollBack(2);
            kit.provider().queue("q").put("m" + i);
            kit.server().settle();
        }

        assertThat(endpoint.getState()).isEqualTo("DELIVERING");
        assertThat(endpoint.getFailed()).isEqualTo(10);
        assertThat(endpoint.getDelivered()).isEqualTo(5);
    }

    @Test
    void aTransactionThatTheBeanRollsBackIsAFailureToo() throws Exception {
        EndpointMXBean endpoint = activate();
        endpoints.rollBack(3);
        kit.provider().queue("q").put("a");
        runUntilPaused(endpoint);

        assertThat(endpoint.getLastFailure()).contains("rolled back");
    }

    @Test
    void whatTheServerIsNotAbleToDoIsNoFailureOfTheBean() throws Exception {
        EndpointMXBean endpoint = activate();
        endpoints.beUnavailable(5);
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(endpoint.getFailed()).isZero();
        assertThat(endpoint.getDelivered()).isEqualTo(1);
    }

    @Test
    void withoutATimeOnlyAnOperatorResumes() throws Exception {
        spec.setPauseMillis(0L);
        EndpointMXBean endpoint = paused();
        kit.server().settle();
        assertThat(endpoint.getState()).isEqualTo("PAUSED");
        assertThat(kit.server().timer().takeDelays()).isEmpty();

        failing = false;
        endpoint.resume();
        kit.server().settle();
        assertThat(endpoint.getDelivered()).isEqualTo(1);
        assertThat(endpoint.getState()).isEqualTo("DELIVERING");
    }

    @Test
    void anOperatorPausesForAsLongAsHeLikes() throws Exception {
        EndpointMXBean endpoint = activate();
        endpoint.pause();
        kit.provider().queue("q").put("a");
        kit.provider().queue("q").put("b");
        kit.provider().queue("q").put("c");
        kit.server().settle();
        assertThat(kit.history().take()).isEmpty();
        assertThat(kit.provider().queue("q").texts()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(kit.provider().queue("q").waiting()).isZero();
        assertThat(endpoint.getSessionsInUse()).isZero();

        endpoint.resume();
        kit.server().settle();
        assertThat(endpoint.getDelivered()).isEqualTo(3);
    }

    @Test
    void theEndOfAnEarlierPauseDoesNotEndALaterOne() throws Exception {
        EndpointMXBean endpoint = paused();
        endpoint.resume();
        endpoint.pause();
        kit.server().settle();

        assertThat(endpoint.getState()).isEqualTo("PAUSED");
    }

    @Test
    void aPauseOutlastsABrokenConnection() throws Exception {
        spec.setPauseMillis(0L);
        EndpointMXBean endpoint = paused();
        kit.provider().breakConnections(new JMSException("broken"));
        assertThat(endpoint.getState()).isEqualTo("BROKEN");
        kit.server().settle();

        assertThat(endpoint.getState()).isEqualTo("PAUSED");
        assertThat(kit.provider().queue("q").waiting()).isZero();
        failing = false;
        endpoint.resume();
        kit.server().settle();
        assertThat(endpoint.getDelivered()).isEqualTo(1);
    }

    @Test
    void twoBeansOfOneClassOnOneDestinationAreBothShownAndEachUntilItIsDeactivated() throws Exception {
        EndpointMXBean first = activate();
        MessageEndpointFactory other = new StubEndpoints(kit.history(), true, message -> { }).factory();
        kit.adapter().endpointActivation(other, kit.queueSpec("q"));
        assertThat(names()).extracting(name -> name.getKeyProperty("number")).containsExactlyInAnyOrder(null, "2");
        assertThat(first.getName()).isEqualTo("bean on queue q");
        assertThat(first.getDestination()).isEqualTo("q");

        kit.adapter().endpointDeactivation(bean, spec);
        assertThat(names()).extracting(name -> name.getKeyProperty("number")).containsExactly("2");
    }

    @Test
    void theOptionThatHidesTheBrokerHidesItsBeans() throws Exception {
        kit.adapter().stop();
        kit.adapter().setProperties("jmx=false");
        kit.adapter().start(kit.server().context());
        kit.adapter().endpointActivation(bean, spec);
        assertThat(names()).isEmpty();
    }
}
