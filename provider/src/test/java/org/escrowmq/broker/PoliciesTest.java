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

    @TempDir
    private Path directory;

    private BrokerSettings settings(long globalMaxBytes, long minFree) {
        return new BrokerSettings(directory, null, true, false, true, 50_000, globalMaxBytes, minFree, 10,
                RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
    }

    @Test
    void beyondTheMemoryLimitMessagesGoToPageFilesAndComeBackInOrder() throws Exception {
        int count = 4_000;
        String filling = "x".repeat(1000);
        try (BrokerRig rig = BrokerRig.with(settings(1 << 20, 0))) {
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
        BrokerRig first = BrokerRig.with(settings(64 << 20, 0));
        first.send(ORDERS, "a");
        first.close();
        try (BrokerRig rig = BrokerRig.with(settings(64 << 20, Long.MAX_VALUE / 2))) {
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
        BrokerSettings unsafe = new BrokerSettings(directory, null, false, false, true, 50_000, 64 << 20, 0,
                10, RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
        try (BrokerRig rig = BrokerRig.with(unsafe)) {
            rig.send(ORDERS, "a");
            rig.session().send(BrokerRig.message(ORDERS, MessageKind.TEXT, "b".repeat(200_000),
                    headers -> headers.setDeliveryMode(DeliveryMode.PERSISTENT)), null);
            assertThat(rig.restart().drain(ORDERS)).hasSize(2);
        }
    }
}
