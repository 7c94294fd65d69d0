package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.Test;

/** Prepared and heuristically completed branches: what outlives sessions, registries and processes. */
class RecoveryTest {

    private static final Xid XID = TestXid.of("in doubt");
    private static final int START = XAResource.TMSTARTRSCAN;
    private static final int END = XAResource.TMENDRSCAN;

    private final XaFixture x = new XaFixture();

    private TestSession prepared(Xid xid, String text) throws XAException, JMSException {
        TestSession session = x.session("s");
        session.xa.start(xid, XAResource.TMNOFLAGS);
        session.send(text);
        session.xa.end(xid, XAResource.TMSUCCESS);
        assertThat(session.xa.prepare(xid)).isEqualTo(XAResource.XA_OK);
        return session;
    }

    // ---- what survives --------------------------------------------------------------------------------------------

    @Test
    void aPreparedBranchSurvivesTheProcessAndIsCommittedByTheRecovery() throws Exception {
        prepared(XID, "kept");
        x.restart();
        XAResource recovery = x.branches.recoveryResource();
        Xid[] found = recovery.recover(START);
        assertThat(found).containsExactly(BranchId.of(XID));
        recovery.commit(found[0], false);
        assertThat(recovery.recover(END)).isEmpty();
        assertThat(x.available()).containsExactly("kept");
        assertThat(x.recover()).isEmpty();
    }

    @Test
    void aPreparedBranchSurvivesTheProcessAndIsRolledBackByTheRecovery() throws Exception {
        x.put("m");
        TestSession session = x.session("s");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.receive();
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.prepare(XID);
        x.restart();
        assertThat(x.available()).isEmpty();
        x.branches.recoveryResource().rollback(XID);
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void aBranchThatWasNotPreparedIsGoneWithTheProcess() throws Exception {
        TestSession session = x.session("s");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("dropped");
        session.xa.end(XID, XAResource.TMSUCCESS);
        x.restart();
        assertThat(x.recover()).isEmpty();
        assertThat(result(() -> x.branches.recoveryResource().commit(XID, false))).isEqualTo("NOTA");
        assertThat(x.available()).isEmpty();
    }

    @Test
    void closingTheRegistryRollsBackWhatIsNotPreparedAndLeavesWhatIs() throws Exception {
        x.put("m");
        prepared(XID, "kept");
        TestSession session = x.session("open");
        session.xa.start(TestXid.of("open"), XAResource.TMNOFLAGS);
        session.receive();
        x.branches.close();
        assertThat(x.available()).containsExactly("m");
        assertThat(x.events).containsExactly("open before", "open after");
        assertThat(x.timer.isClosed()).isTrue();
        x.restart();
        assertThat(x.recover()).containsExactly(BranchId.of(XID));
    }

    @Test
    void everyXidComesBackWithTheSameBytes() throws Exception {
        Random random = new Random(42);
        List<Xid> sent = new ArrayList<>();
        for (int length : new int[] {0, 1, 2, 28, 63, 64}) {
            byte[] global = new byte[length];
            byte[] branch = new byte[64 - length];
            random.nextBytes(global);
            random.nextBytes(branch);
            sent.add(new TestXid(random.nextInt(), global, branch));
        }
        sent.add(new TestXid(0, new byte[0], new byte[0]));
        sent.add(new TestXid(-1, new byte[] {0}, new byte[] {-1}));
        for (Xid xid : sent) {
            prepared(xid, "m");
        }
        x.restart();
        Xid[] found = x.recover();
        assertThat(found).hasSameSizeAs(sent);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i].getFormatId()).isEqualTo(sent.get(i).getFormatId());
            assertThat(found[i].getGlobalTransactionId()).isEqualTo(sent.get(i).getGlobalTransactionId());
            assertThat(found[i].getBranchQualifier()).isEqualTo(sent.get(i).getBranchQualifier());
            x.branches.recoveryResource().commit(sent.get(i), false);
        }
        assertThat(x.recover()).isEmpty();
    }

    // ---- scans ----------------------------------------------------------------------------------------------------

    @Test
    void aScanListsEverythingWhenItStartsAndNothingWhenItGoesOnOrEnds() throws Exception {
        prepared(XID, "kept");
        XAResource recovery = x.branches.recoveryResource();
        assertThat(recovery.recover(START)).hasSize(1);
        assertThat(recovery.recover(XAResource.TMNOFLAGS)).isEmpty();
        assertThat(recovery.recover(END)).isEmpty();
        assertThat(recovery.recover(START | END)).hasSize(1);
        assertThat(recovery.recover(START)).hasSize(1);
        assertThat(recovery.recover(START)).as("a new scan").hasSize(1);
    }

    @Test
    void goingOnWithoutAScanStartsOneAndEndingWithoutOneIsHarmless() throws Exception {
        prepared(XID, "kept");
        XAResource recovery = x.branches.recoveryResource();
        assertThat(recovery.recover(END)).isEmpty();
        assertThat(recovery.recover(XAResource.TMNOFLAGS)).containsExactly(BranchId.of(XID));
        assertThat(recovery.recover(XAResource.TMNOFLAGS)).as("a loop until nothing comes ends").isEmpty();
        recovery.recover(END);
        assertThat(recovery.recover(XAResource.TMNOFLAGS)).containsExactly(BranchId.of(XID));
    }

    @Test
    void twoResourcesScanIndependentlyAndSeeWhatTheOtherCompletes() throws Exception {
        prepared(XID, "first");
        prepared(TestXid.of("second"), "second");
        XAResource one = x.branches.recoveryResource();
        XAResource two = x.session("two").xa;
        assertThat(one.recover(START)).hasSize(2);
        assertThat(two.recover(START)).hasSize(2);
        assertThat(one.recover(XAResource.TMNOFLAGS)).isEmpty();
        one.commit(XID, false);
        assertThat(one.recover(END)).isEmpty();
        assertThat(two.recover(XAResource.TMNOFLAGS)).as("the other's scan is still open").isEmpty();
        assertThat(result(() -> two.commit(XID, false))).isEqualTo("NOTA");
        assertThat(two.recover(START | END)).containsExactly(BranchId.of(TestXid.of("second")));
    }

    @Test
    void aScanThatCouldNotBeAnsweredIsNotOpen() throws Exception {
        prepared(XID, "kept");
        XAResource recovery = x.branches.recoveryResource();
        x.broker.failNext("preparedXids", new JMSException("disk gone"));
        assertThat(result(() -> recovery.recover(START))).isEqualTo("RMFAIL");
        assertThat(recovery.recover(XAResource.TMNOFLAGS)).hasSize(1);
    }

    @Test
    void flagsThatAreNotOfAScanAreInvalid() {
        XAResource recovery = x.branches.recoveryResource();
        for (int flags : new int[] {1, -1, XAResource.TMJOIN, XAResource.TMSUCCESS, START | XAResource.TMFAIL}) {
            assertThat(result(() -> recovery.recover(flags))).as("%x", flags).isEqualTo("INVAL");
        }
    }

    @Test
    void aSessionRecoversWhileItWorks() throws Exception {
        prepared(XID, "kept");
        TestSession busy = x.session("busy");
        busy.xa.start(TestXid.of("busy"), XAResource.TMNOFLAGS);
        assertThat(busy.xa.recover(START | END)).hasSize(1);
        busy.xa.commit(XID, false);
        assertThat(busy.xa.association()).isNotNull();
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void aScanThatTheBrokerCannotAnswerSaysSo() {
        x.broker.failNext("preparedXids", new JMSException("disk gone"));
        assertThat(result(() -> x.recover())).isEqualTo("RMFAIL");
    }

    // ---- the resource for recovery --------------------------------------------------------------------------------

    @Test
    void aRecoveryResourceOutlivesItsBroker() throws Exception {
        Branches[] open = {x.branches};
        XAResource recovery = Branches.recoveryResource(() -> open[0]);
        prepared(XID, "kept");
        open[0].close();
        open[0] = null;
        assertThat(result(() -> recovery.recover(START | END))).isEqualTo("RMFAIL");
        assertThat(result(() -> recovery.commit(XID, false))).isEqualTo("RMFAIL");
        assertThat(result(() -> recovery.isSameRM(x.branches.recoveryResource()))).isEqualTo("RMFAIL");
        x.restart();
        open[0] = x.branches;
        assertThat(recovery.recover(START | END)).containsExactly(BranchId.of(XID));
        assertThat(recovery.isSameRM(x.branches.recoveryResource())).isTrue();
        recovery.commit(XID, false);
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void aRecoveryResourceWhoseBrokerCannotBeFoundSaysWhy() {
        XAResource recovery = Branches.recoveryResource(() -> {
            throw new java.lang.IllegalStateException("not started");
        });
        assertThat(result(() -> recovery.recover(START))).isEqualTo("RMFAIL");
    }

    @Test
    void noWorkCanBeStartedThroughARecoveryResource() {
        XAResource recovery = x.branches.recoveryResource();
        assertThat(result(() -> recovery.start(XID, XAResource.TMNOFLAGS))).isEqualTo("PROTO");
        assertThat(result(() -> recovery.end(XID, XAResource.TMSUCCESS))).isEqualTo("PROTO");
        assertThat(result(() -> recovery.start(XID, 1))).isEqualTo("INVAL");
        assertThat(result(() -> recovery.start(null, XAResource.TMNOFLAGS))).isEqualTo("INVAL");
    }

    @Test
    void aBrokerThatFailsIsReportedByStartAndNothingIsBegun() throws Exception {
        TestSession session = x.session("s");
        x.broker.failNext("prepared", new IllegalStateException("closed"));
        assertThat(result(() -> session.xa.start(XID, XAResource.TMNOFLAGS))).isEqualTo("RMFAIL");
        assertThat(session.xa.association()).isNull();
        session.xa.start(XID, XAResource.TMNOFLAGS);
    }

    // ---- heuristics -----------------------------------------------------------------------------------------------

    @Test
    void anOperatorsOutcomeStaysInRecoverUntilItIsForgottenEvenOverARestart() throws Exception {
        TestSession session = prepared(XID, "committed by hand");
        x.broker.commitByOperator(XID);
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("HEURCOM");
        x.restart();
        XAResource recovery = x.branches.recoveryResource();
        assertThat(recovery.recover(START | END)).containsExactly(BranchId.of(XID));
        assertThat(result(() -> recovery.rollback(XID))).isEqualTo("HEURCOM");
        assertThat(recovery.recover(START | END)).hasSize(1);
        recovery.forget(XID);
        assertThat(recovery.recover(START | END)).isEmpty();
        assertThat(result(() -> recovery.forget(XID))).isEqualTo("NOTA");
    }

    @Test
    void aForgetThatFailsCanBeTriedAgain() throws Exception {
        prepared(XID, "dropped by hand");
        x.broker.rollBackByOperator(XID);
        XAResource recovery = x.branches.recoveryResource();
        x.broker.failNext("forget", new JMSException("disk full"));
        assertThat(result(() -> recovery.forget(XID))).isEqualTo("RMFAIL");
        assertThat(recovery.recover(START | END)).hasSize(1);
        recovery.forget(XID);
        assertThat(recovery.recover(START | END)).isEmpty();
    }

    @Test
    void anOperatorWhoComesInBetweenIsReportedByTheSecondPhase() throws Exception {
        TestSession session = prepared(XID, "m");
        x.broker.failNext("commit", new JMSException("too late"));
        x.broker.onNext("commit", () -> commitByOperator(true));
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("RETRY");
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("HEURCOM");
    }

    @Test
    void anOperatorWhoIsFasterIsReportedByTheCallThatLost() throws Exception {
        TestSession session = prepared(XID, "m");
        x.broker.onNext("rollback", () -> commitByOperator(false));
        assertThat(result(() -> session.xa.rollback(XID))).isEqualTo("HEURRB");
        Xid second = TestXid.of("second");
        prepared(second, "n");
        x.broker.onNext("commit", () -> byOperator(second, true));
        assertThat(result(() -> session.xa.commit(second, false))).isEqualTo("HEURCOM");
        assertThat(x.available()).containsExactly("n");
    }

    private void commitByOperator(boolean commit) {
        byOperator(XID, commit);
    }

    private void byOperator(Xid xid, boolean commit) {
        try {
            if (commit) {
                x.broker.commitByOperator(xid);
            } else {
                x.broker.rollBackByOperator(xid);
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
