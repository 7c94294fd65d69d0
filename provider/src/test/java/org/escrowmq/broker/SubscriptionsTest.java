package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Map;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions on topics (specification 8.3). */
@Timeout(60)
class SubscriptionsTest {

    private static final EscrowTopic NEWS = BrokerRig.topic("news");
    private static final Subscription DURABLE = new Subscription("reader", "desk", true, false);
    private static final Subscription SHARED_DURABLE = new Subscription("readers", null, true, true);
    private static final Subscription SHARED = new Subscription("readers", null, false, true);

    @TempDir
    private Path directory;
    private BrokerRig rig;

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static ConsumerSpec spec(EscrowTopic topic, Subscription subscription, String selector) {
        return new ConsumerSpec(topic, subscription, selector, false, false);
    }

    private static ConsumerSpec spec(Subscription subscription) {
        return spec(NEWS, subscription, null);
    }

    private int queueCount() {
        return (int) rig.broker().engine().server().getPostOffice().getAllBindings().count();
    }

    @Test
    void aDurableSubscriptionKeepsMessagesWithoutItsConsumerAndOverARestart() throws JMSException {
        rig.consume(spec(DURABLE)).close();
        rig.send(NEWS, "a");
        rig.restart();
        rig.send(NEWS, "b");
        assertThat(rig.drain(spec(DURABLE))).containsExactly("a", "b");
    }

    @Test
    void anUnsharedDurableSubscriptionHasOneConsumer() throws JMSException {
        Inbox first = rig.consume(spec(DURABLE));
        assertThatThrownBy(() -> rig.consume(spec(DURABLE)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("reader").hasMessageContaining("desk");
        assertThatThrownBy(() -> rig.consume(spec(NEWS, DURABLE, "a = 1"))).isInstanceOf(IllegalStateException.class);
        first.close();
        rig.consume(spec(DURABLE)).close();
    }

    @Test
    void aDurableSubscriptionWithAnotherSelectorReplacesTheOldOne() throws JMSException {
        rig.consume(spec(NEWS, DURABLE, null)).close();
        rig.send(NEWS, "old");
        rig.consume(spec(NEWS, DURABLE, "colour = 'red'")).close();
        rig.session().send(BrokerRig.withProperties(NEWS, Map.of("colour", "red")), null);
        rig.session().send(BrokerRig.withProperties(NEWS, Map.of("colour", "blue")), null);
        Inbox inbox = rig.consume(spec(NEWS, DURABLE, "colour = 'red'"));
        inbox.request(10);
        inbox.settle();
        assertThat(inbox.deliveries()).hasSize(1);
        assertThat(inbox.deliveries().get(0).message().properties()).containsEntry("colour", "red");
    }

    @Test
    void aDurableSubscriptionOnAnotherTopicReplacesTheOldOne() throws JMSException {
        rig.consume(spec(DURABLE)).close();
        rig.send(NEWS, "old");
        rig.consume(spec(BrokerRig.topic("weather"), DURABLE, null)).close();
        rig.send(NEWS, "other topic");
        rig.send(BrokerRig.topic("weather"), "rain");
        assertThat(rig.drain(spec(BrokerRig.topic("weather"), DURABLE, null))).containsExactly("rain");
    }

    @Test
    void aDurableSubscriptionWithAnotherNoLocalReplacesTheOldOne() throws JMSException {
        rig.connection().setClientId("desk");
        ConsumerSpec local = spec(DURABLE);
        ConsumerSpec noLocal = new ConsumerSpec(NEWS, DURABLE, null, true, false);
        rig.consume(local).close();
        rig.send(NEWS, "old");
        rig.consume(noLocal).close();
        rig.send(NEWS, "own");
        BrokerSession other = rig.broker().connect(null, null).createSession();
        other.send(BrokerRig.text(NEWS, "other"), null);
        assertThat(rig.drain(noLocal)).containsExactly("other");
    }

    @Test
    void aSubscriptionWithMessagesInAnOpenTransactionCannotBeReplacedOrDeleted() throws JMSException {
        Inbox inbox = rig.consume(spec(DURABLE));
        rig.send(NEWS, "a");
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        inbox.close();
        assertThatThrownBy(() -> rig.consume(spec(NEWS, DURABLE, "a = 1"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.session().deleteSubscription("desk", "reader"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("reader");
        transaction.rollback();
        assertThat(rig.drain(spec(DURABLE))).containsExactly("a");
    }

    @Test
    void deletingASubscriptionEndsIt() throws JMSException {
        Inbox inbox = rig.consume(spec(DURABLE));
        assertThatThrownBy(() -> rig.session().deleteSubscription("desk", "reader"))
                .isInstanceOf(IllegalStateException.class);
        inbox.close();
        rig.send(NEWS, "a");
        rig.session().deleteSubscription("desk", "reader");
        assertThat(rig.restart().drain(spec(DURABLE))).isEmpty();
    }

    @Test
    void whatIsNotADurableSubscriptionCannotBeDeletedAsOne() throws JMSException {
        rig.send(BrokerRig.queue("desk.reader"), "a");
        rig.consume(spec(SHARED));
        assertThatThrownBy(() -> rig.session().deleteSubscription("desk", "reader"))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining("reader");
        assertThatThrownBy(() -> rig.session().deleteSubscription(null, "readers"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> rig.session().deleteSubscription("nobody", "nothing"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThat(rig.drain(BrokerRig.queue("desk.reader"))).containsExactly("a");
    }

    @Test
    void aQueueAndASubscriptionThatNeedTheSameNameDoNotDestroyEachOther() throws JMSException {
        rig.send(BrokerRig.queue("desk.reader"), "a");
        assertThatThrownBy(() -> rig.consume(spec(DURABLE)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("queue desk.reader");
        assertThat(rig.drain(BrokerRig.queue("desk.reader"))).containsExactly("a");

        rig.consume(spec(SHARED_DURABLE)).close();
        rig.send(NEWS, "b");
        assertThatThrownBy(() -> rig.send(BrokerRig.queue("readers"), "lost?"))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining("subscription of topic news");
        assertThat(rig.drain(spec(SHARED_DURABLE))).containsExactly("b");
    }

    @Test
    void theConsumersOfASharedSubscriptionShareItsMessages() throws JMSException {
        for (Subscription shared : new Subscription[] {SHARED, SHARED_DURABLE}) {
            Inbox one = rig.consume(spec(shared));
            Inbox two = rig.consume(spec(shared));
            one.request(1);
            two.request(1);
            rig.send(NEWS, "a", "b");
            one.await();
            two.await();
            assertThat(one.texts()).hasSize(1).doesNotContainAnyElementsOf(two.texts());
            one.close();
            two.close();
        }
    }

    @Test
    void aSharedSubscriptionInUseCannotBeChanged() throws JMSException {
        for (Subscription shared : new Subscription[] {SHARED, SHARED_DURABLE}) {
            Inbox inbox = rig.consume(spec(shared));
            assertThatThrownBy(() -> rig.consume(spec(NEWS, shared, "a = 1")))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("readers");
            assertThatThrownBy(() -> rig.consume(spec(BrokerRig.topic("weather"), shared, null)))
                    .isInstanceOf(IllegalStateException.class);
            inbox.close();
            rig.consume(spec(NEWS, shared, "a = 1")).close();
        }
    }

    @Test
    void aDurableSubscriptionIsEitherSharedOrNot() throws JMSException {
        rig.consume(spec(DURABLE)).close();
        Subscription sameNameShared = new Subscription("reader", "desk", true, true);
        assertThatThrownBy(() -> rig.consume(spec(sameNameShared)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("unshared");
        rig.session().deleteSubscription("desk", "reader");
        rig.consume(spec(sameNameShared)).close();
        assertThatThrownBy(() -> rig.consume(spec(DURABLE)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("a shared");
    }

    @Test
    void aNonDurableSubscriptionEndsWithItsLastConsumer() throws JMSException {
        int before = queueCount();
        Inbox one = rig.consume(spec(SHARED));
        Inbox two = rig.consume(spec(SHARED));
        Inbox alone = rig.consume(NEWS);
        assertThat(queueCount()).isEqualTo(before + 2);
        alone.close();
        one.close();
        rig.send(NEWS, "a");
        assertThat(two.next().message().content()).isEqualTo("a");
        two.close();
        assertThat(queueCount()).isEqualTo(before);
        rig.send(NEWS, "b");
        assertThat(rig.drain(spec(SHARED))).isEmpty();
    }

    @Test
    void nonDurableSubscriptionsAreGoneAfterARestart() throws JMSException {
        int before = queueCount();
        rig.consume(spec(SHARED));
        rig.consume(NEWS);
        assertThat(rig.restart().broker()).isNotNull();
        assertThat(queueCount()).isEqualTo(before);
    }

    @Test
    void closingAConnectionEndsItsNonDurableSubscriptions() throws JMSException {
        int before = queueCount();
        rig.consume(spec(SHARED));
        rig.consume(NEWS);
        rig.connection().close();
        assertThat(queueCount()).isEqualTo(before);
    }
}
