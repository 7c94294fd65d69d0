package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.MessageKind;
import org.escrowmq.security.SecuritySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of a broker do. */
@Timeout(120)
class PoliciesTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowQueue DEAD_LETTERS = BrokerRig.queue("DLQ");

    @TempDir
    private Path directory;

    private BrokerSettings settings(int maxDeliveryAttempts, long redeliveryDelay, long globalMaxBytes, long minFree) {
        return new BrokerSettings(directory, null, true, false, 50_000, globalMaxBytes, minFree,
                maxDeliveryAttempts, redeliveryDelay, SecuritySettings.OFF);
    }

    private static void rollBack(BrokerRig rig, Inbox inbox, Delivery delivery) throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(delivery, transaction);
        transaction.rollback();
    }

    @Test
    void aMessageThatWasDeliveredTooOftenGoesToTheDeadLetterQueueAndStaysThere() throws JMSException {
        try (BrokerRig rig = BrokerRig.with(settings(3, 0, 64 << 20, 0))) {
            rig.send(ORDERS, "poison", "good");
            Inbox inbox = rig.consume(ORDERS);
            for (int i = 0; i < 3; i++) {
                Delivery delivery = inbox.next();
                assertThat(delivery.message().content()).isEqualTo("poison");
                rollBack(rig, inbox, delivery);
            }
            assertThat(inbox.next().message().content()).isEqualTo("good");
            Inbox dead = rig.consume(DEAD_LETTERS);
            for (int i = 0; i < 5; i++) {
                Delivery delivery = dead.next();
                assertThat(delivery.message().properties()).containsEntry("_AMQ_ORIG_ADDRESS", "orders");
                rollBack(rig, dead, delivery);
            }
            dead.close();
            assertThat(rig.restart().drain(DEAD_LETTERS)).containsExactly("poison");
        }
    }

    @Test
    void withoutALimitAMessageIsDeliveredForEver() throws JMSException {
        try (BrokerRig rig = BrokerRig.with(settings(-1, 0, 64 << 20, 0))) {
            rig.send(ORDERS, "again");
            Inbox inbox = rig.consume(ORDERS);
            for (int i = 1; i <= 30; i++) {
                Delivery delivery = inbox.next();
                assertThat(delivery.deliveryCount()).isEqualTo(i);
                rollBack(rig, inbox, delivery);
            }
        }
    }

    @Test
    void aRolledBackMessageWaitsForTheRedeliveryDelayAndAReleasedOneDoesNot() throws JMSException {
        try (BrokerRig rig = BrokerRig.with(settings(10, 400, 64 << 20, 0))) {
            rig.send(ORDERS, "a");
            Inbox inbox = rig.consume(ORDERS);
            inbox.next();
            inbox.consumer().release(null);
            long released = System.nanoTime();
            Delivery again = inbox.next();
            assertThat(System.nanoTime() - released).isLessThan(400_000_000);
            long rolledBack = System.nanoTime();
            rollBack(rig, inbox, again);
            assertThat(inbox.next().deliveryCount()).isEqualTo(2);
            assertThat(System.nanoTime() - rolledBack).isGreaterThan(300_000_000);
        }
    }

    @Test
    void beyondTheMemoryLimitMessagesGoToPageFilesAndComeBackInOrder() throws Exception {
        int count = 4_000;
        String filling = "x".repeat(1000);
        try (BrokerRig rig = BrokerRig.with(settings(10, 0, 1 << 20, 0))) {
            for (int i = 0; i < count; i += 100) {
                BrokerTransaction transaction = rig.broker().begin(null);
                for (int j = i; j < i + 100; j++) {
                    rig.send(transaction, ORDERS, j + filling);
                }
                transaction.commit();
            }
            assertThat(pageFiles()).isPositive();
            rig.restart();
            Inbox inbox = rig.consume(ORDERS);
            for (int i = 0; i < count; i++) {
                inbox.request(1);
                // What receiveNoWait relies on: there is a message, so it is here when the broker says that was all.
                inbox.settle();
                assertThat(inbox.deliveries()).hasSize(1);
                Delivery delivery = inbox.deliveries().remove(0);
                assertThat(delivery.message().content()).isEqualTo(i + filling);
                BrokerTransaction transaction = rig.broker().begin(null);
                inbox.consumer().acknowledge(delivery, transaction);
                transaction.commit();
            }
            inbox.request(1);
            inbox.settle();
            assertThat(inbox.deliveries()).isEmpty();
        }
    }

    private long pageFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("paging"))) {
            return files.filter(file -> file.toString().endsWith(".page")).count();
        }
    }

    @Test
    void withTooLittleFreeDiskSendingFailsAndConsumingGoesOn() throws JMSException {
        BrokerRig first = BrokerRig.with(settings(10, 0, 64 << 20, 0));
        first.send(ORDERS, "a");
        first.close();
        try (BrokerRig rig = BrokerRig.with(settings(10, 0, 64 << 20, Long.MAX_VALUE / 2))) {
            await().until(() -> rig.broker().engine().isDiskFull());
            assertThatThrownBy(() -> rig.send(ORDERS, "b"))
                    .isInstanceOf(ResourceAllocationException.class)
                    .hasMessageContainingAll("orders", directory.toString(), "free space");
            BrokerTransaction transaction = rig.broker().begin(null);
            assertThatThrownBy(() -> rig.send(transaction, ORDERS, "b"))
                    .isInstanceOf(ResourceAllocationException.class);
            assertThat(rig.drain(ORDERS)).containsExactly("a");
        }
    }

    @Test
    void withoutFsyncWhatWasCommittedIsThereAfterARestart() throws JMSException {
        BrokerSettings unsafe = new BrokerSettings(directory, null, false, false, 50_000, 64 << 20, 0, 10, 0,
                SecuritySettings.OFF);
        try (BrokerRig rig = BrokerRig.with(unsafe)) {
            rig.send(ORDERS, "a");
            rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "b".repeat(200_000),
                    headers -> headers.setDeliveryMode(DeliveryMode.PERSISTENT)), null);
            assertThat(rig.restart().drain(ORDERS)).hasSize(2);
        }
    }
}
