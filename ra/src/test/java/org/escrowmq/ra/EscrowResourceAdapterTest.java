package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.ra.config.AdapterSettings;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.FakeConnection;
import org.escrowmq.ra.kit.FakeProvider;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.kit.StubServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscrowResourceAdapterTest {

    private final AdapterKit kit = new AdapterKit();
    private final EscrowResourceAdapter adapter = kit.adapter();

    @Test
    void startOpensTheProviderAndStopClosesIt() throws Exception {
        adapter.start(kit.server().context());
        assertThat(kit.openings()).hasSize(1);

        adapter.stop();
        assertThat(kit.history().take()).isEqualTo("provider closed");
        assertThat(kit.server().timer().isCancelled()).isTrue();
    }

    @Test
    void recoveryBeforeStartOpensTheProviderAndStartDoesNotOpenItAgain() throws Exception {
        kit.managedConnectionFactory().createManagedConnection(null, null).destroy();
        assertThat(kit.openings()).hasSize(1);

        adapter.start(kit.server().context());
        assertThat(adapter.provider()).isSameAs(kit.provider());
        assertThat(kit.openings()).hasSize(1);
    }

    @Test
    void afterStopThereIsNoConnectionAndNothingIsOpenedAgain() throws Exception {
        adapter.start(kit.server().context());
        adapter.stop();

        assertThatThrownBy(() -> kit.managedConnectionFactory().createManagedConnection(null, null))
                .isInstanceOf(ResourceException.class).hasMessageContaining("is stopped");
        assertThatThrownBy(() -> adapter.getXAResources(new ActivationSpec[0]))
                .isInstanceOf(ResourceException.class).hasMessageContaining("is stopped");
        assertThat(kit.openings()).hasSize(1);
    }

    @Test
    void aStopWithoutStartKeepsRecoveryFromOpening() {
        adapter.stop();

        assertThatThrownBy(adapter::provider).isInstanceOf(ResourceException.class).hasMessageContaining("is stopped");
        assertThat(kit.openings()).isEmpty();
    }

    @Test
    void theServerMayStartItAgain() throws Exception {
        adapter.start(kit.server().context());
        adapter.stop();
        adapter.start(new StubServer().context());

        assertThat(adapter.provider()).isNotNull();
        assertThat(kit.openings()).hasSize(2);
    }

    @Test
    void aFailedStartSaysWhyAndMayBeRepeated() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        EscrowResourceAdapter failing = new EscrowResourceAdapter(settings -> {
            if (attempts.incrementAndGet() == 1) {
                throw new JMSRuntimeException("the directory is locked by process 7");
            }
            return new FakeProvider(new History());
        });

        assertThatThrownBy(() -> failing.start(kit.server().context()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("locked by process 7").hasMessageContaining("escrowmq")
                .hasCauseInstanceOf(JMSRuntimeException.class);
        failing.start(kit.server().context());
        assertThat(attempts).hasValue(2);
    }

    @Test
    void everyMistakeInTheConfigurationIsReportedAtOnceAndNothingIsOpened() {
        adapter.setName("../elsewhere");
        adapter.setBrokerUrl("tcp://a?keyStorePassword=secret&speed=11");
        adapter.setPassword("secret");
        adapter.setProperties("fsync=true;nonsense");
        adapter.setDeactivationMillis(-1L);

        assertThatThrownBy(() -> adapter.start(kit.server().context()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("7 mistakes")
                .hasMessageContaining("deactivationMillis is -1; a number of milliseconds from 0")
                .hasMessageContaining("name is \"../elsewhere\"")
                .hasMessageContaining("in brokerUrl, 'tcp://a' is no address of a broker; allowed is tcp://host:port")
                .hasMessageContaining("in brokerUrl, its parameter number 2 is none that there is; allowed are ")
                .hasMessageContaining("in properties, 'fsync' is no option for a remote broker")
                .hasMessageContaining("userName is not")
                .hasMessageContaining("\"nonsense\"")
                .hasMessageNotContaining("secret");
        assertThat(kit.openings()).isEmpty();
    }

    @Test
    void aUserThatADescriptorLeavesEmptyIsNone() {
        adapter.setUserName("");
        adapter.setPassword("");

        assertThat(adapter.credentials()).isEqualTo(Credentials.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "embedded", "http://a:80", "vm://0", "amqp://u:secret@a:1", "jgroups://x"})
    void aBrokerThatIsNeitherHereNorReachedByTcpIsRefusedWithWhatIsAllowed(String url) {
        adapter.setBrokerUrl(url);

        assertThatThrownBy(() -> adapter.start(kit.server().context()))
                .hasMessageContaining("brokerUrl is neither \"embedded:\"").hasMessageContaining("tcp://host:port")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aStopDoesNotWaitForAnOpeningLongerThanItsBoundAndWhatOpensLaterIsClosed() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch mayOpen = new CountDownLatch(1);
        History history = new History();
        ProviderLifecycle lifecycle = new ProviderLifecycle(settings -> {
            opening.countDown();
            try {
                mayOpen.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new FakeProvider(history);
        }, 1, 60_000);
        AdapterSettings settings = new AdapterSettings("x", "embedded:", null, java.util.Map.of());
        Thread starter = new Thread(() -> assertThatThrownBy(() -> lifecycle.provider(() -> settings))
                .hasMessageContaining("is stopped"));
        starter.start();
        opening.await();

        lifecycle.stop();
        assertThat(history.take()).isEmpty();
        mayOpen.countDown();
        starter.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(starter.isAlive()).isFalse();
        assertThat(history.take()).isEqualTo("provider closed");
    }

    @Test
    void whatWasOpenedEarlyAndIsNeitherStartedNorInUseIsClosedAfterAWhileAndOpenedAgainWhenNeeded() throws Exception {
        History history = new History();
        FakeProvider provider = new FakeProvider(history);
        BlockingQueue<XAConnection> users = new LinkedBlockingQueue<>();
        ProviderLifecycle lifecycle = new ProviderLifecycle(settings -> {
            history.add("open");
            // In use before it is looked whether it is, however slow this thread.
            users.add(connect(provider));
            return provider;
        }, 1_000, 1);
        AdapterSettings settings = new AdapterSettings("x", "embedded:", null, java.util.Map.of());
        lifecycle.provider(() -> settings);
        awaitEarlyThreads(1);
        assertThat(history.take()).isEqualTo("open, connect u");

        users.remove().close();
        awaitEarlyThreads(0);
        assertThat(history.take()).isEqualTo("disconnect, provider closed");
        lifecycle.provider(() -> settings);
        lifecycle.start(() -> settings);
        awaitEarlyThreads(0);
        assertThat(history.take()).isEqualTo("open, connect u");
        lifecycle.stop();
        assertThat(history.take()).isEqualTo("provider closed");
    }

    private static XAConnection connect(FakeProvider provider) {
        try {
            return provider.connectionFactory().createXAConnection("u", "p");
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitEarlyThreads(int number) {
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("escrowmq-early")).hasSize(number));
    }

    @Test
    void anEndpointThatIsActivatedWhileTheAdapterStopsIsClosedAndTold() throws Exception {
        adapter.setProperties("jmx=false");
        adapter.start(kit.server().context());
        MessageEndpointFactory bean = new StubEndpoints(kit.history(), true, message -> { }).factory();
        kit.provider().whenConnecting(adapter::stop);

        assertThatThrownBy(() -> adapter.endpointActivation(bean, kit.queueSpec("q")))
                .isInstanceOf(ResourceException.class).hasMessageContaining("was stopped meanwhile");
        assertThat(kit.provider().connections()).allMatch(FakeConnection::isClosed);
    }

    @Test
    void recoveryGetsALiveResourceForSpecsItHasNeverSeen() throws Exception {
        adapter.start(kit.server().context());

        assertThat(adapter.getXAResources(AdapterKit.specs(new EscrowActivationSpec(), new EscrowActivationSpec())))
                .hasSize(1).doesNotContainNull();
        assertThat(adapter.getXAResources(new ActivationSpec[0])).hasSize(1);
    }

    @Test
    void stopDeactivatesWhatTheServerDidNot() throws Exception {
        adapter.start(kit.server().context());
        MessageEndpointFactory bean = new StubEndpoints(kit.history(), true, message -> { }).factory();
        adapter.endpointActivation(bean, kit.queueSpec("q"));

        adapter.stop();

        assertThat(kit.history().take()).endsWith("disconnect, provider closed");
    }

    @Test
    void endpointsNeedAStartedAdapterAndASpecOfItsOwn() throws Exception {
        MessageEndpointFactory bean = new StubEndpoints(kit.history(), true, message -> { }).factory();
        assertThatThrownBy(() -> adapter.endpointActivation(bean, kit.queueSpec("q")))
                .isInstanceOf(ResourceException.class).hasMessageContaining("not started");

        adapter.start(kit.server().context());
        assertThatThrownBy(() -> adapter.endpointActivation(bean, null))
                .isInstanceOf(jakarta.resource.NotSupportedException.class)
                .hasMessageContaining(EscrowActivationSpec.class.getName());
    }

    @Test
    void aTransactionIsSeenFromItsBeginningToItsCompletion() throws Exception {
        assertThat(adapter.transactions().inTransaction()).isFalse();
        adapter.start(kit.server().context());
        assertThat(adapter.transactions().inTransaction()).isFalse();

        kit.server().setTransactionStatus(Status.STATUS_ACTIVE);
        assertThat(adapter.transactions().inTransaction()).isTrue();
        kit.server().setTransactionStatus(Status.STATUS_MARKED_ROLLBACK);
        assertThat(adapter.transactions().inTransaction()).isTrue();
        kit.server().setTransactionStatus(Status.STATUS_COMMITTED);
        assertThat(adapter.transactions().inTransaction()).isFalse();
    }

    @Test
    void aServerWithoutTransactionRegistryAndTimerWillDo() throws Exception {
        adapter.start(new StubServer().withoutRegistry().withoutTimer().context());

        assertThat(adapter.transactions().inTransaction()).isFalse();
        adapter.stop();
    }

    @Test
    void itIsEqualByConfiguration() {
        EscrowResourceAdapter one = new EscrowResourceAdapter();
        EscrowResourceAdapter other = new EscrowResourceAdapter();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);

        other.setDataDirectory("/elsewhere");
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void passwordsAreNotShown() {
        adapter.setUserName("user");
        adapter.setPassword("secret");

        assertThat(adapter.credentials().toString()).contains("user").doesNotContain("secret");
        assertThat(adapter.toString()).doesNotContain("secret");
    }
}
