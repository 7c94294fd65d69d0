package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Branches that take too long, with a clock that the test moves. */
class BranchTimeoutTest {

    private static final Xid XID = TestXid.of("slow");

    private final XaFixture x = new XaFixture();
    private TestSession session;

    @BeforeEach
    void openSession() throws JMSException {
        session = x.session("s");
    }

    @Test
    void thereIsNoTimeoutUntilOneIsSetAndZeroTakesItBack() throws Exception {
        assertThat(session.xa.getTransactionTimeout()).isZero();
        assertThat(session.xa.setTransactionTimeout(30)).isTrue();
        assertThat(session.xa.getTransactionTimeout()).isEqualTo(30);
        assertThat(session.xa.setTransactionTimeout(0)).isTrue();
        assertThat(session.xa.getTransactionTimeout()).isZero();
        session.xa.start(XID, XAResource.TMNOFLAGS);
        assertThat(x.timer.pending()).isZero();
    }

    @Test
    void aNegativeTimeoutIsInvalidAndChangesNothing() throws Exception {
        session.xa.setTransactionTimeout(7);
        assertThat(result(() -> session.xa.setTransactionTimeout(-1))).isEqualTo("INVAL");
        assertThat(session.xa.getTransactionTimeout()).isEqualTo(7);
    }

    @Test
    void aTimeoutCountsFromTheStartAndIsNotChangedLater() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.xa.setTransactionTimeout(1000);
        x.timer.advance(9);
        assertThat(x.state(XID)).isEqualTo("ACTIVE");
        x.timer.advance(1);
        assertThat(x.state(XID)).isEqualTo("TIMED_OUT");
    }

    @Test
    void whenTimeIsUpTheMessagesAreFreeAtOnceAndInOrder() throws Exception {
        x.put("m1", "m2", "m3");
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.receive();
        session.buffer(1);
        session.send("dropped");
        x.timer.advance(10);
        assertThat(x.available()).containsExactly("m1", "m2", "m3");
        assertThat(x.events).containsExactly("s before", "s after");
        assertThat(x.broker.active()).isZero();
    }

    @Test
    void workAfterTheTimeoutIsRefusedWithTheReason() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("dropped");
        x.timer.advance(10);
        assertThatThrownBy(() -> session.send("late"))
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContainingAll("timeout", BranchId.of(XID).toString());
    }

    @Test
    void theTransactionManagerHearsOfItAtEndAndThenRollsBack() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        x.timer.advance(10);
        assertThat(result(() -> session.xa.end(XID, XAResource.TMSUCCESS))).isEqualTo("RBTIMEOUT");
        assertThat(session.xa.association()).isNull();
        assertThat(result(() -> session.xa.rollback(XID))).isEqualTo("ok");
        assertThat(result(() -> session.xa.rollback(XID))).isEqualTo("NOTA");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        assertThat(x.state(XID)).isEqualTo("ACTIVE");
    }

    @Test
    void suspendedWorkTimesOutToo() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("dropped");
        session.xa.end(XID, XAResource.TMSUSPEND);
        x.timer.advance(10);
        assertThat(result(() -> session.xa.start(XID, XAResource.TMRESUME))).isEqualTo("RBTIMEOUT");
        assertThat(session.xa.association()).isNull();
    }

    @Test
    void aPreparedBranchNeverTimesOut() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.send("kept");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.prepare(XID);
        assertThat(x.timer.pending()).isZero();
        x.timer.advance(1000);
        session.xa.commit(XID, false);
        assertThat(x.available()).containsExactly("kept");
    }

    @Test
    void aCompletedBranchLeavesNoTimeoutBehind() throws Exception {
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.commit(XID, true);
        assertThat(x.timer.pending()).isZero();
    }

    @Test
    void workThatCouldNotBeUndoneInTimeIsUndoneByTheTransactionManagersRollback() throws Exception {
        x.put("m");
        session.xa.setTransactionTimeout(10);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.receive();
        x.broker.failNext("rollback", new JMSException("disk full"));
        x.timer.advance(10);
        assertThat(x.available()).isEmpty();
        session.xa.rollback(XID);
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void branchesWhoseTransactionManagerNeverReturnsAreForgottenTheOldestFirst() throws Exception {
        session.xa.setTransactionTimeout(10);
        for (int i = 0; i <= 1000; i++) {
            session.xa.start(TestXid.of("lost " + i), XAResource.TMNOFLAGS);
            session.xa.end(TestXid.of("lost " + i), XAResource.TMSUCCESS);
        }
        x.timer.advance(10);
        assertThat(x.state(TestXid.of("lost 0"))).isEqualTo("gone");
        assertThat(x.state(TestXid.of("lost 1"))).isEqualTo("TIMED_OUT");
        assertThat(x.state(TestXid.of("lost 1000"))).isEqualTo("TIMED_OUT");
    }
}
