package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/**
 * The XAResource of a session: says which branch the session's work belongs to, and completes branches, this session's
 * or others.
 *
 * <p>Safe for use by several threads, as transaction managers do. One branch at a time is worked in; after its
 * {@code end}, completed or not, the next can be started. Its registry is {@link Branches}; it needs no closing.
 */
public final class EscrowXAResource extends BranchResource {

    private final Branches branches;
    private final Participant session;
    private volatile Branch working;

    EscrowXAResource(Branches branches, Participant session) {
        super(() -> branches);
        this.branches = branches;
        this.session = session;
    }

    /**
     * The transaction that the session's work belongs to now.
     *
     * @return the branch that was started and not ended on this resource, even if it can take no work any more; null if
     *     there is none
     */
    public TransactionContext association() {
        Branch branch = working;
        return branch == null ? null : new BranchContext(branch);
    }

    /**
     * Keeps what the branch of the moment commits in two phases invisible until the action that is returned has been
     * run: to be done when the whole transaction is complete.
     *
     * @return the action, or nothing if the session works in no branch
     */
    public Optional<Runnable> holdBack() {
        return Optional.ofNullable(working).map(Branch::holdBack);
    }

    @Override
    public synchronized void start(Xid xid, int flags) throws XAException {
        BranchCall call = BranchCall.ofStart(flags);
        BranchId id = id(xid);
        Branch previous = working;
        if (previous != null && previous.state() == BranchState.ROLLED_BACK) {
            // Completed without its end: the session is free for the next transaction.
            working = null;
        } else if (previous != null) {
            throw XaErrors.outOfOrder(call, id, "this resource works in branch " + previous.id() + "; end that first");
        }
        if (call == BranchCall.START) {
            working = branches.begin(id, this, getTransactionTimeout());
        } else {
            Branch branch = branches.find(id, call);
            branch.start(this, call);
            working = branch;
        }
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        BranchCall call = BranchCall.ofEnd(flags);
        BranchId id = id(xid);
        Branch branch = stopWorking(id);
        // Without the lock of this resource: a branch that fails is undone, which calls sessions.
        (branch == null ? branches.find(id, call) : branch).end(this, call);
    }

    /** Whether its work ends, is suspended or turns out to be rolled back: the session is in no branch for now. */
    private synchronized Branch stopWorking(BranchId id) {
        Branch branch = working;
        if (branch == null || !branch.id().equals(id)) {
            return null;
        }
        working = null;
        return branch;
    }

    /** Work in one branch, for as long as it is this resource's. */
    private final class BranchContext implements TransactionContext {

        private final Branch branch;

        BranchContext(Branch branch) {
            this.branch = branch;
        }

        @Override
        public <T> T call(Work<T> work) throws JMSException {
            return branch.call(EscrowXAResource.this, session, work);
        }
    }
}
