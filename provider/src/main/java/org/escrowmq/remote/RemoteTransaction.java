package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.client.RemoteErrors;

/**
 * A branch of a remote broker's; a local transaction is a branch of its own, committed in one phase.
 *
 * <p>The broker knows a branch by its sessions: each that works in it is associated with it, and has to be dissociated
 * before it is completed. The first association makes the branch. A local transaction of a single acknowledgement or a
 * single message, which is what most are, needs no branch: it is sent when the transaction is committed.
 *
 * <p>An end that the broker did not answer has an unknown outcome, and is reported as nothing else: Artemis' client
 * prepares a second time by itself, and takes it for a promise what may be a rollback.
 */
final class RemoteTransaction implements BrokerTransaction {

    /** "ESCL" in ASCII. */
    private static final int LOCAL_FORMAT = 0x4553434c;
    private static final byte[] ONLY_BRANCH = {1};

    private enum State {
        OPEN,
        /** The broker was asked for its promise and has not answered: it may have given it. */
        PREPARING,
        PREPARED,
        /** The broker was asked to commit in one phase and has not answered: it may have done so. */
        COMMITTING,
        OVER
    }

    private final Recovery recovery;
    private final XidImpl xid;
    private final boolean local;
    private final Set<RemoteSession> sessions = new LinkedHashSet<>();
    /** Read also without this object's monitor, by a session that leaves. */
    private volatile RemoteSession begunBy;
    private State state;
    private HeldWork held;

    private RemoteTransaction(Recovery recovery, XidImpl xid, boolean local, State state) {
        this.recovery = recovery;
        this.xid = xid;
        this.local = local;
        this.state = state;
    }

    /** A new one; the Xid is null for a local transaction. */
    static RemoteTransaction begin(Recovery recovery, Xid xid) {
        return new RemoteTransaction(
                recovery, xid == null ? localXid() : new XidImpl(xid), xid == null, State.OPEN);
    }

    /** One that a broker holds as prepared. */
    static RemoteTransaction found(Recovery recovery, XidImpl xid) {
        return new RemoteTransaction(recovery, xid, false, State.PREPARED);
    }

    private static XidImpl localXid() {
        UUID id = UUID.randomUUID();
        byte[] global = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        return new XidImpl(ONLY_BRANCH, LOCAL_FORMAT, global);
    }

    XidImpl xid() {
        return xid;
    }

    @Override
    public synchronized boolean hasWork() {
        return held != null || !sessions.isEmpty();
    }

    // ---- work -----------------------------------------------------------------------------------------------------

    boolean wasBegunBy(RemoteSession session) {
        return begunBy == session;
    }

    /** A session may have left this suspended, so that nobody can complete it any more. */
    void breakOff() {
        begunBy.breakOff();
    }

    /** Something that a session does in this transaction. */
    @FunctionalInterface
    interface Work {
        void run() throws ActiveMQException;
    }

    synchronized void call(RemoteSession session, String doing, Work work) throws JMSException {
        requireOpen();
        flush();
        int flags = begunBy == null ? XAResource.TMNOFLAGS : XAResource.TMJOIN;
        session.inside(this, flags, doing, () -> {
            begunBy = begunBy == null ? session : begunBy;
            sessions.add(session);
            work.run();
        });
    }

    synchronized void acknowledge(RemoteConsumer consumer, long id) throws JMSException {
        requireOpen();
        HeldWork work = new HeldWork.Acknowledgement(consumer, id);
        if (local && !hasWork()) {
            held = work;
            consumer.heldBy(this);
        } else {
            call(work.session(), work.doing(), work::inBranch);
        }
    }

    synchronized void send(HeldWork.Sending sending) throws JMSException {
        requireOpen();
        if (local && !hasWork()) {
            held = sending;
        } else {
            call(sending.session(), sending.doing(), sending::inBranch);
        }
    }

    /** Sends what was kept, because it will not stay alone or its consumer closes. */
    synchronized void flush() throws JMSException {
        HeldWork kept = takeHeld();
        if (kept != null) {
            call(kept.session(), kept.doing(), kept::inBranch);
        }
    }

    private HeldWork takeHeld() {
        HeldWork kept = held;
        held = null;
        if (kept != null) {
            kept.released();
        }
        return kept;
    }

    /** True if the rollback of this transaction will give back what is reserved for the consumers of a session. */
    synchronized boolean returnsWhatIsReservedFor(RemoteSession session) {
        return state == State.OPEN && session.isUsable()
                && (held != null && held.matters() && held.session() == session
                        || !sessions.isEmpty() && sessions.iterator().next() == session);
    }

    private void requireOpen() throws JMSException {
        if (state != State.OPEN) {
            throw new IllegalStateException("The transaction " + xid + " is " + state + ", nothing more can be done in "
                    + "it");
        }
    }

    // ---- the end --------------------------------------------------------------------------------------------------

    @Override
    public synchronized void prepare() throws JMSException {
        requireOpen();
        if (local) {
            throw new IllegalStateException("A local transaction cannot be prepared");
        }
        String doing = "prepare branch " + xid;
        dissociate();
        SessionContext link = link(doing);
        state = State.PREPARING;
        try {
            link.xaPrepare(xid);
        } catch (XAException | ActiveMQException | ActiveMQInterruptedException e) {
            throw failed(doing, e);
        }
        state = State.PREPARED;
        recovery.promised(this);
    }

    @Override
    public synchronized void commit() throws JMSException {
        if (state == State.PREPARED) {
            commitPrepared();
            return;
        }
        requireOpen();
        if (held != null) {
            commitHeld();
            return;
        }
        String doing = "commit";
        dissociate();
        SessionContext link = link(doing);
        state = State.COMMITTING;
        try {
            link.xaCommit(xid, true);
        } catch (XAException | ActiveMQException | ActiveMQInterruptedException e) {
            throw failed(doing, e);
        }
        state = State.OVER;
    }

    private void commitHeld() throws JMSException {
        HeldWork kept = takeHeld();
        requireNotLost(kept.session());
        state = State.COMMITTING;
        try {
            kept.alone();
        } catch (JMSException e) {
            if (e.getCause() instanceof Exception cause && RemoteErrors.leavesInDoubt(cause)) {
                throw e;
            }
            state = State.OVER;
            throw RemoteErrors.rolledBack("commit", e);
        }
        state = State.OVER;
    }

    private void commitPrepared() throws JMSException {
        String doing = "commit branch " + xid;
        try {
            link(doing).xaCommit(xid, false);
        } catch (JMSException | XAException | ActiveMQException | ActiveMQInterruptedException e) {
            throw stillPromised(doing, e);
        }
        over();
    }

    /** Whether it is still promised, is asked of the broker from now on. */
    private JMSException stillPromised(String doing, Exception cause) {
        recovery.broken(xid);
        if (cause instanceof XAException answer
                && (answer.errorCode == XAException.XA_HEURCOM || answer.errorCode == XAException.XA_HEURRB)) {
            recovery.completedByOperator(xid, answer.errorCode == XAException.XA_HEURCOM);
        }
        return RemoteErrors.translate(doing + " (" + RemoteErrors.words(cause) + ")", cause);
    }

    /** An end that failed while nothing was promised: the work is undone unless the broker may have done it. */
    private JMSException failed(String doing, Exception cause) {
        if (RemoteErrors.leavesInDoubt(cause)) {
            return RemoteErrors.translate(doing, cause);
        }
        if (state == State.COMMITTING) {
            state = State.OVER;
        }
        return RemoteErrors.rolledBack(doing, cause);
    }

    /** Remote brokers show what they commit. */
    @Override
    public void commitConcealed() throws JMSException {
        commit();
    }

    @Override
    public void reveal() {
        // Nothing is concealed.
    }

    @Override
    public synchronized void rollback() throws JMSException {
        if (state == State.OVER || !hasWork() && state == State.OPEN) {
            state = State.OVER;
            return;
        }
        String doing = "roll back";
        if (held != null && !held.matters()) {
            over();
            return;
        }
        if (state == State.OPEN && !isLost()) {
            flush();
            dissociateForRollback();
        }
        if (!isRolledBackByItself()) {
            try {
                link(doing).xaRollback(xid, true);
            } catch (XAException e) {
                afterRefusedRollback(doing, e);
            } catch (JMSException | ActiveMQException | ActiveMQInterruptedException e) {
                throw stillPromised(doing, e);
            }
        }
        over();
    }

    private boolean isLost() {
        return held != null && held.session().isLost()
                || !sessions.isEmpty() && sessions.stream().allMatch(RemoteSession::isLost);
    }

    /**
     * Without promise the broker rolls back what it has of sessions whose connection is lost, as soon as it notices; so
     * does it what it was asked to promise, unless it has: then it lists the branch.
     */
    private boolean isRolledBackByItself() throws JMSException {
        return isLost() && (state == State.OPEN || state == State.PREPARING && recovery.linkTo(xid) == null);
    }

    /** A branch that is not there any more was rolled back, unless it may have been committed. */
    private void afterRefusedRollback(String doing, XAException answer) throws JMSException {
        boolean rolledBack = answer.errorCode >= XAException.XA_RBBASE && answer.errorCode <= XAException.XA_RBEND;
        boolean gone = answer.errorCode == XAException.XAER_NOTA
                && (state == State.OPEN || state == State.PREPARING);
        if (!rolledBack && !gone) {
            throw stillPromised(doing, answer);
        }
    }

    private void over() {
        takeHeld();
        state = State.OVER;
        recovery.over(xid);
    }

    /** Each session's work in it ends. One that is lost has taken the branch with it. */
    private void dissociate() throws JMSException {
        for (RemoteSession session : sessions) {
            requireNotLost(session);
            try {
                session.leave(this);
            } catch (JMSException e) {
                throw RemoteErrors.rolledBack("end the work in " + this, e);
            }
        }
    }

    private static void requireNotLost(RemoteSession session) throws JMSException {
        if (session.isLost()) {
            throw new TransactionRolledBackException("The connection to " + session.client() + " was lost, and "
                    + "with it the transaction that was worked in");
        }
    }

    private void dissociateForRollback() {
        for (RemoteSession session : sessions) {
            try {
                session.leave(this);
            } catch (JMSException e) {
                RemoteLog.debug("A session could not leave a branch that is to be rolled back", e);
            }
        }
    }

    /** Any session of the branch's broker can complete it, and that of the recovery if none is left. */
    private SessionContext link(String doing) throws JMSException {
        for (RemoteSession session : sessions) {
            if (session.isUsable()) {
                return session.context();
            }
        }
        if (state == State.PREPARED || state == State.PREPARING) {
            SessionContext found = recovery.linkTo(xid);
            if (found == null) {
                throw new JMSException("Cannot " + doing + ": no broker has it any more");
            }
            return found;
        }
        for (RemoteSession session : sessions) {
            if (!session.isLost()) {
                return recovery.linkAt(session.client());
            }
        }
        throw new JMSException("Cannot " + doing + ": the connection is lost");
    }

    @Override
    public String toString() {
        return (local ? "local transaction " : "branch ") + xid;
    }
}
