package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of a branch that is committed while its transaction is not yet complete. */
class ConcealmentTest {

    private static final Xid XID = TestXid.of("held");

    private final XaFixture x = new XaFixture();
    private TestSession session;

    @BeforeEach
    void openSession() throws Exception {
        session = x.session("s");
        session.xa.start(XID, XAResource.TMNOFLAGS);
    }

    @Test
    void whatIsHeldBackIsVisibleWhenItIsReleasedAndNotBefore() throws Exception {
        Runnable release = session.xa.holdBack().orElseThrow();
        sendAndPrepare();
        session.xa.commit(XID, false);
        assertThat(x.available()).isEmpty();
        assertThat(x.state(XID)).isEqualTo("gone");

        release.run();
        assertThat(x.available()).containsExactly("m");
        assertThat(x.timer.pending()).isZero();
    }

    @Test
    void itIsVisibleWhenTheLastHoldIsReleased() throws Exception {
        Runnable first = session.xa.holdBack().orElseThrow();
        Runnable second = session.xa.holdBack().orElseThrow();
        sendAndPrepare();
        session.xa.commit(XID, false);
        first.run();
        first.run();
        assertThat(x.available()).isEmpty();

        second.run();
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void aCommitAfterTheReleaseIsVisibleAtOnce() throws Exception {
        Runnable release = session.xa.holdBack().orElseThrow();
        sendAndPrepare();
        release.run();
        x.branches.recoveryResource().commit(XID, false);
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void oneResourceAloneHasNobodyToWaitFor() throws Exception {
        session.xa.holdBack();
        session.send("m");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void releasingARolledBackBranchShowsNothing() throws Exception {
        Runnable release = session.xa.holdBack().orElseThrow();
        sendAndPrepare();
        session.xa.rollback(XID);
        release.run();
        assertThat(x.available()).isEmpty();
    }

    @Test
    void aTransactionManagerThatForgetsDoesNotMakeMessagesDisappear() throws Exception {
        session.xa.holdBack();
        sendAndPrepare();
        session.xa.commit(XID, false);
        x.timer.advance(Concealment.LIMIT_SECONDS - 1);
        assertThat(x.available()).isEmpty();

        x.timer.advance(1);
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void aCommitThatFailsCanBeRepeatedAndIsStillHeldBack() throws Exception {
        Runnable release = session.xa.holdBack().orElseThrow();
        sendAndPrepare();
        x.broker.failNext("commit", new JMSException("disk"));
        assertThat(XaFixture.result(() -> session.xa.commit(XID, false))).isEqualTo("RETRY");
        session.xa.commit(XID, false);
        assertThat(x.available()).isEmpty();
        release.run();
        assertThat(x.available()).containsExactly("m");
    }

    @Test
    void thereIsNothingToHoldBackOutsideOfABranch() throws Exception {
        session.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(session.xa.holdBack()).isEmpty();
    }

    private void sendAndPrepare() throws Exception {
        session.send("m");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.prepare(XID);
    }
}
