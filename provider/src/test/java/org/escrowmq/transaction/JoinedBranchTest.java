package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escrowmq.transaction.XaFixture.result;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.Test;

/** Several sessions in one branch, and what happens to their messages when it is rolled back. */
class JoinedBranchTest {

    private static final Xid XID = TestXid.of("joined");

    private final XaFixture x = new XaFixture();

    @Test
    void twoSessionsJoinedInABranchWorkInOneTransaction() throws Exception {
        TestSession one = x.session("one");
        TestSession two = x.session("two");
        one.xa.start(XID, XAResource.TMNOFLAGS);
        two.xa.start(XID, XAResource.TMJOIN);
        List<BrokerTransaction> seen = new ArrayList<>();
        one.xa.association().call(seen::add);
        two.xa.association().call(seen::add);
        assertThat(seen.get(0)).isSameAs(seen.get(1));
        one.send("from one");
        two.send("from two");
        one.xa.end(XID, XAResource.TMSUCCESS);
        assertThat(result(() -> two.xa.prepare(XID))).as("two still works").isEqualTo("PROTO");
        two.xa.end(XID, XAResource.TMSUCCESS);
        one.xa.prepare(XID);
        two.xa.commit(XID, false);
        assertThat(x.available()).containsExactly("from one", "from two");
        assertThat(x.outcomes()).containsExactly("t1.prepare", "t1.commit");
    }

    @Test
    void suspendedWorkCanBeResumedAndCompletedThroughAnotherSession() throws Exception {
        TestSession one = x.session("one");
        TestSession two = x.session("two");
        one.xa.start(XID, XAResource.TMNOFLAGS);
        one.send("from one");
        one.xa.end(XID, XAResource.TMSUSPEND);
        two.xa.start(XID, XAResource.TMRESUME);
        two.send("from two");
        assertThat(result(() -> one.xa.end(XID, XAResource.TMSUCCESS))).as("it is two's now").isEqualTo("PROTO");
        two.xa.end(XID, XAResource.TMSUCCESS);
        two.xa.commit(XID, true);
        assertThat(x.available()).containsExactly("from one", "from two");
    }

    @Test
    void aSessionWhoseBranchFailedElsewhereHearsItAtItsNextWorkAndAtItsEnd() throws Exception {
        TestSession one = x.session("one");
        TestSession two = x.session("two");
        one.xa.start(XID, XAResource.TMNOFLAGS);
        two.xa.start(XID, XAResource.TMJOIN);
        two.xa.end(XID, XAResource.TMFAIL);
        assertThatThrownBy(() -> one.send("in vain")).hasMessageContaining("can only be rolled back");
        assertThat(result(() -> one.xa.end(XID, XAResource.TMSUCCESS))).isEqualTo("RBROLLBACK");
        assertThat(one.xa.association()).isNull();
        two.xa.rollback(XID);
        assertThat(x.available()).isEmpty();
    }

    @Test
    void everySessionThatWorkedInTheBranchTakesPartInItsRollbackInTheOrderOfTheirWork() throws Exception {
        x.put("m1", "m2", "m3", "m4", "m5");
        TestSession one = x.session("one");
        TestSession two = x.session("two");
        TestSession idle = x.session("idle");
        one.xa.start(XID, XAResource.TMNOFLAGS);
        two.xa.start(XID, XAResource.TMJOIN);
        idle.xa.start(XID, XAResource.TMJOIN);
        assertThat(two.receive()).isEqualTo("m1");
        assertThat(one.receive()).isEqualTo("m2");
        one.buffer(2);
        for (TestSession session : List.of(one, two, idle)) {
            session.xa.end(XID, XAResource.TMSUCCESS);
        }
        x.broker.clearHistory();
        x.session("manager").xa.rollback(XID);
        assertThat(x.events).containsExactly("two before", "one before", "two after", "one after");
        assertThat(x.broker.history("cancelRequests", "release", "rollback")).containsExactly(
                "k2.cancelRequests", "k2.release 0 in t1", "k1.cancelRequests", "k1.release 2 in t1", "t1.rollback");
        assertThat(x.available()).containsExactly("m1", "m2", "m3", "m4", "m5");
    }

    @Test
    void whatWasOnlyBufferedComesBackInOrderAndIsNotCountedAsDelivered() throws Exception {
        x.put("m1", "m2", "m3");
        TestSession session = x.session("s");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.buffer(2);
        assertThat(session.receive()).isEqualTo("m1");
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.prepare(XID);
        session.xa.rollback(XID);
        session.xa.start(XID, XAResource.TMNOFLAGS);
        assertThat(List.of(session.receive(), session.receive(), session.receive()))
                .containsExactly("m1#2", "m2", "m3");
    }

    @Test
    void aSessionThatCannotReleaseItsMessagesDoesNotKeepTheBranchFromBeingRolledBack() throws Exception {
        x.put("m1", "m2");
        TestSession one = x.session("one");
        TestSession two = x.session("two");
        one.xa.start(XID, XAResource.TMNOFLAGS);
        two.xa.start(XID, XAResource.TMJOIN);
        one.receive();
        two.receive();
        one.xa.end(XID, XAResource.TMSUCCESS);
        two.xa.end(XID, XAResource.TMSUCCESS);
        x.broker.failNext("k1.release", new JMSException("closed"));
        one.xa.rollback(XID);
        assertThat(x.events).containsExactly("one before", "two before", "one after", "two after");
        assertThat(x.available()).containsExactly("m1", "m2");
    }

    @Test
    void aSessionThatThrowsAnythingDoesNotKeepTheOthersFromGoingOn() throws Exception {
        EscrowXAResource broken = x.branches.sessionResource(new Participant() {
            @Override
            public void beforeRollback(BrokerTransaction transaction) {
                throw new IllegalStateException("before");
            }

            @Override
            public void afterRollback() {
                throw new IllegalStateException("after");
            }
        });
        TestSession sound = x.session("sound");
        broken.start(XID, XAResource.TMNOFLAGS);
        broken.association().call(transaction -> null);
        sound.xa.start(XID, XAResource.TMJOIN);
        sound.send("dropped");
        broken.end(XID, XAResource.TMSUCCESS);
        sound.xa.end(XID, XAResource.TMSUCCESS);
        broken.rollback(XID);
        assertThat(x.events).containsExactly("sound before", "sound after");
        assertThat(x.outcomes()).containsExactly("t1.rollback");
    }

    @Test
    void aBranchThatOnlyCommitsDoesNotDisturbItsSessions() throws Exception {
        x.put("m1", "m2");
        TestSession session = x.session("s");
        session.xa.start(XID, XAResource.TMNOFLAGS);
        session.buffer(2);
        session.receive();
        session.xa.end(XID, XAResource.TMSUCCESS);
        session.xa.prepare(XID);
        session.xa.commit(XID, false);
        assertThat(x.events).isEmpty();
    }
}
