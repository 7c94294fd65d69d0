package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.escrowmq.broker.BrokerRig.queue;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.message.MessageKind;
import org.escrowmq.security.SecuritySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a message that comes back: at once, later, or never again. */
@Timeout(120)
class RedeliveryTest {

    private static final EscrowQueue ORDERS = queue("orders");
    private static final EscrowQueue DEAD_LETTERS = queue("DLQ");
    private static final long MILLI = 1_000_000;

    @TempDir
    private Path directory;

    private BrokerRig rig(int maxDeliveryAttempts, RedeliveryPolicy policy) throws JMSException {
        BrokerSettings usual = BrokerRig.settings(directory);
        return BrokerRig.with(new BrokerSettings(directory, null, true, false, true, 50_000, usual.globalMaxBytes(), 0,
                maxDeliveryAttempts, policy, SecuritySettings.OFF, null));
    }

    private static RedeliveryPolicy after(long millis) {
        return new RedeliveryPolicy(1, millis, 2, 60_000);
    }

    private static void rollBack(BrokerRig rig, Inbox inbox, Delivery... deliveries) throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        for (Delivery delivery : deliveries) {
            inbox.consumer().acknowledge(delivery, transaction);
        }
        transaction.rollback();
    }

    /** Takes messages and rolls each back, and says what they were. */
    private static List<Object> failing(int times, BrokerRig rig, Inbox inbox) throws JMSException {
        List<Object> contents = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Delivery delivery = inbox.next();
            contents.add(delivery.message().content());
            delivery.message().failed(new IllegalStateException("attempt " + delivery.deliveryCount(),
                    new ArithmeticException("out of stock")));
            rollBack(rig, inbox, delivery);
        }
        return contents;
    }

    // ---- when -----------------------------------------------------------------------------------------------------

    @Test
    void theFirstRedeliveriesAreAtOnceAndLaterOnesWaitLongerAndLonger() {
        RedeliveryPolicy policy = new RedeliveryPolicy(1, 100, 2, 1_000);
        assertThat(IntStream.range(0, 8).mapToLong(policy::delayAfter))
                .containsExactly(0L, 0L, 100L, 200L, 400L, 800L, 1_000L, 1_000L);
        assertThat(policy.delayAfter(Integer.MAX_VALUE)).isEqualTo(1_000);
        assertThat(new RedeliveryPolicy(0, 1_000, 1, 60_000).delayAfter(1)).isEqualTo(1_000);
        assertThat(new RedeliveryPolicy(2, 1_000, 1, 60_000).delayAfter(50)).isEqualTo(1_000);
        assertThat(RedeliveryPolicy.AT_ONCE.delayAfter(50)).isZero();
    }

    @Test
    void messagesThatComeBackTheFirstTimeKeepTheirPlace() throws JMSException {
        try (BrokerRig rig = rig(10, after(60_000))) {
            rig.send(ORDERS, "a", "b", "c", "d");
            Inbox inbox = rig.consume(ORDERS);
            rollBack(rig, inbox, inbox.next(), inbox.next());
            assertThat(rig.drain(ORDERS)).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void aMessageThatWaitsLetsTheOthersPassAlsoAfterARestart() throws JMSException {
        try (BrokerRig rig = rig(10, after(3_000))) {
            rig.send(ORDERS, "a", "b");
            Inbox inbox = rig.consume(ORDERS);
            rollBack(rig, inbox, inbox.next());
            long start = System.nanoTime();
            rollBack(rig, inbox, inbox.next());
            inbox.close();
            rig.restart();
            assertThat(rig.drain(ORDERS)).containsExactly("b");
            Delivery late = rig.consume(ORDERS).next();
            assertThat(late.message().content()).isEqualTo("a");
            assertThat(late.deliveryCount()).isEqualTo(3);
            assertThat(System.nanoTime() - start).isGreaterThan(2_900 * MILLI);
        }
    }

    @Test
    void whatWasDeliveredAndNotHandedOutDoesNotWait() throws JMSException {
        try (BrokerRig rig = rig(10, after(60_000))) {
            rig.send(ORDERS, "a");
            Inbox inbox = rig.consume(ORDERS);
            for (int i = 0; i < 5; i++) {
                assertThat(inbox.next().deliveryCount()).isEqualTo(1);
                inbox.consumer().release(null);
            }
        }
    }

    @Test
    void withoutALimitAMessageIsDeliveredForEver() throws JMSException {
        try (BrokerRig rig = rig(-1, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "again");
            Inbox inbox = rig.consume(ORDERS);
            failing(30, rig, inbox);
            assertThat(inbox.next().deliveryCount()).isEqualTo(31);
        }
    }

    // ---- dead letters ---------------------------------------------------------------------------------------------

    @Test
    void aMessageThatWasDeliveredTooOftenGoesToTheDeadLetterQueueAndStaysThere() throws JMSException {
        try (BrokerRig rig = rig(3, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "poison", "good");
            Inbox inbox = rig.consume(ORDERS);
            assertThat(failing(3, rig, inbox)).containsOnly("poison");
            assertThat(inbox.next().message().content()).isEqualTo("good");
            Inbox dead = rig.consume(DEAD_LETTERS);
            assertThat(failing(5, rig, dead)).containsOnly("poison");
            dead.close();
            assertThat(rig.restart().drain(DEAD_LETTERS)).containsExactly("poison");
        }
    }

    @Test
    void aDeadLetterSaysWhereItWasAndWhyAlsoToSelectors() throws JMSException {
        try (BrokerRig rig = rig(2, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "poison");
            Inbox inbox = rig.consume(ORDERS);
            String id = inbox.next().message().headers().getMessageId();
            inbox.consumer().release(null);
            failing(2, rig, inbox);
            ConsumerSpec selecting = new ConsumerSpec(DEAD_LETTERS, Subscription.NONE,
                    "JMS_ESCROW_CAUSE LIKE '%out of stock%' AND JMS_ESCROW_ORIGINAL_DESTINATION = 'queue://orders' "
                    + "AND JMS_ESCROW_DELIVERIES = 2 AND _AMQ_ORIG_QUEUE = 'orders'", false, false);
            Delivery dead = rig.consume(selecting).next();
            assertThat(dead.deliveryCount()).isEqualTo(1);
            assertThat(dead.message().headers().getMessageId()).isEqualTo(id);
            assertThat(dead.message().properties())
                    .containsEntry("JMS_ESCROW_ORIGINAL_DESTINATION", "queue://orders")
                    .containsEntry("JMS_ESCROW_DELIVERIES", 2)
                    .containsEntry("JMS_ESCROW_CAUSE", "delivery 2, the last that is allowed, failed: "
                            + "java.lang.IllegalStateException: attempt 2; caused by "
                            + "java.lang.ArithmeticException: out of stock")
                    .containsEntry("_AMQ_ORIG_ADDRESS", "orders")
                    .containsEntry("_AMQ_ORIG_QUEUE", "orders");
        }
    }

    @Test
    void aDeadLetterOfASubscriptionNamesTheTopicAndOnlyThatSubscriptionLosesIt() throws JMSException {
        try (BrokerRig rig = rig(1, RedeliveryPolicy.AT_ONCE)) {
            EscrowTopic news = BrokerRig.topic("news");
            Inbox failing = rig.consume(news);
            Inbox other = rig.consume(news);
            rig.session().send(BrokerRig.message(news, MessageKind.TEXT, "headline",
                    headers -> headers.setDeliveryMode(DeliveryMode.PERSISTENT)), null);
            rollBack(rig, failing, failing.next());
            assertThat(other.next().message().content()).isEqualTo("headline");
            Delivery dead = rig.consume(DEAD_LETTERS).next();
            assertThat(dead.message().properties())
                    .containsEntry("JMS_ESCROW_ORIGINAL_DESTINATION", "topic://news")
                    .containsEntry("JMS_ESCROW_CAUSE", "delivery 1, the last that is allowed, was rolled back");
        }
    }

    @Test
    void withoutADeadLetterQueueNothingIsDroppedAndTheMessageWaits() throws Exception {
        try (BrokerRig rig = rig(2, after(200))) {
            Engine engine = rig.broker().engine();
            engine.durably("remove the queue", () -> engine.server().destroyQueue(SimpleString.of("DLQ")));
            rig.send(ORDERS, "poison");
            Inbox inbox = rig.consume(ORDERS);
            failing(4, rig, inbox);
            assertThat(inbox.next().deliveryCount()).isEqualTo(5);
            inbox.close();
            assertThat(rig.restart().drain(ORDERS)).containsExactly("poison");
        }
    }

    @Test
    void aMessageThatCannotBeReadComesToTheDeadLetterQueueOnceAndNotInALoop() throws Exception {
        try (BrokerRig rig = rig(3, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "readable");
            BrokerRig.sendUnreadable(rig.broker(), "orders");
            assertThat(rig.drain(ORDERS)).containsExactly("readable");
            Queue deadLetters = rig.broker().engine().server().locateQueue("DLQ");
            await().untilAsserted(() -> assertThat(deadLetters.getMessagesAdded()).isEqualTo(1));
            Inbox dead = rig.consume(DEAD_LETTERS);
            dead.request(1);
            dead.settle();
            assertThat(dead.deliveries()).isEmpty();
            assertThat(deadLetters.getMessagesAdded()).isEqualTo(1);
            assertThat(deadLetters.getMessageCount()).as("it is kept").isEqualTo(1);
        }
    }

    // ---- rules of a consumer's own ------------------------------------------------------------------------------

    private static final EscrowQueue OWN_DEAD_LETTERS = queue("orders.failed");

    private static Redelivery attempts(int limit) {
        return new Redelivery(limit, null, null, null, null, null);
    }

    @Test
    void whatIsNotGivenIsAsUsualAndWhoGivesADelayMeansIt() {
        RedeliveryPolicy usual = new RedeliveryPolicy(2, 100, 2, 1_000);
        assertThat(usual.with(null, null, null, null)).isEqualTo(usual);
        assertThat(usual.with(null, 5_000L, null, null)).isEqualTo(new RedeliveryPolicy(0, 5_000, 2, 5_000));
        assertThat(usual.with(1, 5_000L, 3.0, 2_000L)).isEqualTo(new RedeliveryPolicy(1, 5_000, 3, 2_000));
        assertThat(usual.with(null, null, null, 50L)).isEqualTo(new RedeliveryPolicy(2, 100, 2, 50));
    }

    @Test
    void eachConsumerOfAQueueFollowsItsOwnRules() throws JMSException {
        try (BrokerRig rig = rig(3, RedeliveryPolicy.AT_ONCE)) {
            Inbox patient = rig.consume(ORDERS);
            patient.consumer().setRedelivery(attempts(-1));
            rig.send(ORDERS, "a");
            assertThat(failing(6, rig, patient)).hasSize(6);
            Inbox strict = rig.consume(ORDERS);
            strict.consumer().setRedelivery(new Redelivery(1, null, null, null, null, OWN_DEAD_LETTERS));
            failing(1, rig, strict);
            assertThat(rig.drain(DEAD_LETTERS)).isEmpty();
            Delivery dead = rig.consume(OWN_DEAD_LETTERS).next();
            assertThat(dead.message().properties())
                    .containsEntry("JMS_ESCROW_ORIGINAL_DESTINATION", "queue://orders")
                    .containsEntry("JMS_ESCROW_DELIVERIES", 7)
                    .hasEntrySatisfying("JMS_ESCROW_CAUSE", cause -> assertThat(cause).asString()
                            .startsWith("delivery 7, the last that is allowed, failed: ").contains("out of stock"));
            Inbox usual = rig.consume(ORDERS);
            rig.send(ORDERS, "b");
            failing(3, rig, usual);
            assertThat(rig.consume(DEAD_LETTERS).next().message().content()).isEqualTo("b");
        }
    }

    @Test
    void aConsumersOwnDelayIsKeptAlsoOverARestart() throws JMSException {
        try (BrokerRig rig = rig(10, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "a");
            Inbox inbox = rig.consume(ORDERS);
            inbox.consumer().setRedelivery(new Redelivery(null, null, 1_500L, null, null, null));
            long start = System.nanoTime();
            failing(1, rig, inbox);
            inbox.close();
            rig.restart();
            assertThat(rig.drain(ORDERS)).isEmpty();
            assertThat(rig.consume(ORDERS).next().deliveryCount()).isEqualTo(2);
            assertThat(System.nanoTime() - start).isGreaterThan(1_400 * MILLI);
        }
    }

    @Test
    void subscriptionsOfEveryKindHaveDeadLettersOfTheirOwn() throws JMSException {
        EscrowTopic news = BrokerRig.topic("news");
        for (Subscription kind : List.of(Subscription.NONE, new Subscription("s", "c", true, false),
                new Subscription("sd", null, true, true), new Subscription("sn", null, false, true))) {
            try (BrokerRig rig = rig(10, RedeliveryPolicy.AT_ONCE)) {
                Inbox inbox = rig.consume(new ConsumerSpec(news, kind, null, false, false));
                inbox.consumer().setRedelivery(new Redelivery(2, null, null, null, null, OWN_DEAD_LETTERS));
                rig.send(news, kind.toString());
                failing(2, rig, inbox);
                Inbox dead = rig.consume(OWN_DEAD_LETTERS);
                Delivery letter = dead.next();
                assertThat(letter.message().content()).isEqualTo(kind.toString());
                rig.acknowledge(dead, letter);
            }
        }
    }

    @Test
    void whatWasReservedAndNotHandedOutGoesBackAsItWasByWhateverRules() throws JMSException {
        try (BrokerRig rig = rig(10, RedeliveryPolicy.AT_ONCE)) {
            rig.send(ORDERS, "a", "b");
            Inbox inbox = rig.consume(ORDERS);
            rollBack(rig, inbox, inbox.next(), inbox.next());
            inbox.close();
            Inbox strict = rig.consume(ORDERS);
            strict.consumer().setRedelivery(new Redelivery(2, null, 60_000L, null, null, null));
            BrokerTransaction transaction = rig.broker().begin(null);
            strict.consumer().acknowledge(strict.next(), transaction);
            assertThat(strict.next().deliveryCount()).isEqualTo(2);
            strict.consumer().release(transaction);
            transaction.rollback();
            strict.next();
            strict.close();
            assertThat(rig.consume(ORDERS).next().deliveryCount()).as("b, delivered once before").isEqualTo(2);
            assertThat(rig.consume(DEAD_LETTERS).next().message().content()).isEqualTo("a");
        }
    }

    @Test
    void aBrowserDoesNotChangeTheRulesOfADelivery() throws JMSException {
        try (BrokerRig rig = rig(10, RedeliveryPolicy.AT_ONCE)) {
            Inbox inbox = rig.consume(ORDERS);
            inbox.consumer().setRedelivery(attempts(1));
            rig.send(ORDERS, "a");
            Delivery delivery = inbox.next();
            try (Inbox browser = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, null, false, true))) {
                browser.request(5);
                browser.settle();
            }
            rollBack(rig, inbox, delivery);
            assertThat(rig.consume(DEAD_LETTERS).next().message().content()).isEqualTo("a");
        }
    }
}
