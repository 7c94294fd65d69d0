package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.management.ActiveMQServerControl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.escrowmq.broker.Broker.HeuristicOutcome;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.transaction.Branches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch that an operator and a transaction manager want to complete: one does, and both hear the truth. */
@Timeout(120)
class HeuristicsTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowTopic NEWS = BrokerRig.topic("news");
    private static final int ROUNDS = 60;

    @TempDir
    private Path directory;
    private BrokerRig rig;
    private Branches branches;
    private XAResource recovery;

    /** By which way an operator comes. */
    enum Way {
        /** Our own API. */
        OWN,
        /** The engine's control, which is what JMX shows. */
        CONTROL
    }

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
        openBranches();
    }

    private void openBranches() {
        branches = new Branches(rig.broker());
        recovery = branches.recoveryResource();
    }

    private void restart() throws JMSException {
        branches.close();
        rig.restart();
        openBranches();
    }

    @AfterEach
    void close() {
        branches.close();
        rig.close();
    }

    private static Xid xid(int number) {
        return new TransactionXid(4711, new byte[] {(byte) number}, new byte[] {1});
    }

    private BrokerTransaction prepare(int number) throws JMSException {
        BrokerTransaction transaction = rig.broker().begin(xid(number));
        rig.send(transaction, ORDERS, "m" + number);
        transaction.prepare();
        return transaction;
    }

    private ActiveMQServerControl control() {
        return rig.broker().engine().server().getActiveMQServerControl();
    }

    /** True if the operator was told that he did it. */
    private boolean byHand(Way way, int number, boolean commit) throws Exception {
        if (way == Way.OWN) {
            return rig.broker().completeByHand(xid(number), commit);
        }
        String listed = XidImpl.toBase64String(xid(number));
        return commit ? control().commitPreparedTransaction(listed) : control().rollbackPreparedTransaction(listed);
    }

    private int code(XaCall call) {
        try {
            call.run();
            return XAResource.XA_OK;
        } catch (XAException e) {
            return e.errorCode;
        }
    }

    private interface XaCall {
        void run() throws XAException;
    }

    private Xid[] recover() throws XAException {
        return recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    }

    // ---- the race -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(Way.class)
    void theManagersCommitAndTheOperatorsRollbackHaveOneOutcomeThatBothAreTold(Way way) throws Exception {
        int byManager = 0;
        for (int round = 0; round < ROUNDS; round++) {
            prepare(round);
            int branch = round;
            CountDownLatch start = new CountDownLatch(1);
            CompletableFuture<Boolean> operator = CompletableFuture.supplyAsync(() -> {
                await(start);
                return tellsOperator(way, branch);
            });
            CompletableFuture<Integer> manager = CompletableFuture.supplyAsync(() -> {
                await(start);
                return code(() -> recovery.commit(xid(branch), false));
            });
            start.countDown();
            boolean rolledBack = operator.get(60, TimeUnit.SECONDS);
            int told = manager.get(60, TimeUnit.SECONDS);
            assertThat(told).as("round %d", round)
                    .isEqualTo(rolledBack ? XAException.XA_HEURRB : XAResource.XA_OK);
            assertThat(rig.drain(ORDERS)).isEqualTo(rolledBack ? List.of() : List.of("m" + round));
            assertThat(recover()).hasSize(rolledBack ? 1 : 0);
            if (rolledBack) {
                recovery.forget(xid(round));
            }
            byManager += rolledBack ? 0 : 1;
        }
        restart();
        assertThat(recover()).as("after %d commits of the manager", byManager).isEmpty();
    }

    private boolean tellsOperator(Way way, int branch) {
        try {
            return byHand(way, branch, false);
        } catch (Exception e) {
            assertThat(e).hasMessageContaining("branch").hasMessageMatching(
                    "(?s).*(being completed by somebody else|not prepared any more).*");
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // ---- while the control is at work -----------------------------------------------------------------------------

    @Test
    void whileTheControlHasABranchInHandTheManagerWaitsAndIsNeverToldThatThereIsNone() throws Exception {
        prepare(1);
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> operator = CompletableFuture.runAsync(() -> underControl(1, () -> {
            inHand.countDown();
            await(goOn);
            return true;
        }));
        await(inHand);
        CompletableFuture<Xid[]> scan = CompletableFuture.supplyAsync(this::recoverUnchecked);
        CompletableFuture<Integer> commit = CompletableFuture.supplyAsync(
                () -> code(() -> recovery.commit(xid(1), false)));
        assertThatThrownBy(() -> commit.get(BrokerRig.WHILE.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        goOn.countDown();
        assertThat(commit.get(60, TimeUnit.SECONDS)).isEqualTo(XAException.XA_HEURRB);
        assertThat(scan.get(60, TimeUnit.SECONDS)).hasSize(1);
        operator.get(60, TimeUnit.SECONDS);
        assertThat(rig.drain(ORDERS)).isEmpty();
        restart();
        assertThat(code(() -> recovery.commit(xid(1), false))).isEqualTo(XAException.XA_HEURRB);
    }

    @Test
    void aBranchThatTheControlCouldNotCompleteIsInDoubtAsBefore() throws Exception {
        prepare(1);
        underControl(1, () -> false);
        assertThat(recover()).hasSize(1);
        recovery.commit(xid(1), false);
        assertThat(rig.drain(ORDERS)).containsExactly("m1");
        assertThat(recover()).isEmpty();
    }

    private Xid[] recoverUnchecked() {
        try {
            return recover();
        } catch (XAException e) {
            throw new AssertionError(e);
        }
    }

    /** Does what the engine's control does, stopping where it has taken the branch, and perhaps before its note. */
    private void underControl(int number, Engine.Call<Boolean> rollsBack) {
        Engine engine = rig.broker().engine();
        try {
            engine.durably("complete by hand", () -> {
                AutoCloseable lock = engine.server().managementLock();
                try {
                    Transaction transaction =
                            engine.server().getResourceManager().removeTransaction(new XidImpl(xid(number)), null);
                    if (rollsBack.run()) {
                        transaction.rollback();
                    }
                } finally {
                    lock.close();
                }
            });
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    // ---- our own ways ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnOperatorCompletedIsAnsweredUntilItIsForgottenAlsoAfterARestart(boolean commit) throws Exception {
        prepare(1);
        assertThat(rig.broker().completeByHand(xid(1), commit)).isTrue();
        assertThat(rig.drain(ORDERS)).hasSize(commit ? 1 : 0);
        int answer = commit ? XAException.XA_HEURCOM : XAException.XA_HEURRB;
        assertThat(code(() -> recovery.commit(xid(1), false))).isEqualTo(answer);
        restart();
        assertThat(recover()).hasSize(1);
        assertThat(code(() -> recovery.rollback(xid(1)))).isEqualTo(answer);
        assertThat(rig.drain(ORDERS)).isEmpty();
        recovery.forget(xid(1));
        assertThat(recover()).isEmpty();
        restart();
        assertThat(recover()).isEmpty();
        assertThat(rig.broker().completeByHand(xid(1), commit)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDecisionThatWasWrittenWhenTheProcessDiedIsCarriedOutWhenTheBrokerOpens(boolean commit) throws Exception {
        prepare(1);
        Engine engine = rig.broker().engine();
        engine.durably("decide", () -> engine.storage().storeHeuristicCompletion(new XidImpl(xid(1)), commit));
        restart();
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(rig.broker().heuristicOutcomes()).containsExactly(
                new HeuristicOutcome(new XidImpl(xid(1)), commit));
        assertThat(rig.drain(ORDERS)).hasSize(commit ? 1 : 0);
        restart();
        assertThat(rig.broker().preparedXids()).isEmpty();
        assertThat(recover()).hasSize(1);
        assertThat(rig.drain(ORDERS)).isEmpty();
    }

    @Test
    void aBranchThatAnOperatorCouldNotCompleteIsInDoubtAsBeforeAndNothingIsRemembered() throws Exception {
        BrokerTransaction transaction = prepare(1);
        Transaction inner = EmbeddedTransaction.of(rig.broker().engine(), transaction).engineTransaction();
        boolean[] fails = {true};
        inner.addOperation(new TransactionOperationAbstract() {
            @Override
            public void beforeCommit(Transaction tx) throws Exception {
                if (fails[0]) {
                    throw new IllegalStateException("cannot commit");
                }
            }
        });
        assertThatThrownBy(() -> rig.broker().completeByHand(xid(1), true)).hasMessageContaining("cannot commit");
        assertThat(rig.broker().heuristicOutcomes()).isEmpty();
        assertThat(recover()).hasSize(1);
        fails[0] = false;
        recovery.commit(xid(1), false);
        assertThat(rig.drain(ORDERS)).containsExactly("m1");
        restart();
        assertThat(recover()).isEmpty();
    }

    // ---- descriptions ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPreparedBranchIsDescribedByItsMessagesAlsoAfterARestart(boolean restart) throws Exception {
        Inbox one = rig.consume(NEWS);
        rig.send(ORDERS, "a", "b", "c");
        try (Inbox inbox = rig.consume(ORDERS)) {
            BrokerTransaction transaction = rig.broker().begin(xid(1));
            inbox.consumer().acknowledge(inbox.next(), transaction);
            inbox.consumer().acknowledge(inbox.next(), transaction);
            rig.send(transaction, BrokerRig.queue("shipped"), "x", "y");
            rig.send(transaction, NEWS, "n");
            transaction.prepare();
        }
        long before = System.currentTimeMillis();
        if (restart) {
            restart();
        }
        List<PreparedBranch> described = rig.broker().describePrepared();
        assertThat(described).hasSize(1);
        PreparedBranch branch = described.get(0);
        assertThat(branch.xid()).isEqualTo(new XidImpl(xid(1)));
        assertThat(branch.since()).isLessThanOrEqualTo(before);
        assertThat(branch.consumed()).isEqualTo(2);
        // The subscription was not durable, and went with its process.
        assertThat(branch.sent()).isEqualTo(restart ? 2 : 3);
        assertThat(branch.destinations()).isEqualTo(restart
                ? List.of("queue://orders", "queue://shipped")
                : List.of("queue://orders", "queue://shipped", "topic://news"));
        if (!restart) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesOfAPreparedBranchOnPagesAreCountedAlsoAfterARestart(boolean restart) throws Exception {
        rig.send(ORDERS, "first", "second");
        rig.broker().engine().server().getPagingManager()
                .getPageStore(Destinations.address(ORDERS)).startPaging();
        BrokerTransaction transaction = rig.broker().begin(xid(1));
        rig.send(transaction, ORDERS, "x", "y", "z");
        transaction.prepare();
        if (restart) {
            restart();
        }
        assertThat(rig.broker().describePrepared()).singleElement()
                .extracting(PreparedBranch::sent).isEqualTo(3);
    }

    /** What the engine does with a transaction of a client's that came through an acceptor and timed out. */
    @Test
    void aTransactionThatTimedOutBeforeItWasPreparedIsNoDecisionOfAnOperators() throws Exception {
        ActiveMQServer server = rig.broker().engine().server();
        Xid own = new XidImpl(xid(1));
        TransactionImpl transaction = new TransactionImpl(own, server.getStorageManager(), 1);
        rig.broker().engine().durably("time a transaction out", () -> {
            server.getResourceManager().putTransaction(own, transaction, null);
            assertThat(server.getResourceManager().removeTransaction(own, null)).isSameAs(transaction);
            transaction.rollback();
        });
        assertThat(recover()).isEmpty();
        assertThat(rig.broker().heuristicOutcomes()).isEmpty();
        assertThat(code(() -> recovery.commit(xid(1), false))).isEqualTo(XAException.XAER_NOTA);
    }
}
