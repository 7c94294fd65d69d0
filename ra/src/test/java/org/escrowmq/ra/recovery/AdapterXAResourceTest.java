package org.escrowmq.ra.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.ra.kit.Fake;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubXid;
import org.junit.jupiter.api.Test;

class AdapterXAResourceTest {

    private static final Xid BRANCH = new StubXid("b1");

    private final History history = new History();
    private final AdapterXAResource inbound = new AdapterXAResource(Fake.of(XAResource.class, new Provided("mine")));
    private final AdapterXAResource outbound = new AdapterXAResource(Fake.of(XAResource.class, new Provided("mine")));
    private final AdapterXAResource foreign = new AdapterXAResource(Fake.of(XAResource.class, new Provided("other")));

    /** Knows its own kind when it sees it, and ends only what it has begun. */
    public final class Provided {

        private final String store;
        private Xid active;

        Provided(String store) {
            this.store = store;
        }

        public boolean isSameRM(XAResource other) {
            return Fake.behaviour(other, Provided.class).store.equals(store);
        }

        public void start(Xid xid, int flags) {
            active = xid;
            history.add("start");
        }

        public void rollback(Xid xid) {
            history.add("rollback");
        }

        public void commit(Xid xid, boolean onePhase) {
            history.add("commit");
        }

        public void end(Xid xid, int flags) throws XAException {
            if (active == null) {
                throw new XAException(XAException.XAER_PROTO);
            }
            active = null;
            history.add("end " + flags);
        }
    }

    /** Another resource manager's, which turns the question round as well. */
    public static final class AsksBack {

        private XAResource other;

        public boolean isSameRM(XAResource asked) throws XAException {
            return other.isSameRM(Fake.of(XAResource.class, this));
        }
    }

    /** Another resource manager's, which knows its own. */
    public static final class Foreign {

        public boolean isSameRM(XAResource asked) {
            return false;
        }
    }

    @Test
    void itKnowsTheSameStoreWithAndWithoutAWrapperOfTheServers() throws Exception {
        assertThat(inbound.isSameRM(outbound)).isTrue();
        assertThat(inbound.isSameRM(new ServersWrapper(outbound))).isTrue();
        assertThat(new ServersWrapper(inbound).isSameRM(outbound)).isTrue();
        assertThat(new ServersWrapper(inbound).isSameRM(new ServersWrapper(outbound))).isTrue();
    }

    @Test
    void anotherStoreOrResourceManagerIsAnotherOne() throws Exception {
        assertThat(inbound.isSameRM(foreign)).isFalse();
        assertThat(inbound.isSameRM(new ServersWrapper(foreign))).isFalse();
        assertThat(inbound.isSameRM(Fake.of(XAResource.class, new Foreign()))).isFalse();
    }

    @Test
    void twoThatAskEachOtherComeToAnEnd() throws Exception {
        AsksBack asksBack = new AsksBack();
        asksBack.other = inbound;

        assertThat(inbound.isSameRM(Fake.of(XAResource.class, asksBack))).isFalse();
        assertThat(inbound.isSameRM(new ServersWrapper(outbound))).isTrue();
    }

    @Test
    void aResourceManagerThatCannotBearTheQuestionIsAnotherOne() throws Exception {
        // It has no isSameRM at all.
        assertThat(inbound.isSameRM(Fake.of(XAResource.class, new Object()))).isFalse();
    }

    @Test
    void endingTheSameWorkTwiceEndsItOnce() throws Exception {
        inbound.start(BRANCH, XAResource.TMNOFLAGS);
        inbound.end(BRANCH, XAResource.TMSUCCESS);
        inbound.end(new StubXid("b1"), XAResource.TMSUCCESS);
        inbound.end(BRANCH, XAResource.TMFAIL);

        assertThat(history.take()).isEqualTo("start, end " + XAResource.TMSUCCESS);
    }

    @Test
    void endingOtherWorkOrSuspendingEndedWorkIsStillRefused() throws Exception {
        assertThatThrownBy(() -> inbound.end(BRANCH, XAResource.TMSUCCESS)).isInstanceOf(XAException.class);
        inbound.start(BRANCH, XAResource.TMNOFLAGS);
        inbound.end(BRANCH, XAResource.TMSUCCESS);

        assertThatThrownBy(() -> inbound.end(new StubXid("b2"), XAResource.TMSUCCESS)).isInstanceOf(XAException.class);
        assertThatThrownBy(() -> inbound.end(BRANCH, XAResource.TMSUSPEND)).isInstanceOf(XAException.class);
    }

    @Test
    void branchThatRefusesToCommitIsRolledBackAndVotesNo() throws Exception {
        inbound.start(BRANCH, XAResource.TMNOFLAGS);
        inbound.refuseToCommit();
        inbound.end(BRANCH, XAResource.TMSUCCESS);

        assertThatThrownBy(() -> inbound.prepare(BRANCH)).isInstanceOfSatisfying(XAException.class,
                no -> assertThat(no.errorCode).isEqualTo(XAException.XA_RBROLLBACK));
        assertThat(history.take()).isEqualTo("start, end " + XAResource.TMSUCCESS + ", rollback");
        assertThat(inbound.wasRolledBack()).isTrue();
    }

    @Test
    void refusalEndsWithTheNextBranch() throws Exception {
        inbound.start(BRANCH, XAResource.TMNOFLAGS);
        inbound.refuseToCommit();
        inbound.end(BRANCH, XAResource.TMSUCCESS);
        inbound.rollback(BRANCH);
        inbound.start(new StubXid("b2"), XAResource.TMNOFLAGS);
        inbound.end(new StubXid("b2"), XAResource.TMSUCCESS);
        inbound.commit(new StubXid("b2"), true);

        assertThat(history.take()).endsWith("rollback, start, end " + XAResource.TMSUCCESS + ", commit");
    }

    @Test
    void workThatWentOnIsEndedAgain() throws Exception {
        inbound.start(BRANCH, XAResource.TMNOFLAGS);
        inbound.end(BRANCH, XAResource.TMSUSPEND);
        inbound.start(BRANCH, XAResource.TMRESUME);
        inbound.end(BRANCH, XAResource.TMSUCCESS);
        inbound.start(BRANCH, XAResource.TMJOIN);
        inbound.end(BRANCH, XAResource.TMSUCCESS);

        assertThat(history.take()).isEqualTo("start, end " + XAResource.TMSUSPEND + ", start, end "
                + XAResource.TMSUCCESS + ", start, end " + XAResource.TMSUCCESS);
    }
}
