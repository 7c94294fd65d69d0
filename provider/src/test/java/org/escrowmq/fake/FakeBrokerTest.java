package org.escrowmq.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.EscrowTextMessage;
import org.escrowmq.message.Headers;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake keeps the promises of the port that tests rely on. */
class FakeBrokerTest {

    private static final EscrowQueue QUEUE = new EscrowQueue("q");
    private static final EscrowTopic TOPIC = new EscrowTopic("t");

    private FakeBroker broker = new FakeBroker();
    private BrokerConnection connection;
    private BrokerSession session;

    /** Collects deliveries as texts. */
    private static class Inbox implements DeliveryListener {
        private final List<Delivery> deliveries = new ArrayList<>();
        private JMSException closed;

        @Override
        public void onDelivery(Delivery delivery) {
            deliveries.add(delivery);
        }

        @Override
        public void onClosedByBroker(JMSException reason) {
            closed = reason;
        }

        List<String> texts() {
            return deliveries.stream().map(delivery -> ((EscrowTextMessage) delivery.message()).getText()
                    + (delivery.deliveryCount() > 1 ? "#" + delivery.deliveryCount() : "")).toList();
        }
    }

    private final Inbox inbox = new Inbox();

    @BeforeEach
    void open() throws JMSException {
        connection = broker.connect(null, null);
        session = connection.createSession();
    }

    private static EscrowMessage message(EscrowDestination destination, String text, int priority, int deliveryMode) {
        Headers headers = new Headers();
        headers.setDestination(destination);
        headers.setPriority(priority);
        headers.setDeliveryMode(deliveryMode);
        return EscrowMessage.received(MessageKind.TEXT, headers, new LinkedHashMap<>(), text);
    }

    private void send(EscrowDestination destination, String... texts) throws JMSException {
        for (String text : texts) {
            session.send(message(destination, text, 4, 2), null);
        }
    }

    private BrokerConsumer consumer(EscrowDestination destination, Subscription subscription, String selector)
            throws JMSException {
        return session.createConsumer(new ConsumerSpec(destination, subscription, selector, false, false), inbox);
    }

    private BrokerConsumer consumer(EscrowDestination destination) throws JMSException {
        return consumer(destination, Subscription.NONE, null);
    }

    private List<String> available(EscrowDestination destination) {
        return broker.available(destination).stream().map(message -> ((EscrowTextMessage) message).getText()).toList();
    }

    // ---- deliveries -----------------------------------------------------------------------------------------------

    @Test
    void aConsumerReceivesWhatItAskedForAndNoMore() throws JMSException {
        send(QUEUE, "a", "b", "c");
        BrokerConsumer consumer = consumer(QUEUE);
        assertThat(inbox.texts()).isEmpty();
        consumer.request(2);
        assertThat(inbox.texts()).containsExactly("a", "b");
        assertThat(available(QUEUE)).containsExactly("c");
    }

    @Test
    void whatWasAskedForComesWhenItIsSent() throws JMSException {
        BrokerConsumer consumer = consumer(QUEUE);
        consumer.request(1);
        List<String> pending = new ArrayList<>();
        consumer.afterPending(() -> pending.addAll(inbox.texts()));
        assertThat(pending).isEmpty();
        send(QUEUE, "a", "b");
        assertThat(inbox.texts()).containsExactly("a");
        consumer.request(1);
        consumer.request(1);
        consumer.cancelRequests();
        send(QUEUE, "c");
        assertThat(inbox.texts()).containsExactly("a", "b");
    }

    @Test
    void afterPendingRunsAfterWhatIsThereNow() throws JMSException {
        send(QUEUE, "a", "b");
        BrokerConsumer consumer = consumer(QUEUE);
        broker.holdDeliveries();
        consumer.request(2);
        consumer.afterPending(() -> assertThat(inbox.texts()).containsExactly("a", "b"));
        consumer.afterPending(inbox.deliveries::clear);
        assertThat(inbox.texts()).isEmpty();
        broker.deliverHeld();
        assertThat(inbox.deliveries).isEmpty();
        assertThat(available(QUEUE)).isEmpty();
    }

    @Test
    void consumersTakeTurnsAndHigherPrioritiesComeFirst() throws JMSException {
        List<String> order = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            session.createConsumer(new ConsumerSpec(QUEUE, Subscription.NONE, null, false, false), new Inbox() {
                @Override
                public void onDelivery(Delivery delivery) {
                    order.add(name + " " + ((EscrowTextMessage) delivery.message()).getText());
                }
            }).request(10);
        }
        send(QUEUE, "a", "b", "c");
        assertThat(order).containsExactly("one a", "two b", "one c");
        session.send(message(new EscrowQueue("p"), "low", 1, 2), null);
        session.send(message(new EscrowQueue("p"), "high", 9, 2), null);
        consumer(new EscrowQueue("p")).request(2);
        assertThat(inbox.texts()).containsExactly("high", "low");
    }

    @Test
    void whatIsReleasedReturnsToItsPlaceUncountedAndWhatIsRolledBackIsCounted() throws JMSException {
        send(QUEUE, "a", "b", "c");
        BrokerConsumer consumer = consumer(QUEUE);
        consumer.request(2);
        BrokerTransaction transaction = broker.begin(null);
        consumer.acknowledge(inbox.deliveries.get(0), transaction);
        consumer.release(transaction);
        assertThat(available(QUEUE)).containsExactly("c");
        transaction.rollback();
        assertThat(available(QUEUE)).containsExactly("a", "b", "c");
        inbox.deliveries.clear();
        consumer.request(3);
        assertThat(inbox.texts()).containsExactly("a#2", "b", "c");
    }

    @Test
    void aClosedConsumerGivesBackWhatWasNotAcknowledgedAndKeepsWhatWas() throws JMSException {
        send(QUEUE, "a", "b");
        BrokerConsumer consumer = consumer(QUEUE);
        consumer.request(2);
        BrokerTransaction transaction = broker.begin(null);
        consumer.acknowledge(inbox.deliveries.get(0), transaction);
        consumer.close();
        assertThat(available(QUEUE)).containsExactly("b");
        transaction.commit();
        assertThat(available(QUEUE)).containsExactly("b");
    }

    @Test
    void browsingTakesNothing() throws JMSException {
        send(QUEUE, "a", "b");
        session.createConsumer(new ConsumerSpec(QUEUE, Subscription.NONE, null, false, true), inbox).request(5);
        assertThat(inbox.texts()).containsExactly("a", "b");
        assertThat(available(QUEUE)).containsExactly("a", "b");
    }

    @Test
    void aDelayedMessageComesWhenItIsTime() throws JMSException {
        EscrowMessage delayed = message(QUEUE, "later", 4, 2);
        delayed.headers().setDeliveryTime(System.currentTimeMillis() + 60_000);
        session.send(delayed, null);
        consumer(QUEUE).request(1);
        assertThat(inbox.texts()).isEmpty();
        broker.advanceTime(61_000);
        assertThat(inbox.texts()).containsExactly("later");
    }

    @Test
    void anExpiredDeliveryIsGone() throws JMSException {
        send(QUEUE, "old");
        BrokerConsumer consumer = consumer(QUEUE);
        consumer.request(1);
        consumer.expire(inbox.deliveries.get(0));
        consumer.close();
        assertThat(available(QUEUE)).isEmpty();
        assertThat(broker.expired()).hasSize(1);
    }

    // ---- topics ---------------------------------------------------------------------------------------------------

    @Test
    void everySubscriptionGetsItsCopyAndASharedOneDividesThem() throws JMSException {
        consumer(TOPIC).request(10);
        Subscription shared = new Subscription("shared", null, false, true);
        consumer(TOPIC, shared, null).request(10);
        consumer(TOPIC, shared, null).request(10);
        send(TOPIC, "a", "b");
        assertThat(inbox.texts()).containsExactlyInAnyOrder("a", "a", "b", "b");
        assertThat(broker.subscriptions(TOPIC)).isEqualTo(2);
    }

    @Test
    void aDurableSubscriptionKeepsMessagesUntilItIsDeleted() throws JMSException {
        Subscription durable = new Subscription("d", "client", true, false);
        BrokerConsumer first = consumer(TOPIC, durable, null);
        assertThatThrownBy(() -> consumer(TOPIC, durable, null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.deleteSubscription("client", "d")).isInstanceOf(IllegalStateException.class);
        first.close();
        send(TOPIC, "a");
        BrokerConsumer second = consumer(TOPIC, durable, null);
        second.request(1);
        assertThat(inbox.texts()).containsExactly("a");
        second.close();
        session.deleteSubscription("client", "d");
        assertThat(broker.subscriptions(TOPIC)).isZero();
        assertThatThrownBy(() -> session.deleteSubscription("client", "d"))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void aDurableSubscriptionWithAnotherSelectorReplacesTheOldOne() throws JMSException {
        broker.selector("x", message -> "x".equals(((EscrowTextMessage) message).getText()));
        Subscription durable = new Subscription("d", "client", true, false);
        consumer(TOPIC, durable, null).close();
        send(TOPIC, "old");
        BrokerConsumer replaced = consumer(TOPIC, durable, "x");
        send(TOPIC, "x", "y");
        replaced.request(10);
        assertThat(inbox.texts()).containsExactly("x");
    }

    @Test
    void selectorsAreWhatTheTestSaysAndNoLocalLeavesOutTheOwnConnection() throws JMSException {
        broker.selector("short", message -> ((EscrowTextMessage) message).getText().length() == 1);
        consumer(QUEUE, Subscription.NONE, "short").request(5);
        send(QUEUE, "long", "s");
        assertThat(inbox.texts()).containsExactly("s");
        assertThatThrownBy(() -> consumer(QUEUE, Subscription.NONE, "?"))
                .isInstanceOf(InvalidSelectorException.class);
        session.createConsumer(new ConsumerSpec(TOPIC, Subscription.NONE, null, true, false), inbox).request(5);
        send(TOPIC, "mine");
        broker.connect(null, null).createSession().send(message(TOPIC, "other", 4, 2), null);
        assertThat(inbox.texts()).containsExactly("s", "other");
    }

    // ---- transactions and restarts --------------------------------------------------------------------------------

    @Test
    void workTakesEffectWithTheCommit() throws JMSException {
        BrokerTransaction transaction = broker.begin(null);
        EscrowMessage message = message(QUEUE, "a", 4, 2);
        session.send(message, transaction);
        message.headers().setType("changed after the send");
        assertThat(available(QUEUE)).isEmpty();
        transaction.commit();
        assertThat(available(QUEUE)).containsExactly("a");
        assertThat(broker.available(QUEUE).get(0).headers().getType()).isNull();
        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTransactionThatWasRolledBackSaysSo() throws JMSException {
        BrokerTransaction transaction = broker.begin(null);
        session.send(message(QUEUE, "a", 4, 2), transaction);
        broker.rollBackActive();
        assertThatThrownBy(transaction::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThatThrownBy(() -> session.send(message(QUEUE, "b", 4, 2), transaction))
                .isInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    void aRestartKeepsPersistentMessagesDurableSubscriptionsAndPreparedBranches() throws JMSException {
        Xid xid = new SimpleXid();
        session.send(message(QUEUE, "persistent", 4, 2), null);
        session.send(message(QUEUE, "volatile", 4, 1), null);
        consumer(TOPIC, new Subscription("d", "client", true, false), null);
        consumer(TOPIC);
        BrokerTransaction prepared = broker.begin(xid);
        session.send(message(QUEUE, "prepared", 4, 2), prepared);
        prepared.prepare();
        session.send(message(QUEUE, "dropped", 4, 2), broker.begin(null));
        FakeBroker old = broker;
        broker = old.restart();
        assertThatThrownBy(() -> old.connect(null, null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(prepared::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.send(message(QUEUE, "late", 4, 2), null))
                .isInstanceOf(IllegalStateException.class);
        assertThat(available(QUEUE)).containsExactly("persistent");
        assertThat(broker.subscriptions(TOPIC)).isEqualTo(1);
        assertThat(broker.preparedXids()).hasSize(1);
        broker.prepared(xid).commit();
        assertThat(available(QUEUE)).containsExactly("persistent", "prepared");
        assertThat(broker.resourceManagerId()).isEqualTo(old.resourceManagerId());
    }

    @Test
    void anOperatorsOutcomeIsRememberedUntilForgotten() throws JMSException {
        Xid xid = new SimpleXid();
        BrokerTransaction prepared = broker.begin(xid);
        session.send(message(QUEUE, "a", 4, 2), prepared);
        prepared.prepare();
        broker.commitByOperator(xid);
        assertThat(available(QUEUE)).containsExactly("a");
        assertThat(broker.prepared(xid)).isNull();
        broker = broker.restart();
        assertThat(broker.heuristicOutcomes()).singleElement()
                .satisfies(outcome -> assertThat(outcome.committed()).isTrue());
        assertThat(broker.forget(xid)).isTrue();
        assertThat(broker.forget(xid)).isFalse();
    }

    /** An Xid without anything. */
    private static final class SimpleXid implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[0];
        }
    }

    // ---- connections, script --------------------------------------------------------------------------------------

    @Test
    void aConnectionTakesItsSessionsAndTemporaryDestinationsWithIt() throws JMSException {
        String temporary = connection.createTemporary(false);
        EscrowTemporaryQueue queue = new EscrowTemporaryQueue(temporary, null);
        connection.setClientId("me");
        assertThatThrownBy(() -> broker.connect(null, null).setClientId("me"))
                .isInstanceOf(InvalidClientIDException.class);
        BrokerConsumer consumer = consumer(queue);
        assertThatThrownBy(() -> connection.deleteTemporary(queue)).isInstanceOf(IllegalStateException.class);
        consumer.close();
        connection.close();
        assertThat(broker.subscriptions(queue)).isZero();
        assertThatThrownBy(() -> connection.createSession()).isInstanceOf(IllegalStateException.class);
        broker.connect(null, null).setClientId("me");
    }

    @Test
    void whatTheBrokerEndsByItselfIsTold() throws JMSException {
        List<String> failures = new ArrayList<>();
        connection.onFailure(reason -> failures.add(reason.getMessage()));
        consumer(QUEUE).request(1);
        broker.destroy(QUEUE, new JMSException("deleted"));
        assertThat(inbox.closed).hasMessage("deleted");
        broker.failConnections(new JMSException("stopped"));
        assertThat(failures).containsExactly("stopped");
        assertThat(broker.connections()).isZero();
    }

    @Test
    void failuresComeAsScriptedOneAfterTheOtherAndForOneObjectOnlyIfNamed() throws JMSException {
        broker.failNext("send", new JMSException("1")).failNext("send", new JMSException("2"));
        assertThatThrownBy(() -> send(QUEUE, "a")).hasMessage("1");
        assertThatThrownBy(() -> send(QUEUE, "a")).hasMessage("2");
        broker.failNext("t2.commit", new JMSException("3"));
        BrokerTransaction one = broker.begin(null);
        BrokerTransaction two = broker.begin(null);
        one.commit();
        assertThatThrownBy(two::commit).hasMessage("3");
        two.commit();
        broker.failAlways("send", new JMSException("4"));
        assertThatThrownBy(() -> send(QUEUE, "a")).hasMessage("4");
        assertThatThrownBy(() -> send(QUEUE, "a")).hasMessage("4");
        broker.heal("send");
        send(QUEUE, "a");
        assertThat(available(QUEUE)).containsExactly("a");
    }

    @Test
    void theHistoryReadsAsText() throws JMSException {
        broker.clearHistory();
        BrokerTransaction transaction = broker.begin(null);
        session.send(message(QUEUE, "a", 4, 2), transaction);
        transaction.commit();
        BrokerConsumer consumer = consumer(QUEUE);
        consumer.request(1);
        consumer.acknowledge(inbox.deliveries.get(0), broker.begin(null));
        assertThat(broker.history()).containsExactly("begin t1", "s1.send queue q in t1", "t1.commit",
                "s1.createConsumer queue q", "k1.request 1", "begin t2", "k1.acknowledge 1 in t2");
        assertThat(broker.history("commit", "request")).containsExactly("t1.commit", "k1.request 1");
    }

    @Test
    void destinationsThatNobodyCreatedAreRefusedIfTheTestSaysSo() throws JMSException {
        broker.autoCreate(false).create(QUEUE);
        send(QUEUE, "a");
        assertThatThrownBy(() -> send(TOPIC, "a")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.ensureExists(TOPIC)).isInstanceOf(InvalidDestinationException.class);
    }
}
