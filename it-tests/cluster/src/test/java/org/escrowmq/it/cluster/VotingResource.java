package org.escrowmq.it.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** The other resource of a transaction: votes yes, remembers what it was told and can do something at each step. */
final class VotingResource implements XAResource {

    private final List<String> history = new CopyOnWriteArrayList<>();
    private final Step step;

    /** Is told of each call before it is carried out. */
    interface Step {
        void reached(String call);
    }

    VotingResource() {
        this(call -> { });
    }

    VotingResource(Step step) {
        this.step = step;
    }

    List<String> history() {
        return history;
    }

    private void reached(String call) {
        history.add(call);
        step.reached(call);
    }

    @Override
    public void start(Xid xid, int flags) {
        reached("start");
    }

    @Override
    public void end(Xid xid, int flags) {
        reached("end");
    }

    @Override
    public int prepare(Xid xid) {
        reached("prepare");
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        reached("commit");
    }

    @Override
    public void rollback(Xid xid) {
        reached("rollback");
    }

    @Override
    public void forget(Xid xid) {
        reached("forget");
    }

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
