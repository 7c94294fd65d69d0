package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Ledger;
import org.escrowmq.it.app.Order;
import org.escrowmq.it.app.OrderConsumer;
import org.escrowmq.it.app.OrderDesk;
import org.escrowmq.it.app.Step;
import org.escrowmq.it.probe.Probe;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.OnlyWith;
import org.escrowmq.it.server.OnlyWith.Place;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Database and messages as two resources of one transaction, watched by a third. That both are on disk as prepared when
 * the transaction is decided is shown by {@link CrashRecoveryIT}.
 */
@Capability("two-phase commit with a database")
@ExtendWith(ArquillianExtension.class)
class TwoPhaseCommitIT {

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(TwoPhaseCommitIT.class);
    }

    @BeforeEach
    void forget() {
        Probe.reset();
    }

    @Test
    void allResourcesArePreparedBeforeTheFirstCommits() {
        Ledger ledger = InServer.ledger();
        AtomicReference<List<String>> prepared = new AtomicReference<>();
        // The commit's own thread cannot ask the database: it has the transaction.
        Probe.at(Probe.Point.COMMIT, () -> prepared.set(CompletableFuture.supplyAsync(ledger::inDoubt).join()));

        InServer.desk().place(Order.of(id), Step.PROBE, Step.ROW, Step.MESSAGE);

        assertThat(Probe.history()).containsExactly("start", "end", "prepare", "commit");
        assertThat(prepared.get()).as("prepared branches of the database at the first commit").hasSize(1);
        InServer.awaitConsumption(id);
        assertThat(ledger.count(Ledger.PLACED, id)).isEqualTo(1);
        assertThat(ledger.inDoubt()).isEmpty();
    }

    @Test
    void beanRunsBeforeTheRowOfTheSenderIsCommittedIfNothingHoldsTheMessageBack() {
        Probe.at(Probe.Point.COMMIT, () ->
                InServer.await().until(() -> !Deliveries.of(OrderConsumer.class, id).isEmpty()));

        InServer.desk().place(Order.of(id), Step.MESSAGE, Step.PROBE, Step.ROW);

        assertThat(Probe.history()).contains("commit");
        InServer.awaitConsumption(id);
    }

    @Test
    @OnlyWith(value = Place.EMBEDDED, reason = "remote brokers show what they commit: visibleAfterCompletion has no"
            + " effect")
    void beanRunsAfterTheRowOfTheSenderIsCommittedIfTheMessageIsHeldBack() {
        AtomicInteger delivered = new AtomicInteger(-1);
        OrderDesk desk = InServer.desk();
        String later = InServer.newId();
        // A message that is sent only now comes at once: this one would have come before it if it were visible.
        Probe.at(Probe.Point.COMMIT, () -> {
            CompletableFuture.runAsync(() -> desk.place(Order.of(later), Step.MESSAGE)).join();
            InServer.await().until(() -> !Deliveries.of(OrderConsumer.class, later).isEmpty());
            delivered.set(Deliveries.of(OrderConsumer.class, id).size());
        });

        desk.place(Order.of(id), Step.HELD_MESSAGE, Step.PROBE, Step.ROW);

        assertThat(delivered).hasValue(0);
        InServer.awaitConsumption(id);
        assertThat(InServer.ledger().count(Ledger.PLACED, id)).isEqualTo(1);
    }

    @Test
    void resourceThatRefusesToPrepareLastRollsBackRowAndMessage() {
        assertRefusedPrepareRollsBack(Step.ROW, Step.MESSAGE, Step.PROBE);
    }

    @Test
    void resourceThatRefusesToPrepareInBetweenRollsBackRowAndMessage() {
        assertRefusedPrepareRollsBack(Step.MESSAGE, Step.PROBE, Step.ROW);
    }

    @Test
    void resourceThatRefusesToPrepareFirstRollsBackRowAndMessage() {
        assertRefusedPrepareRollsBack(Step.PROBE, Step.ROW, Step.MESSAGE);
    }

    private void assertRefusedPrepareRollsBack(Step... steps) {
        Probe.at(Probe.Point.PREPARE, () -> {
            throw new XAException(XAException.XA_RBROLLBACK);
        });

        assertThatThrownBy(() -> InServer.desk().place(Order.of(id), steps))
                .isInstanceOf(EJBException.class);

        assertThat(Probe.history()).contains("prepare").doesNotContain("commit");
        InServer.awaitEarlierOrders();
        assertThat(InServer.ledger().count(Ledger.PLACED, id)).isZero();
        assertThat(Deliveries.of(OrderConsumer.class, id)).isEmpty();
        assertThat(InServer.ledger().inDoubt()).isEmpty();
    }
}
