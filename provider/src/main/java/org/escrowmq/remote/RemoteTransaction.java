package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.message.MessageErrors;

/**
 * A branch of a remote broker's; a local transaction is a branch of its own, committed in one phase.
 *
 * <p>The broker knows a branch by its sessions: each that works in it is associated with it, and has to be dissociated
 * before it is completed. The first association makes the branch. A local transaction of a single message or
 * acknowledgement, which is what most are, needs no branch: it is sent when the transaction is committed.
 * Acknowledgements of a consumer with rules of its own for messages that come back are sent at the end, too: if that is
 * a rollback, it is decided here what becomes of each message, before the broker gives it to anybody else. All that
 * waits like this is {@link HeldWork}.
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
    /** In the order in which it was done. */
    private final Set<HeldWork> held = new LinkedHashSet<>();
    /** Those with messages in reserve that are to go back when this is over. */
    private final Set<RemoteConsumer> releasing = new LinkedHashSet<>();
    private State state;
    /** Why something that was held back could not be done, so that this can only be rolled back. */
    private JMSException notDone;

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
        return !held.isEmpty() || !sessions.isEmpty();
    }

    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    // ---- work -----------------------------------------------------------------------------------------------------

    boolean wasBegunBy(RemoteSession session) {
        return begunBy == session;
    }

    /** A session may have left this open or suspended, so that nobody can complete it any more. */
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
        flush(each -> !each.awaitsEnd());
        work(session, doing, work);
    }

    /** As {@link #call}, without anything that is held back. */
    synchronized void work(RemoteSession session, String doing, Work work) throws JMSException {
        int flags = begunBy == null ? XAResource.TMNOFLAGS : XAResource.TMJOIN;
        session.inside(this, flags, doing, () -> {
            begunBy = begunBy == null ? session : begunBy;
            sessions.add(session);
            work.run();
        });
    }

    void work(HeldWork due) throws JMSException {
        work(due.session(), due.doing(), due::inBranch);
    }

    /** Does something now or later. */
    synchronized void take(HeldWork work) throws JMSException {
        requireOpen();
        if (work.awaitsEnd() || local && !hasWork()) {
            held.add(work);
            work.session().heldIn(this);
        } else {
            call(work.session(), work.doing(), work::inBranch);
        }
    }

    /** Does what was held back of a consumer that closes, or of a session that works elsewhere. */
    synchronized void flushOf(Predicate<HeldWork> whose) throws JMSException {
        if (state == State.OPEN) {
            flush(whose);
        }
    }

    private void flush(Predicate<HeldWork> which) throws JMSException {
        Set<HeldWork> tried = new LinkedHashSet<>();
        try {
            for (HeldWork each : held.stream().filter(which).toList()) {
                tried.add(each);
                work(each);
            }
        } catch (JMSException e) {
            // Committed without it, a message would come again, or be missing.
            notDone = e;
            throw e;
        } finally {
            holdNoLonger(tried::contains);
        }
    }

    /** Holds some things back no longer. */
    private void holdNoLonger(Predicate<HeldWork> which) {
        List<HeldWork> gone = held.stream().filter(which).toList();
        gone.forEach(held::remove);
        Set<RemoteSession> still = held.stream().map(HeldWork::session).collect(Collectors.toSet());
        gone.stream().map(HeldWork::session).filter(session -> !still.contains(session))
                .forEach(session -> session.heldNoLongerIn(this));
    }

    /**
     * A consumer wants back in the queue what is reserved for it.
     *
     * @return true if the rollback of this transaction will do that, or what follows it
     */
    synchronized boolean releases(RemoteConsumer consumer) {
        RemoteSession session = consumer.session();
        if (state != State.OPEN || !session.isUsable()) {
            return false;
        }
        boolean byBroker = !sessions.isEmpty() && sessions.iterator().next() == session;
        boolean later = byBroker || held.stream().anyMatch(each -> each.returnsReserved(consumer));
        if (later) {
            releasing.add(consumer);
        }
        return later;
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
        flushForEnd(doing);
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
        if (local && sessions.isEmpty() && held.size() == 1 && notDone == null) {
            commitHeld(held.iterator().next());
            return;
        }
        String doing = "commit";
        flushForEnd(doing);
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

    /**
     * Without all of its work it must not be completed. If a connection is lost, the broker rolls back; else it has to
     * be told, which is left to whoever asked for the completion.
     */
    private void flushForEnd(String doing) throws JMSException {
        for (HeldWork each : held) {
            requireNotLost(each.session());
        }
        try {
            if (notDone == null) {
                flush(all -> true);
            }
        } catch (JMSException e) {
            RemoteLog.debug("Cannot " + doing, e);
        }
        if (notDone != null) {
            throw MessageErrors.withCause(new JMSException(
                    "Cannot " + doing + ": a part of it could not be done (" + notDone.getMessage() + ")"), notDone);
        }
    }

    private void commitHeld(HeldWork only) throws JMSException {
        requireNotLost(only.session());
        holdNoLonger(only::equals);
        state = State.COMMITTING;
        try {
            only.alone();
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
    public void rollback() throws JMSException {
        List<RemoteConsumer> released;
        synchronized (this) {
            rollBackAll();
            released = List.copyOf(releasing);
            releasing.clear();
        }
        // They look at other transactions, so without the lock of this one.
        released.forEach(RemoteConsumer::releaseAfterRollback);
    }

    private void rollBackAll() throws JMSException {
        if (state == State.OVER || !hasWork() && state == State.OPEN) {
            state = State.OVER;
            return;
        }
        if (state == State.OPEN && !isLost()) {
            // What a lost session had, the broker takes back by itself.
            holdNoLonger(each -> !each.matters() || !each.session().isUsable());
            holdNoLonger(new FailedDeliveries(held).settle(recovery)::contains);
            flush(all -> true);
            dissociateForRollback();
        }
        if (!sessions.isEmpty() || state != State.OPEN) {
            rollBackAtBroker();
        }
        over();
    }

    private void rollBackAtBroker() throws JMSException {
        String doing = "roll back";
        if (isRolledBackByItself()) {
            return;
        }
        try {
            link(doing).xaRollback(xid, true);
        } catch (XAException e) {
            afterRefusedRollback(doing, e);
        } catch (JMSException | ActiveMQException | ActiveMQInterruptedException e) {
            throw stillPromised(doing, e);
        }
    }

    private boolean isLost() {
        return hasWork() && held.stream().allMatch(each -> each.session().isLost())
                && sessions.stream().allMatch(RemoteSession::isLost);
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
        holdNoLonger(all -> true);
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
