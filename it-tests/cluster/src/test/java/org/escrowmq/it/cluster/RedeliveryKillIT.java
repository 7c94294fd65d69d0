package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The broker is killed while messages are moved, to wait and to the dead letter queue: whatever it had done by then,
 * each message is there once.
 *
 * <p>More kills with {@code -Descrow.cluster.kills=n}, repeatable with {@code -Descrow.cluster.seed=n}.
 */
class RedeliveryKillIT {

    private static final Logger LOG = Logger.getLogger(RedeliveryKillIT.class.getName());
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final long SEED = Long.getLong("escrow.cluster.seed", 1);
    private static final int KILLS = Math.max(3, Integer.getInteger("escrow.cluster.kills", 0));
    private static final int MESSAGES = 30;
    private static final int ATTEMPTS = 4;
    private static final String QUEUE = "killed";
    private static final String DEAD = "killed.dead";

    private static EscrowActivationSpec spec() {
        EscrowActivationSpec spec = Deployed.spec(QUEUE);
        spec.setMaxDeliveryAttempts(ATTEMPTS);
        spec.setRedeliveryDelayMillis(20L);
        spec.setDeadLetterDestination(DEAD);
        return spec;
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aKillOfTheBrokerWhileMessagesAreMovedLeavesEachOnce() throws Exception {
        Random random = new Random(SEED);
        try (BrokerProcess broker = new BrokerProcess("redelivery-kill", "single.xml", Map.of()).start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int after = 1 + random.nextInt(MESSAGES * ATTEMPTS);
                killed(broker, after);
                LOG.info("kill " + kill + " of seed " + SEED + ", in delivery " + after + ": nothing lost or doubled");
            }
        }
    }

    private static void killed(BrokerProcess broker, int after) throws Exception {
        List<String> sent = IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
        CountDownLatch killed = new CountDownLatch(1);
        AtomicInteger deliveries = new AtomicInteger();
        try (Deployed deployed = Deployed.on(broker.url())) {
            sent.forEach(text -> deployed.send(QUEUE, text));
            deployed.deploy(spec(), message -> {
                if (deliveries.incrementAndGet() == after) {
                    broker.kill();
                    killed.countDown();
                }
                throw new IllegalArgumentException("out of stock");
            });
            assertThat(killed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            broker.start();
            await().atMost(SOON).until(() -> count(broker, QUEUE) == 0);
            assertThat(deployed.drain(DEAD)).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(deployed.drain("DLQ")).isEmpty();
        }
        try (BrokerContents contents = BrokerContents.of(broker)) {
            assertThat(contents.inDoubt()).isEmpty();
            assertThat(contents.messages(QUEUE)).isZero();
        }
    }

    private static long count(BrokerProcess broker, String queue) throws Exception {
        try (BrokerContents contents = BrokerContents.of(broker)) {
            return contents.messages(queue);
        }
    }
}
