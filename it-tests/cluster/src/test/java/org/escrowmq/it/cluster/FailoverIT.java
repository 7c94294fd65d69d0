package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.container.RecoveryScans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A broker with a replicating backup is killed in every phase of a two-phase commit, under load: nothing is lost,
 * nothing is there twice, no branch is left, and no outcome that was reported is untrue. The one that was killed comes
 * back as the backup of the other.
 *
 * <p>Further kills at random steps with {@code -Descrow.cluster.kills=n}, repeatable with
 * {@code -Descrow.cluster.seed=n}.
 */
@Timeout(180)
class FailoverIT {

    private static final Logger LOG = Logger.getLogger(FailoverIT.class.getName());
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long SEED = Long.getLong("escrow.cluster.seed", 1);

    /** In the order in which a transaction passes them; "before" and "after" is from the broker's point of view. */
    private static final List<String> STEPS = List.of("before end", "after end", "before prepare", "after prepare",
            "before commit", "after commit");

    private static Pair pair;
    private static BrokerProcess serving;
    private static BrokerProcess backup;

    @BeforeAll
    static void startBrokers() throws Exception {
        pair = Pair.ofPrimaryAndBackup("failover");
        serving = pair.first().start();
        backup = pair.second().launch();
        backup.await(BrokerMain.REPLICATED);
    }

    @AfterAll
    static void stopBrokers() {
        pair.close();
    }

    static Stream<String> steps() {
        Random random = new Random(SEED);
        List<String> steps = new ArrayList<>(STEPS);
        for (int i = 0; i < Integer.getInteger("escrow.cluster.kills", 0); i++) {
            steps.add(STEPS.get(random.nextInt(STEPS.size())));
        }
        return steps.stream();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aKillOfTheBrokerInThisStepLosesNothingAndDoublesNothing(String step) throws Exception {
        AtomicReference<String> armed = new AtomicReference<>();
        CountDownLatch killed = new CountDownLatch(1);
        BrokerProcess victim = serving;
        String url = pair.first().url() + "|" + pair.second().url();
        try (Deployed deployed = Deployed.on(url)) {
            Moves moves = new Moves(deployed, reached -> {
                if (reached.equals(armed.get()) && armed.getAndSet(null) != null) {
                    kill(victim);
                    killed.countDown();
                }
            });
            try (moves) {
                await().atMost(SOON).until(() -> moves.committed().size() > 20);
                armed.set(step);
                assertThat(killed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
                int before = moves.committed().size();
                backup.await(BrokerMain.SERVES);
                await().atMost(SOON).until(() -> moves.committed().size() > before + 20);
            }
            recoverAll(deployed);
            LOG.info(step + ": " + moves);
            assertThat(deployed.drain("DLQ")).isEmpty();
            List<String> found = new ArrayList<>(deployed.drain(Moves.TO));
            found.addAll(deployed.drain(Moves.FROM));
            assertThat(found).as("%s: %s", step, moves).doesNotHaveDuplicates()
                    .containsAll(moves.committed()).doesNotContainAnyElementsOf(moves.rolledBack());
        } finally {
            if (killed.getCount() == 0) {
                serving = backup;
                backup = victim.launch();
                backup.await(BrokerMain.REPLICATED);
            }
        }
    }

    private static void kill(BrokerProcess victim) {
        try {
            victim.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void recoverAll(Deployed deployed) {
        RecoveryScans scans = new RecoveryScans().with(() ->
                new XAResource[] {Deployed.NAMED.apply(deployed.recoveryResource())});
        try (scans) {
            await().atMost(SOON).untilAsserted(() -> {
                scans.scan();
                assertThat(deployed.recoveryResource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
            });
        }
    }
}
