package org.escrowmq.transaction;

import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** What every XAResource of a broker can do: complete branches, whoever worked in them, and recover. */
abstract class BranchResource implements XAResource {

    private static final Xid[] NOTHING_MORE = {};

    private final Supplier<Branches> current;
    private volatile int timeoutSeconds;
    private boolean scanning;

    BranchResource(Supplier<Branches> current) {
        this.current = current;
    }

    @Override
    public final int prepare(Xid xid) throws XAException {
        return find(xid, BranchCall.PREPARE).prepare();
    }

    @Override
    public final void commit(Xid xid, boolean onePhase) throws XAException {
        Branch branch = find(xid, BranchCall.ofCommit(onePhase));
        if (onePhase) {
            branch.commitOnePhase();
        } else {
            branch.commitPrepared();
        }
    }

    @Override
    public final void rollback(Xid xid) throws XAException {
        find(xid, BranchCall.ROLLBACK).rollback();
    }

    @Override
    public final void forget(Xid xid) throws XAException {
        find(xid, BranchCall.FORGET).forget();
    }

    /**
     * Lists the branches that are prepared or have a heuristic outcome: all with the call that starts the scan, none
     * with those that continue it. Being told to continue or to end a scan that is not open is no error, since
     * transaction managers may have started it through another resource. To continue one then starts it: a branch in
     * doubt that is listed once more is harmless, one that is never listed stays in doubt for ever.
     */
    @Override
    public final synchronized Xid[] recover(int flag) throws XAException {
        if ((flag & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XaErrors.flags("recover", flag, "TMSTARTRSCAN, TMENDRSCAN, both, or TMNOFLAGS");
        }
        boolean starts = (flag & TMSTARTRSCAN) != 0 || flag == TMNOFLAGS && !scanning;
        Xid[] found = starts ? branches("recover").recoverable() : NOTHING_MORE;
        scanning = (flag & TMENDRSCAN) == 0;
        return found;
    }

    /** How long branches started through this resource may take, in seconds; 0, the default, is without limit. */
    @Override
    public final int getTransactionTimeout() {
        return timeoutSeconds;
    }

    /** Takes effect with the next branch that is started. */
    @Override
    public final boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaErrors.invalid("The transaction timeout is " + seconds + " s; 0 (none) and more are allowed", null);
        }
        timeoutSeconds = seconds;
        return true;
    }

    @Override
    public final boolean isSameRM(XAResource other) throws XAException {
        return other == this || other instanceof BranchResource that
                && branches("isSameRM").resourceManagerId().equals(that.branches("isSameRM").resourceManagerId());
    }

    /** The registry behind this resource. */
    final Branches branches(String method) throws XAException {
        Branches open;
        try {
            open = current.get();
        } catch (RuntimeException e) {
            throw XaErrors.unavailable(method, e);
        }
        if (open == null) {
            throw XaErrors.unavailable(method + ": no broker is open", null);
        }
        return open;
    }

    final Branch find(Xid xid, BranchCall call) throws XAException {
        return branches(call.toString()).find(id(xid), call);
    }

    static BranchId id(Xid xid) throws XAException {
        try {
            return BranchId.of(xid);
        } catch (IllegalArgumentException e) {
            throw XaErrors.invalid(e.getMessage(), e);
        }
    }
}
