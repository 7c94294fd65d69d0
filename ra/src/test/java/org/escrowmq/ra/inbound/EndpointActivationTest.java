package org.escrowmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.kit.FakeConnection;
import org.escrowmq.ra.kit.FakeConsumer;
import org.escrowmq.ra.kit.StubEndpoints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointActivationTest {

    private AdapterKit kit;
    private StubEndpoints endpoints;
    private MessageEndpointFactory bean;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        endpoints = new StubEndpoints(kit.history(), true, message -> { });
        bean = endpoints.factory();
    }

    private String activated(EscrowActivationSpec spec) throws ResourceException {
        kit.adapter().endpointActivation(bean, spec);
        return kit.history().take();
    }

    @Test
    void aQueueHasAsManySessionsAsConfigured() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        spec.setMaxSessions(2);
        spec.setMinSessions(2);
        kit.adapter().setUserName("u");

        assertThat(activated(spec)).isEqualTo("connect u, s1 mode 0, s1.consumer(q), s2 mode 0, s2.consumer(q)");
        assertThat(kit.provider().connections().get(0).isStarted()).isTrue();
    }

    @Test
    void messagesOfAQueueAreSpreadOverItsSessions() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        spec.setMaxSessions(2);
        spec.setMinSessions(2);
        activated(spec);
        kit.provider().queue("q").put("a");
        kit.provider().queue("q").put("b");
        kit.server().timer().runScheduled();

        assertThat(kit.server().works().size()).isEqualTo(2);
        kit.server().settle();
        assertThat(kit.history().take()).contains("s1.start", "s2.start", "onMessage a", "onMessage b");
    }

    @Test
    void anUnsharedTopicHasOneSession() throws Exception {
        assertThat(activated(kit.topicSpec("t"))).isEqualTo("connect null, s1 mode 0, s1.consumer(t)");
    }

    @Test
    void aSharedTopicHasAsManySessionsAsConfigured() throws Exception {
        EscrowActivationSpec spec = kit.topicSpec("t");
        spec.setShareSubscriptions(true);
        spec.setSubscriptionName("sub");

        assertThat(activated(spec)).isEqualTo("connect null, s1 mode 0, s1.shared sub(t), s2 mode 0, s2.shared sub(t), "
                + "s3 mode 0, s3.shared sub(t)");
    }

    @Test
    void aDurableSubscriptionBelongsToTheClientIdIfThereIsOne() throws Exception {
        EscrowActivationSpec spec = kit.topicSpec("t");
        spec.setSubscriptionDurability("Durable");
        spec.setSubscriptionName("sub");
        spec.setClientId("c");

        assertThat(activated(spec)).isEqualTo("connect null, client id c, s1 mode 0, s1.durable sub(t)");
    }

    @Test
    void aDurableSubscriptionWithoutClientIdHasOneSessionToo() throws Exception {
        EscrowActivationSpec spec = kit.topicSpec("t");
        spec.setSubscriptionDurability("Durable");
        spec.setSubscriptionName("sub");

        assertThat(activated(spec)).isEqualTo("connect null, s1 mode 0, s1.shared durable sub(t)");
    }

    @Test
    void aSharedDurableSubscriptionHasAsManySessionsAsConfigured() throws Exception {
        EscrowActivationSpec spec = kit.topicSpec("t");
        spec.setSubscriptionDurability("Durable");
        spec.setSubscriptionName("sub");
        spec.setShareSubscriptions(true);

        assertThat(activated(spec)).contains("s1.shared durable sub(t)", "s3.shared durable sub(t)");
    }

    @Test
    void aConfigurationThatCannotWorkFailsTheActivationAndLeavesNothingOpen() throws Exception {
        EscrowActivationSpec unknownType = kit.queueSpec("q");
        unknownType.setDestinationType("jakarta.jms.Channel");
        assertThatThrownBy(() -> activated(unknownType)).isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("jakarta.jms.Channel").hasMessageContaining("allowed");

        EscrowActivationSpec selector = kit.queueSpec("q");
        selector.setMessageSelector("bad");
        assertThatThrownBy(() -> activated(selector)).isInstanceOf(ResourceException.class)
                .hasMessageContaining("bean on queue q").hasMessageContaining("selector is bad");
        assertThat(kit.provider().connections()).allMatch(FakeConnection::isClosed);

        kit.provider().refuse(new JMSSecurityException("who are you"));
        assertThatThrownBy(() -> activated(kit.queueSpec("q")))
                .isInstanceOf(jakarta.resource.spi.SecurityException.class).hasMessageContaining("who are you");
        assertThat(kit.server().timer().runScheduled()).isFalse();
    }

    /** A bean of another kind. */
    public static final class NoListener {

        public boolean isDeliveryTransacted(Method method) throws NoSuchMethodException {
            throw new NoSuchMethodException(method.toString());
        }

        public Class<?> getEndpointClass() {
            return NoListener.class;
        }
    }

    @Test
    void aBeanThatIsNoMessageListenerIsRefusedByName() throws Exception {
        bean = Fake.of(MessageEndpointFactory.class, new NoListener());
        assertThatThrownBy(() -> activated(kit.queueSpec("q"))).isInstanceOf(ResourceException.class)
                .hasMessageContaining(NoListener.class.getName()).hasMessageContaining("MessageListener")
                .hasCauseInstanceOf(NoSuchMethodException.class);
        assertThat(kit.provider().connections()).isEmpty();
    }

    @Test
    void aProviderThatIsNotThereYetIsWaitedForInGrowingIntervals() throws Exception {
        kit.provider().refuse(new JMSException("not yet"));
        activated(kit.queueSpec("q"));
        for (int i = 0; i < 7; i++) {
            kit.server().timer().runScheduled();
            kit.server().works().runScheduled();
        }
        assertThat(kit.server().timer().takeDelays())
                .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L);

        kit.provider().refuse(null);
        kit.provider().queue("q").put("a");
        kit.server().settle();
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void aBrokerThatHasFailedIsWaitedForToo() throws Exception {
        kit.provider().setHealthy(false);
        kit.failOpenings(3);
        activated(kit.queueSpec("q"));
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.server().timer().takeDelays()).containsExactly(1000L, 2000L, 4000L);
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void aBrokenConnectionIsReplacedAndDeliveryGoesOn() throws Exception {
        activated(kit.queueSpec("q"));
        kit.provider().breakConnections(new JMSException("broken"));
        assertThat(kit.server().timer().takeDelays()).containsExactly(1000L);
        kit.server().settle();
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(2);
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void theIntervalsBeginAnewAfterAMessageWasDelivered() throws Exception {
        activated(kit.queueSpec("q"));
        for (int i = 0; i < 2; i++) {
            kit.provider().breakConnections(new JMSException("broken"));
            kit.server().settle();
        }
        kit.provider().queue("q").put("a");
        kit.server().settle();
        kit.provider().breakConnections(new JMSException("broken"));

        assertThat(kit.server().timer().takeDelays()).containsExactly(1000L, 2000L, 1000L);
    }

    @Test
    void aConsumerThatFailsIsReplacedWithItsConnection() throws Exception {
        activated(kit.queueSpec("q"));
        kit.provider().queue("q").put("a");
        kit.provider().connections().get(0).consumers().forEach(FakeConsumer::close);
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(2);
        assertThat(kit.provider().connections().get(0).isClosed()).isTrue();
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void aConsumerThatTheBrokerEndsWhileItWaitsIsReplacedToo() throws Exception {
        activated(kit.queueSpec("q"));
        kit.provider().connections().get(0).consumers().forEach(FakeConsumer::endByBroker);
        kit.server().settle();
        kit.provider().queue("q").put("a");
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(2);
        assertThat(kit.history().take()).contains("onMessage a");
    }

    @Test
    void aReconnectionIsRequestedAgainWhenItsWorkIsRejected() throws Exception {
        activated(kit.queueSpec("q"));
        kit.server().works().reject(1);
        kit.provider().breakConnections(new JMSException("broken"));
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(2);
        assertThat(kit.server().timer().takeDelays()).containsExactly(1000L, 2000L);
    }

    @Test
    void deactivationClosesEverythingAndKeepsTheMessages() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        activated(spec);
        kit.provider().queue("q").put("a");
        kit.adapter().endpointDeactivation(bean, spec);
        kit.server().settle();

        assertThat(kit.history().take()).isEqualTo("disconnect");
        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
        assertThat(kit.provider().queue("q").waiting()).isZero();
    }

    @Test
    void onlyTheActivationOfBothObjectsIsDeactivated() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        activated(spec);
        kit.adapter().endpointDeactivation(bean, kit.queueSpec("q"));
        kit.adapter().endpointDeactivation(endpoints.factory(), spec);
        assertThat(kit.history().take()).isEmpty();

        kit.adapter().endpointDeactivation(bean, spec);
        kit.adapter().endpointDeactivation(bean, spec);
        assertThat(kit.history().take()).isEqualTo("disconnect");
    }

    @Test
    void aDeactivatedEndpointIsNotReconnected() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        activated(spec);
        kit.provider().breakConnections(new JMSException("broken"));
        kit.adapter().endpointDeactivation(bean, spec);
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(1);
    }

    @Test
    void anEndpointThatIsDeactivatedWhileItReconnectsHoldsNoConnection() throws Exception {
        EscrowActivationSpec spec = kit.queueSpec("q");
        kit.adapter().setDeactivationMillis(1L);
        activated(spec);
        kit.provider().breakConnections(new JMSException("broken"));
        kit.provider().whenConnecting(() -> kit.adapter().endpointDeactivation(bean, spec));
        kit.server().settle();

        assertThat(kit.provider().connections()).hasSize(2).allMatch(FakeConnection::isClosed);
    }

    @Test
    void deactivationWaitsForTheDeliveryInFlight() throws Exception {
        CountDownLatch inBean = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        bean = new StubEndpoints(kit.history(), true, message -> {
            inBean.countDown();
            await(mayReturn);
        }).factory();
        EscrowActivationSpec spec = kit.queueSpec("q");
        activated(spec);
        kit.provider().queue("q").put("a");
        kit.provider().queue("q").put("b");
        kit.server().timer().runScheduled();
        Thread delivering = new Thread(() -> kit.server().works().runScheduled());
        delivering.start();
        await(inBean);
        Thread deactivating = new Thread(() -> kit.adapter().endpointDeactivation(bean, spec));
        deactivating.start();
        while (deactivating.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(kit.history().take()).doesNotContain("disconnect");

        mayReturn.countDown();
        deactivating.join(TimeUnit.SECONDS.toMillis(20));
        delivering.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(kit.history().take()).contains("s1.commit(b1 one phase)").contains("disconnect")
                .doesNotContain("onMessage b");
        assertThat(kit.provider().queue("q").texts()).containsExactly("b");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("It did not come to that");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
