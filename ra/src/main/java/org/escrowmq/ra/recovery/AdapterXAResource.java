package org.escrowmq.ra.recovery;

import java.util.Arrays;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.ra.AdapterLog;

/**
 * A resource of the provider as the servers get it, outbound, inbound and for recovery. It keeps two habits of theirs
 * from costing a branch or a warning for each transaction; everything else goes through unchanged.
 *
 * <ul>
 * <li>They wrap what comes from their pools, and not what comes with a delivery. A wrapper can look behind itself, the
 * other side cannot; so {@link #isSameRM} turns the question round. A bean that consumes and sends then works in one
 * branch: one prepare less, and none at all if there is no other resource.
 * <li>They end the work of a connection when its handle closes, and once more at the end of the transaction if it has
 * joined another one's branch (Narayana logs the refusal each time). The second time has nothing to do, and does that.
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
public final class AdapterXAResource implements XAResource {

    private final XAResource provided;
    private volatile Xid ended;
    private volatile boolean associated;
    private volatile boolean rolledBack;
    private volatile boolean refused;
    private volatile boolean asking;

    /** Stands in front of a resource of the provider's. */
    public AdapterXAResource(XAResource provided) {
        this.provided = provided;
    }

    /** True while what is done with the session belongs to a branch. */
    public boolean isAssociated() {
        return associated;
    }

    /**
     * Has the branch that was begun last rolled back when the transaction manager asks for its vote, which is no then.
     * A branch that ends in another way does so.
     */
    public void refuseToCommit() {
        refused = true;
    }

    /** True if the branch that was begun last was rolled back. */
    public boolean wasRolledBack() {
        return rolledBack;
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (other instanceof AdapterXAResource own) {
            return provided.isSameRM(own.provided);
        }
        if (asking) {
            // The other one has turned the question round as well: nobody knows.
            return false;
        }
        asking = true;
        try {
            return other.isSameRM(this);
        } catch (XAException | RuntimeException e) {
            // Some resource managers do not expect a resource that is none of theirs; so it is none of ours.
            AdapterLog.debug("Not the same resource manager, as " + other.getClass() + " fails to answer: " + e);
            return false;
        } finally {
            asking = false;
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        provided.start(xid, flags);
        ended = null;
        rolledBack = false;
        refused = false;
        associated = true;
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        boolean suspends = (flags & TMSUSPEND) != 0;
        if (!suspends && isEnded(xid)) {
            return;
        }
        associated = false;
        provided.end(xid, flags);
        if (!suspends) {
            ended = xid;
        }
    }

    private boolean isEnded(Xid xid) {
        Xid last = ended;
        return last != null && last.getFormatId() == xid.getFormatId()
                && Arrays.equals(last.getGlobalTransactionId(), xid.getGlobalTransactionId())
                && Arrays.equals(last.getBranchQualifier(), xid.getBranchQualifier());
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        requireNotRefused(xid);
        return provided.prepare(xid);
    }

    private void requireNotRefused(Xid xid) throws XAException {
        if (refused) {
            rollback(xid);
            XAException no = new XAException("The branch was rolled back: the message could not be handled");
            no.errorCode = XAException.XA_RBROLLBACK;
            throw no;
        }
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        if (onePhase) {
            requireNotRefused(xid);
        }
        try {
            provided.commit(xid, onePhase);
        } catch (XAException e) {
            rolledBack |= e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND;
            throw e;
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        rolledBack = true;
        provided.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        provided.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return provided.recover(flag);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return provided.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return provided.setTransactionTimeout(seconds);
    }

    @Override
    public String toString() {
        return "EscrowMQ " + provided;
    }
}
