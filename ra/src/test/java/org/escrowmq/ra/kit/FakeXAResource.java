package org.escrowmq.ra.kit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Writes every call to a history, as text: {@code s1.start(b1)}; and completes the work of its branches. */
public final class FakeXAResource implements XAResource {

    static final Map<String, FakeWork> WORK = new ConcurrentHashMap<>();

    private final String session;
    private final History history;
    private final Consumer<FakeWork> association;
    private final Function<Xid, FakeWork> works;
    private int failure;
    private String failing;

    FakeXAResource(String session, History history, Consumer<FakeWork> association, Function<Xid, FakeWork> works) {
        this.session = session;
        this.history = history;
        this.association = association;
        this.works = works;
    }

    /** The next call of this name fails with this error code. */
    public void fail(String call, int errorCode) {
        failing = call;
        failure = errorCode;
    }

    static String name(Xid xid) {
        return xid instanceof StubXid stub ? stub.toString() : "local";
    }

    private void record(String call, Xid xid, String flags) throws XAException {
        history.add(session + "." + call + "(" + name(xid) + flags + ")");
        if (call.equals(failing)) {
            failing = null;
            throw new XAException(failure);
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        record("start", xid, flags == TMNOFLAGS ? "" : flags == TMJOIN ? " JOIN" : " RESUME");
        association.accept(WORK.computeIfAbsent(name(xid), key -> new FakeWork()));
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        record("end", xid, flags == TMSUCCESS ? "" : flags == TMFAIL ? " FAIL" : " SUSPEND");
        association.accept(null);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        record("prepare", xid, "");
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        record("commit", xid, onePhase ? " one phase" : "");
        complete(xid, FakeWork::commit);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        record("rollback", xid, "");
        complete(xid, FakeWork::rollback);
    }

    private void complete(Xid xid, Consumer<FakeWork> outcome) throws XAException {
        FakeWork work = works.apply(xid);
        if (work == null) {
            throw new XAException(XAException.XAER_NOTA);
        }
        WORK.remove(name(xid));
        outcome.accept(work);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        record("forget", xid, "");
    }

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof FakeXAResource;
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
