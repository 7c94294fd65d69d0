package org.escrowmq.transaction;

import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/** The resource for recovery: no session is behind it, so no work can be started through it. */
final class RecoveryXAResource extends BranchResource {

    RecoveryXAResource(Supplier<Branches> current) {
        super(current);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        throw noSession(BranchCall.ofStart(flags), xid);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        throw noSession(BranchCall.ofEnd(flags), xid);
    }

    private static XAException noSession(BranchCall call, Xid xid) throws XAException {
        return XaErrors.outOfOrder(call, id(xid), "this resource is for recovery and has no session to work with");
    }
}
