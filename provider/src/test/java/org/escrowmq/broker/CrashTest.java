package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that ends in the middle of its work, without closing anything. */
@Timeout(60)
class CrashTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowQueue SHIPPED = BrokerRig.queue("shipped");

    @TempDir
    private Path parent;

    /** Works and halts, in a process of its own. */
    static final class Victim {

        private Victim() { }

        public static void main(String[] arguments) throws JMSException {
            BrokerRig rig = BrokerRig.on(Path.of(arguments[0]));
            rig.send(ORDERS, "untouched", "consumed in the prepared branch", "consumed in the open transaction");
            rig.send(ORDERS, "x".repeat(300_000));
            Inbox inbox = rig.consume(ORDERS);
            rig.acknowledge(inbox, inbox.next());
            rig.send(ORDERS, "untouched");
            BrokerTransaction prepared = rig.broker().begin(new TransactionXid(1));
            inbox.consumer().acknowledge(inbox.next(), prepared);
            rig.send(prepared, SHIPPED, "prepared");
            prepared.prepare();
            BrokerTransaction open = rig.broker().begin(new TransactionXid(2));
            inbox.consumer().acknowledge(inbox.next(), open);
            rig.send(open, SHIPPED, "never committed");
            rig.connection().createTemporary(false);
            rig.consume(BrokerRig.topic("news"));
            Runtime.getRuntime().halt(7);
        }
    }

    @Test
    void afterAHaltCommittedAndPreparedWorkIsThereAndNothingElse() throws Exception {
        Path directory = parent.resolve("store");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Victim.class.getName(), directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(parent.resolve("victim.log").toFile())
                .start();
        assertThat(victim.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).isEqualTo(7);

        try (BrokerRig rig = BrokerRig.on(directory)) {
            assertThat(rig.drain(ORDERS)).containsExactly(
                    "consumed in the open transaction", "x".repeat(300_000), "untouched");
            assertThat(rig.drain(SHIPPED)).isEmpty();
            assertThat(rig.broker().preparedXids()).hasSize(1);
            rig.broker().prepared(new TransactionXid(1)).commit();
            assertThat(rig.drain(SHIPPED)).containsExactly("prepared");
            assertThat(rig.drain(ORDERS)).isEmpty();
            assertThat(rig.broker().prepared(new TransactionXid(2))).isNull();
        }
    }
}
