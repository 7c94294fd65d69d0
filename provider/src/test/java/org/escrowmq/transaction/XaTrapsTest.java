package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other providers get wrong, each by name; the rest is in {@link BranchTableTest}. */
class XaTrapsTest {

    private static final Xid XID = TestXid.of("a");
    private static final Xid OTHER = TestXid.of("b");

    private final XaFixture x = new XaFixture();
    private TestSession session;

    @BeforeEach
    void openSession() throws JMSException {
        session = x.session("s");
    }

    private void work(Xid xid, String text) throws Exception {
        session.xa.start(xid, XAResource.TMNOFLAGS);
        session.send(text);
        session.xa.end(xid, XAResource.TMSUCCESS);
    }

    // ---- never a success that was none ----------------------------------------------------------------------------

    @Test
    void aBranchThatTheBrokerRolledBackCannotBePrepared() throws Exception {
        work(XID, "lost");
        x.broker.rollBackActive();
        assertThat(result(() -> session.xa.prepare(XID))).isEqualTo("RBROLLBACK");
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("NOTA");
        assertThat(x.available()).isEmpty();
    }

    @Test
    void aBranchThatTheBrokerRolledBackIsNotReadOnly() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("lost");
        x.broker.rollBackActive();
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(result(() -> session.xa.commit(XID, true))).isEqualTo("RBROLLBACK");
    }

    @Test
    void aSecondPrepareOfARollbackOnlyBranchIsNoSuccessEither() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("lost");
        session.xa.end(XID, XAResource.TMFAIL);
        assertThat(result(() -> session.xa.prepare(XID))).isEqualTo("RBROLLBACK");
        assertThat(result(() -> session.xa.prepare(XID))).isEqualTo("NOTA");
        assertThat(x.available()).isEmpty();
    }

    @Test
    void aBranchThatTookTooLongSaysSoAtPrepareAndAtOnePhaseCommit() throws Exception {
        session.xa.setTransactionTimeout(5);
        work(XID, "late");
        work(OTHER, "late too");
        x.timer.advance(5);
        assertThat(result(() -> session.xa.prepare(XID))).isEqualTo("RBTIMEOUT");
        assertThat(result(() -> session.xa.commit(OTHER, true))).isEqualTo("RBTIMEOUT");
        assertThat(x.available()).isEmpty();
    }

    @Test
    void onePhaseCommitThatFailsIsRolledBackAndSaysSoWithItsCause() throws Exception {
        work(XID, "lost");
        JMSException full = new JMSException("disk full");
        x.broker.failNext("commit", full);
        XAException e = catchThrowableOfType(XAException.class, () -> session.xa.commit(XID, true));
        assertThat(e.errorCode).isEqualTo(XAException.XA_RBOTHER);
        assertThat(e).hasCause(full);
        assertThat(x.outcomes()).containsExactly("t1.commit", "t1.rollback");
    }

    @Test
    void prepareThatFailsIsRolledBackAndSaysSoWithItsCause() throws Exception {
        work(XID, "lost");
        JMSException full = new JMSException("disk full");
        x.broker.failNext("prepare", full);
        XAException e = catchThrowableOfType(XAException.class, () -> session.xa.prepare(XID));
        assertThat(e.errorCode).isEqualTo(XAException.XA_RBOTHER);
        assertThat(e).hasCause(full);
        assertThat(x.recover()).isEmpty();
    }

    @Test
    void aFirstPhaseWhoseOutcomeIsUnknownIsNotCalledRolledBack() throws Exception {
        work(XID, "maybe");
        JMSException full = new JMSException("disk full");
        JMSException gone = new JMSException("disk gone");
        x.broker.failNext("prepare", full).failNext("rollback", gone);
        XAException e = catchThrowableOfType(XAException.class, () -> session.xa.prepare(XID));
        assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL);
        assertThat(e.getCause()).isSameAs(full).hasSuppressedException(gone);
        assertThat(x.state(XID)).as("the transaction manager will roll back").isEqualTo("ROLLBACK_ONLY");
        session.xa.rollback(XID);
        assertThat(x.state(XID)).isEqualTo("gone");
    }

    @Test
    void aSecondPhaseThatFailsLeavesTheBranchPreparedForAnotherTry() throws Exception {
        work(XID, "kept");
        session.xa.prepare(XID);
        x.broker.failNext("commit", new JMSException("disk full"));
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("RETRY");
        assertThat(x.recover()).containsExactly(BranchId.of(XID));
        session.xa.commit(XID, false);
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void aSecondPhaseOnABrokerThatIsGoneIsForTheRecovery() throws Exception {
        work(XID, "kept");
        session.xa.prepare(XID);
        x.broker.failAlways("prepared", new IllegalStateException("closed"));
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("RMFAIL");
        x.broker.heal("prepared");
        assertThat(x.recover()).hasSize(1);
    }

    @Test
    void aRollbackThatFailsCanBeTriedAgain() throws Exception {
        work(XID, "dropped");
        session.xa.prepare(XID);
        x.broker.failNext("rollback", new JMSException("disk full"));
        assertThat(result(() -> session.xa.rollback(XID))).isEqualTo("RMFAIL");
        assertThat(x.recover()).hasSize(1);
        session.xa.rollback(XID);
        assertThat(x.recover()).isEmpty();
    }

    // ---- read-only ------------------------------------------------------------------------------------------------

    @Test
    void aBranchWithoutWorkVotesReadOnlyAndTheBrokerHearsNothingOfIt() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        assertThat(session.receive()).isNull();
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(session.xa.prepare(XID)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(x.broker.history("begin", "prepare", "commit", "rollback")).isEmpty();
        assertThat(result(() -> session.xa.commit(XID, false))).isEqualTo("NOTA");
    }

    @Test
    void aBranchWhoseOnlyWorkFailedVotesReadOnlyAndKeepsNoTransactionOpen() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        x.broker.failNext("send", new JMSException("disk full"));
        assertThatThrownBy(() -> session.send("never")).hasMessage("disk full");
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(session.xa.prepare(XID)).isEqualTo(XAResource.XA_RDONLY);
        assertThat(x.outcomes()).containsExactly("t1.rollback");
        assertThat(x.broker.active()).isZero();
    }

    // ---- unknown Xids, suspended branches, work in progress --------------------------------------------------------

    @Test
    void rollbackOfAnUnknownXidDoesNotTouchTheWorkOfTheSession() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("kept");
        assertThat(result(() -> session.xa.rollback(OTHER))).isEqualTo("NOTA");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void endOfASuspendedBranchEndsItAndDoesNotResumeIt() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("kept");
        session.xa.end(XID, XAResource.TMSUSPEND);
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(session.xa.association()).isNull();
        assertThat(session.xa.prepare(XID)).isEqualTo(XAResource.XA_OK);
    }

    @Test
    void aStartWithWorkInProgressIsRefusedAndTheWorkIsKept() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("kept");
        assertThat(result(() -> session.xa.start(OTHER, XAResource.TMNOFLAGS))).isEqualTo("PROTO");
        session.send("kept too");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("kept", "kept too");
    }

    @Test
    void oneSessionWorksInTwoBranchesInTurn() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("a1");
        session.xa.end(XID, XAResource.TMSUSPEND);
        session.xa.start(OTHER, XAResource.TMNOFLAGS);
        session.send("b1");
        session.xa.end(OTHER, XAResource.TMSUCCESS);
        session.xa.start(XID, XAResource.TMRESUME);
        session.send("a2");
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(session.xa.prepare(OTHER)).isEqualTo(XAResource.XA_OK);
        assertThat(session.xa.prepare(XID)).isEqualTo(XAResource.XA_OK);
        session.xa.rollback(OTHER);
        session.xa.commit(XID, false);
        assertThat(x.available()).containsExactly("a1", "a2");
    }

    @Test
    void aSessionThatWasInOneTransactionWorksInTheNext() throws Exception {
        for (String name : new String[] {"one", "two", "three"}) {
            work(TestXid.of(name), name);
            session.xa.commit(TestXid.of(name), true);
        }
        assertThat(x.available()).containsExactly("one", "two", "three");
    }

    @Test
    void theXidOfACompletedBranchCanBeUsedAgain() throws Exception {
        work(XID, "first");
        session.xa.commit(XID, true);
        work(XID, "second");
        session.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("first", "second");
    }

    @Test
    void rollbackWhileWorkGoesOnIsOutOfOrderButUndoesItAndFreesTheSession() throws Exception {
        x.put("m");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        assertThat(session.receive()).isEqualTo("m");
        EscrowXAResource manager = x.session("manager").xa;
        assertThat(result(() -> manager.rollback(XID))).isEqualTo("PROTO");
        assertThat(x.available()).containsExactly("m");
        assertThatThrownBy(() -> session.send("late")).isInstanceOf(TransactionRolledBackException.class);
        assertThat(result(() -> manager.rollback(XID))).isEqualTo("ok");
        session.xa.start(OTHER, XAResource.TMNOFLAGS);
        assertThat(session.receive()).isEqualTo("m#2");
    }

    @Test
    void theWorkOfAFailedBranchIsUndoneAtOnceEvenIfNobodyEverRollsItBack() throws Exception {
        x.put("m");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.receive();
        session.xa.end(XID, XAResource.TMFAIL);
        assertThat(x.available()).containsExactly("m");
        assertThat(x.broker.active()).isZero();
        assertThat(result(() -> session.xa.rollback(XID))).isEqualTo("ok");
        assertThat(x.outcomes()).containsExactly("t1.rollback");
    }

    @Test
    void workAfterTheTransactionManagerEndedItIsRefusedAndNotDoneOutsideTheTransaction() throws Exception {
        session.xa.start(XID, XAResource.TMNOFLAGS);
        TransactionContext held = session.xa.association();
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThatThrownBy(() -> held.call(transaction -> "done"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("IDLE");
        session.xa.rollback(XID);
        assertThatThrownBy(() -> held.call(transaction -> "done"))
                .isInstanceOf(TransactionRolledBackException.class);
        assertThat(session.xa.association()).isNull();
    }

    // ---- arguments ------------------------------------------------------------------------------------------------

    @Test
    void aNullXidIsInvalidEverywhere() {
        assertThat(result(() -> session.xa.start(null, XAResource.TMNOFLAGS))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.end(null, XAResource.TMSUCCESS))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.prepare(null))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.commit(null, true))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.rollback(null))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.forget(null))).isEqualTo("INVAL");
    }

    @Test
    void anXidWithPartsThatAreTooLongOrMissingIsInvalid() {
        Xid tooLong = new TestXid(1, new byte[65], new byte[1]);
        Xid missing = new TestXid(1, new byte[1], null);
        assertThat(result(() -> session.xa.start(tooLong, XAResource.TMNOFLAGS))).isEqualTo("INVAL");
        assertThat(result(() -> session.xa.start(missing, XAResource.TMNOFLAGS))).isEqualTo("INVAL");
    }

    @Test
    void everyXaExceptionNamesItsCodeTheCallTheBranchAndTheState() throws Exception {
        work(XID, "kept");
        assertThatThrownBy(() -> session.xa.commit(XID, false))
                .isInstanceOf(XAException.class)
                .hasMessageContainingAll("XAER_PROTO", "commit", BranchId.of(XID).toString(), "IDLE");
    }

    @Test
    void resourcesOfOneStoreAreTheSameResourceManager() throws Exception {
        XaFixture elsewhere = new XaFixture();
        elsewhere.broker = new org.escrowmq.fake.FakeBroker("another store");
        elsewhere.branches = new Branches(elsewhere.broker, elsewhere.timer);
        EscrowXAResource foreign = elsewhere.session("foreign").xa;
        assertThat(session.xa.isSameRM(session.xa)).isTrue();
        assertThat(session.xa.isSameRM(x.session("second").xa)).isTrue();
        assertThat(session.xa.isSameRM(x.branches.recoveryResource())).isTrue();
        assertThat(x.branches.recoveryResource().isSameRM(session.xa)).isTrue();
        assertThat(session.xa.isSameRM(foreign)).isFalse();
        assertThat(session.xa.isSameRM(null)).isFalse();
    }
}
