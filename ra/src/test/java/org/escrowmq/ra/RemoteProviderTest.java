package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.LogLines;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.kit.StubPool;
import org.escrowmq.ra.kit.StubServer;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter with a remote broker that is not there; what it does with one that is, it-tests/cluster tests. */
@Timeout(60)
class RemoteProviderTest {

    private final StubServer server = new StubServer();
    private final EscrowResourceAdapter adapter = new EscrowResourceAdapter();
    private String url;

    @BeforeEach
    void findAPlaceWhereNobodyIs() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "tcp://127.0.0.1:" + socket.getLocalPort();
        }
        adapter.setBrokerUrl(url);
        adapter.setProperties("jmx=false;objectMessageClasses=com.acme.*");
    }

    @AfterEach
    void stop() {
        adapter.stop();
    }

    private ConnectionFactory factory() throws Exception {
        EscrowManagedConnectionFactory managed = new EscrowManagedConnectionFactory();
        managed.setResourceAdapter(adapter);
        return (ConnectionFactory) managed.createConnectionFactory(new StubPool(server));
    }

    @Test
    void theAdapterStartsAndWhoeverWantsAConnectionIsToldWhichBrokerDoesNotAnswer() throws Exception {
        adapter.start(server.context());
        Connection connection = factory().createConnection();
        assertThatThrownBy(connection::createSession).hasMessageContaining("Cannot connect to " + url);
    }

    @Test
    void aBeanIsDeployedAllTheSameAndTheLogSaysWhatItWaitsFor() throws Exception {
        adapter.start(server.context());
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setDestination("orders");
        MessageEndpointFactory bean = new StubEndpoints(new History(), true, message -> { }).factory();
        try (LogLines log = LogLines.listening()) {
            adapter.endpointActivation(bean, spec);
            assertThat(log.all()).anyMatch(line -> line.contains("ESCROWRA2003") && line.contains(url));
        }
        adapter.endpointDeactivation(bean, spec);
    }

    @Test
    void recoveryFailsAsLongAsTheBrokerDoesNotAnswer() throws Exception {
        adapter.start(server.context());
        XAResource resource = adapter.getXAResources(null)[0];
        assertThatThrownBy(() -> resource.recover(XAResource.TMSTARTRSCAN)).isInstanceOfSatisfying(XAException.class,
                failure -> assertThat(failure.errorCode).isEqualTo(XAException.XAER_RMFAIL)).hasMessageContaining(url);
    }

    @Test
    void jmxSaysThatTheBrokerDoesNotAnswerAsLongAsTheAdapterRuns() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.escrowmq:broker=\"watched\",type=health");
        adapter.setName("watched");
        adapter.setProperties("");
        adapter.start(server.context());
        assertThat(beans.getAttribute(name, "State")).isEqualTo("DOWN");
        assertThat((String[]) beans.getAttribute(name, "Reasons")).singleElement().asString().contains(url);
        EscrowResourceAdapter second = new EscrowResourceAdapter();
        second.setName("watched");
        second.setBrokerUrl(url);
        second.start(server.context());
        ObjectName another = new ObjectName(name + ",number=2");
        assertThat(beans.isRegistered(another)).isTrue();
        second.stop();
        assertThat(beans.isRegistered(another)).isFalse();
        adapter.stop();
        assertThat(beans.isRegistered(name)).isFalse();
    }

    @Test
    void jmxFalseHidesTheHealthOfTheBroker() throws Exception {
        adapter.setName("hidden");
        adapter.start(server.context());
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(
                new ObjectName("org.escrowmq:broker=\"hidden\",*"), null)).isEmpty();
    }

    @Test
    void theStopLeavesNoThread() throws Exception {
        adapter.start(server.context());
        assertThatThrownBy(factory().createConnection()::createSession).hasMessageContaining(url);
        adapter.stop();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(thread -> thread.getName().toLowerCase())
                .noneMatch(name -> name.contains("escrowmq") || name.contains("client-remoting")
                        || name.contains("nioeventloopgroup")));
    }

    @Test
    void optionsOfAnEmbeddedBrokerAreMistakesAndTheAdaptersOwnAreNot() {
        assertThat(Providers.mistakes(url, Map.of("jmx", "false", "objectMessageClasses", "a.*"))).isEmpty();
        assertThat(Providers.mistakes(url, Map.of("fsync", "true", "objectMessageClasses", "maxdepth=deep")))
                .hasSize(2);
    }

    @Test
    void aStoreForTlsThatIsNotThereIsAMistakeThatShowsNoPassword() {
        assertThat(Providers.mistakes(url + "?sslEnabled=true&keyStorePath=/no/such&keyStorePassword=secret", Map.of()))
                .singleElement().asString().contains("/no/such").doesNotContain("secret");
    }
}
