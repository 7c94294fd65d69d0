package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer gets, when, and what becomes of what it does not acknowledge. */
@Timeout(60)
class DeliveryTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");

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

    @Test
    void aConsumerGetsAsManyMessagesAsItAskedForAndNoMore() throws JMSException {
        rig.send(ORDERS, BrokerRig.numbered(5));
        Inbox inbox = rig.consume(ORDERS);
        inbox.settle();
        assertThat(inbox.texts()).isEmpty();

        inbox.request(2);
        inbox.settle();
        assertThat(inbox.texts()).containsExactly("m0", "m1");

        inbox.request(1);
        inbox.settle();
        assertThat(inbox.texts()).containsExactly("m0", "m1", "m2");
    }

    @Test
    void aMessageThatArrivesLaterIsDeliveredOnAnEarlierRequest() throws JMSException {
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(1);
        inbox.settle();
        rig.send(ORDERS, "late");
        assertThat(inbox.await().message().content()).isEqualTo("late");
    }

    @Test
    void anIdleConsumerDoesNotStarveAnother() throws JMSException {
        Inbox idle = rig.consume(ORDERS);
        Inbox busy = rig.consume(ORDERS);
        busy.request(10);
        rig.send(ORDERS, BrokerRig.numbered(10));
        busy.settle();
        assertThat(busy.texts()).containsExactly(BrokerRig.numbered(10));
        assertThat(idle.texts()).isEmpty();
    }

    @Test
    void afterCancellingNothingMoreIsDelivered() throws JMSException {
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(5);
        inbox.consumer().cancelRequests();
        rig.send(ORDERS, "a");
        inbox.settle();
        assertThat(inbox.texts()).isEmpty();

        assertThat(inbox.next().message().content()).isEqualTo("a");
    }

    @Test
    void cancellingWaitsForTheDeliveryThatIsUnderWay() throws Exception {
        Inbox inbox = rig.consume(ORDERS);
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<Void> leave = new CompletableFuture<>();
        inbox.whenDelivered(() -> {
            entered.complete(null);
            leave.join();
        });
        inbox.request(2);
        rig.send(ORDERS, "a", "b");
        entered.get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> cancel(inbox));
        assertThat(cancelled).isNotDone();
        leave.complete(null);
        cancelled.get(20, TimeUnit.SECONDS);
        int delivered = inbox.deliveries().size();
        inbox.settle();
        assertThat(inbox.deliveries()).hasSize(delivered);
    }

    @Test
    void theListenerItselfMayCancelOnTheDeliveringThread() throws JMSException {
        Inbox inbox = rig.consume(ORDERS);
        inbox.whenDelivered(() -> cancel(inbox));
        inbox.request(10);
        rig.send(ORDERS, "a", "b", "c");
        inbox.await();
        inbox.settle();
        assertThat(inbox.texts()).containsExactly("a");
    }

    @Test
    void theListenerItselfMayCloseTheConsumer() throws JMSException {
        Inbox inbox = rig.consume(ORDERS);
        AtomicReference<Exception> failure = new AtomicReference<>();
        inbox.whenDelivered(() -> {
            try {
                inbox.close();
            } catch (JMSException e) {
                failure.set(e);
            }
        });
        inbox.request(10);
        rig.send(ORDERS, "a", "b");
        inbox.await();
        Inbox other = rig.consume(ORDERS);
        other.request(2);
        // The first consumer goes when its delivery is over, maybe after this one came: the two share the queue then.
        assertThat(List.of(other.await().message().content(), other.await().message().content()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(failure.get()).isNull();
    }

    private static void cancel(Inbox inbox) {
        try {
            inbox.consumer().cancelRequests();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void releasedMessagesComeAgainInTheirOrderWithTheirCountUnchanged() throws JMSException {
        rig.send(ORDERS, "a", "b", "c", "d");
        Inbox first = rig.consume(ORDERS);
        first.request(3);
        first.settle();
        assertThat(first.texts()).containsExactly("a", "b", "c");
        first.consumer().release(null);

        Inbox second = rig.consume(ORDERS);
        second.request(4);
        second.settle();
        assertThat(second.texts()).containsExactly("a", "b", "c", "d");
        assertThat(second.deliveries()).allSatisfy(delivery -> assertThat(delivery.deliveryCount()).isEqualTo(1));
    }

    @Test
    void messagesReleasedWithARollbackReturnBetweenTheRolledBackOnesInTheirOrder() throws JMSException {
        rig.send(ORDERS, "a", "b", "c", "d");
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(3);
        inbox.settle();
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(inbox.deliveries().get(0), transaction);
        inbox.consumer().acknowledge(inbox.deliveries().get(1), transaction);
        inbox.consumer().release(transaction);
        transaction.rollback();

        inbox.request(4);
        inbox.settle();
        List<Delivery> again = inbox.deliveries().subList(3, 7);
        assertThat(again).extracting(delivery -> delivery.message().content()).containsExactly("a", "b", "c", "d");
        assertThat(again).extracting(Delivery::deliveryCount).containsExactly(2, 2, 1, 1);
    }

    @Test
    void releasingInATransactionThatIsRolledBackAlreadyGivesTheMessagesBackAtOnce() throws JMSException {
        rig.send(ORDERS, "a", "b");
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(1);
        inbox.settle();
        BrokerTransaction transaction = rig.broker().begin(null);
        transaction.rollback();
        inbox.consumer().release(transaction);
        assertThat(rig.drain(ORDERS)).containsExactly("a", "b");
    }

    @Test
    void closingAConsumerGivesBackWhatItDidNotAcknowledgeWithItsCountUnchanged() throws JMSException {
        rig.send(ORDERS, "a", "b");
        Inbox first = rig.consume(ORDERS);
        first.request(2);
        first.settle();
        first.close();
        Inbox second = rig.consume(ORDERS);
        assertThat(second.next()).satisfies(delivery -> {
            assertThat(delivery.message().content()).isEqualTo("a");
            assertThat(delivery.deliveryCount()).isEqualTo(1);
        });
    }

    @Test
    void closingASessionGivesBackWhatItsConsumersDidNotAcknowledge() throws JMSException {
        rig.send(ORDERS, "a");
        BrokerSession other = rig.connection().createSession();
        Inbox first = BrokerRig.consume(other, BrokerRig.from(ORDERS));
        first.next();
        other.close();
        assertThat(rig.consume(ORDERS).next().deliveryCount()).isEqualTo(1);
        assertThatThrownBy(() -> other.send(BrokerRig.text(ORDERS, "b"), null))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void whatWasAcknowledgedInATransactionStaysInItWhenTheConsumerCloses() throws JMSException {
        rig.send(ORDERS, "a", "b");
        Inbox inbox = rig.consume(ORDERS);
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        inbox.close();
        assertThat(rig.drain(ORDERS)).containsExactly("b");
        transaction.rollback();
        assertThat(rig.drain(ORDERS)).containsExactly("a");
    }

    @Test
    void afterPendingRunsWhenEverythingThatWasAskedForAndIsThereHasBeenDelivered() throws JMSException {
        rig.send(ORDERS, BrokerRig.numbered(3000));
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(5000);
        inbox.settle();
        assertThat(inbox.texts()).hasSize(3000);
    }

    @Test
    void afterPendingLooksBehindMessagesThatHaveExpired() throws JMSException {
        long soon = System.currentTimeMillis() + 1;
        for (int i = 0; i < 2500; i++) {
            rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "old", headers -> {
                headers.setExpiration(soon);
                headers.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            }), null);
        }
        rig.send(ORDERS, "fresh");
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(1);
        inbox.settle();
        assertThat(inbox.texts()).containsExactly("fresh");
    }

    @Test
    void anExpiredMessageIsNotDeliveredButGoesToTheExpiryQueue() throws JMSException {
        EscrowMessage message = BrokerRig.message(ORDERS, MessageKind.TEXT, "old",
                headers -> headers.setExpiration(System.currentTimeMillis() + 1));
        rig.session().send(message, null);
        rig.send(ORDERS, "fresh");
        await().until(() -> System.currentTimeMillis() > message.headers().getExpiration());
        assertThat(rig.drain(ORDERS)).containsExactly("fresh");
        assertThat(rig.drain(BrokerRig.queue("ExpiryQueue"))).containsExactly("old");
    }

    @Test
    void aDeliveredMessageCanBeLetExpire() throws JMSException {
        rig.send(ORDERS, "a", "b");
        Inbox inbox = rig.consume(ORDERS);
        inbox.consumer().expire(inbox.next());
        inbox.close();
        assertThat(rig.drain(ORDERS)).containsExactly("b");
        assertThat(rig.drain(BrokerRig.queue("ExpiryQueue"))).containsExactly("a");
    }

    @Test
    void aBrowserSeesEveryMessageAndTakesNone() throws JMSException {
        rig.send(ORDERS, "a", "b", "c");
        Inbox browser = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, null, false, true));
        browser.request(2);
        browser.settle();
        assertThat(browser.texts()).containsExactly("a", "b");
        browser.request(10);
        browser.settle();
        assertThat(browser.texts()).containsExactly("a", "b", "c");
        assertThat(browser.deliveries()).extracting(Delivery::deliveryCount).containsOnly(1);
        browser.close();
        assertThat(rig.drain(ORDERS)).containsExactly("a", "b", "c");
    }

    @Test
    void aSelectorChoosesMessagesAndLeavesTheOthers() throws JMSException {
        rig.session().send(BrokerRig.withProperties(ORDERS, Map.of("colour", "red")), null);
        rig.session().send(BrokerRig.withProperties(ORDERS, Map.of("colour", "blue")), null);
        Inbox inbox = rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, "colour = 'blue'", false, false));
        inbox.request(5);
        inbox.settle();
        assertThat(inbox.deliveries()).hasSize(1);
        assertThat(inbox.deliveries().get(0).message().properties()).containsEntry("colour", "blue");
    }

    @Test
    void anInvalidSelectorIsRefusedWithItsText() {
        assertThatThrownBy(() -> rig.consume(new ConsumerSpec(ORDERS, Subscription.NONE, "colour = = 1", false, false)))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("colour = = 1");
    }

    @Test
    void noLocalLeavesOutWhatTheSameConnectionSent() throws JMSException {
        BrokerConnection other = rig.broker().connect(null, null);
        BrokerSession otherSession = other.createSession();
        Inbox inbox = rig.consume(new ConsumerSpec(
                BrokerRig.topic("news"), Subscription.NONE, "a IS NULL OR a = 1", true, false));
        inbox.request(5);
        rig.send(BrokerRig.topic("news"), "own");
        otherSession.send(BrokerRig.text(BrokerRig.topic("news"), "other"), null);
        inbox.settle();
        assertThat(inbox.texts()).containsExactly("other");
    }

    @Test
    void messagesComeByPriorityAndWithinOneInTheOrderSent() throws JMSException {
        for (int priority : new int[] {4, 9, 0, 9, 4}) {
            rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "p" + priority,
                    headers -> headers.setPriority(priority)), null);
        }
        assertThat(rig.drain(ORDERS)).containsExactly("p9", "p9", "p4", "p4", "p0");
    }

    @Test
    void aMessageIsNotDeliveredBeforeItsDeliveryTime() throws JMSException {
        long due = System.currentTimeMillis() + 400;
        rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "later",
                headers -> headers.setDeliveryTime(due)), null);
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(1);
        inbox.settle();
        assertThat(inbox.texts()).isEmpty();
        Delivery delivery = inbox.await();
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
        assertThat(delivery.message().headers().getDeliveryTime()).isEqualTo(due);
    }

    @Test
    void aConsumerIsToldWhenItsQueueIsDeletedByTheBroker() throws Exception {
        rig.send(ORDERS, "a");
        Inbox inbox = rig.consume(ORDERS);
        rig.broker().engine().server().getActiveMQServerControl().destroyQueue("orders", true);
        await().until(() -> !inbox.closings().isEmpty());
        assertThat(inbox.closings().get(0)).hasMessageContaining("orders");
        inbox.close();
    }

    @Test
    void aMessageThatCannotBeReadGoesToTheDeadLetterQueueAndTheNextOneIsDelivered() throws Exception {
        rig.send(ORDERS, "readable");
        BrokerRig.sendUnreadable(rig.broker(), "orders");
        rig.send(ORDERS, "too");
        Inbox inbox = rig.consume(ORDERS);
        inbox.request(2);
        assertThat(inbox.await().message().content()).isEqualTo("readable");
        assertThat(inbox.await().message().content()).isEqualTo("too");
        await().untilAsserted(() -> assertThat(rig.broker().engine().server()
                .locateQueue("DLQ").getMessageCount()).isEqualTo(1));
    }
}
