package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import javax.transaction.xa.XAResource;
import org.escrowmq.transaction.XaFixture.TestSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real transaction manager agrees with the state machine. */
class NarayanaTest {

    private static TransactionManager manager;

    private final XaFixture x = new XaFixture();
    private final XaFixture second = new XaFixture();
    private TestSession session;
    private TestSession other;

    @BeforeAll
    static void useNoFiles() throws Exception {
        for (String store : new String[] {"default", "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, "default".equals(store) ? null : store)
                    .setObjectStoreType(VolatileStore.class.getName());
        }
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
        manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    @BeforeEach
    void openSessions() throws JMSException {
        second.broker = new org.escrowmq.fake.FakeBroker("second store");
        second.branches = new Branches(second.broker, second.timer);
        session = x.session("s");
        other = second.session("o");
    }

    private void begin(TestSession... sessions) throws Exception {
        manager.begin();
        for (TestSession enlisted : sessions) {
            assertThat(manager.getTransaction().enlistResource(enlisted.xa)).isTrue();
        }
    }

    @Test
    void twoStoresCommitInTwoPhases() throws Exception {
        begin(session, other);
        session.send("a");
        other.send("b");
        manager.commit();
        assertThat(x.available()).containsExactly("a");
        assertThat(second.available()).containsExactly("b");
        assertThat(x.outcomes()).containsExactly("t1.prepare", "t1.commit");
        assertThat(session.xa.association()).isNull();
    }

    @Test
    void oneStoreCommitsInOnePhase() throws Exception {
        begin(session);
        session.send("a");
        manager.commit();
        assertThat(x.outcomes()).containsExactly("t1.commit");
    }

    @Test
    void aStoreWithoutWorkIsLeftOut() throws Exception {
        begin(session, other);
        other.send("b");
        manager.commit();
        assertThat(x.broker.history("begin", "prepare", "commit")).isEmpty();
        assertThat(second.available()).containsExactly("b");
    }

    @Test
    void twoSessionsOfOneStoreAreJoinedInOneBranch() throws Exception {
        TestSession joined = x.session("joined");
        begin(session, joined);
        session.send("a");
        joined.send("b");
        manager.commit();
        assertThat(x.broker.history("begin")).hasSize(1);
        assertThat(x.available()).containsExactly("a", "b");
    }

    @Test
    void aRollbackIsARollbackInEveryStore() throws Exception {
        begin(session, other);
        session.send("a");
        other.send("b");
        manager.rollback();
        assertThat(x.available()).isEmpty();
        assertThat(second.available()).isEmpty();
        assertThat(x.state(TestXid.of("any"))).isEqualTo("gone");
    }

    @Test
    void aBranchThatTimedOutRollsBackTheTransactionEverywhere() throws Exception {
        session.xa.setTransactionTimeout(1);
        manager.setTransactionTimeout(1000);
        begin(session, other);
        session.send("a");
        other.send("b");
        x.timer.advance(2000);
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(x.available()).isEmpty();
        assertThat(second.available()).isEmpty();
        assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        begin(session);
        session.send("next");
        manager.commit();
        assertThat(x.available()).containsExactly("next");
    }

    @Test
    void aBranchThatCannotBePreparedRollsBackTheTransactionEverywhere() throws Exception {
        begin(other, session);
        session.send("a");
        other.send("b");
        x.broker.failNext("prepare", new JMSException("disk full"));
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(x.available()).isEmpty();
        assertThat(second.available()).isEmpty();
        assertThat(x.recover()).isEmpty();
        assertThat(second.recover()).isEmpty();
    }

    @Test
    void aOnePhaseCommitThatFailsIsARollback() throws Exception {
        begin(session);
        session.send("a");
        x.broker.failNext("commit", new JMSException("disk full"));
        assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
        assertThat(x.available()).isEmpty();
    }

    @Test
    void aSuspendedTransactionGoesOnWhereItWas() throws Exception {
        begin(session);
        session.send("a1");
        manager.getTransaction().delistResource(session.xa, XAResource.TMSUSPEND);
        var suspended = manager.suspend();
        begin(session);
        session.send("b1");
        manager.rollback();
        manager.resume(suspended);
        manager.getTransaction().enlistResource(session.xa);
        session.send("a2");
        manager.commit();
        assertThat(x.available()).containsExactly("a1", "a2");
    }

    @Test
    void aSuspendedBranchIsEndedAndCommittedWithItsTransaction() throws Exception {
        begin(session, other);
        session.send("a");
        other.send("b");
        manager.getTransaction().delistResource(session.xa, XAResource.TMSUSPEND);
        manager.commit();
        assertThat(x.available()).containsExactly("a");
    }
}
