package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
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
 * before it is completed. The first association makes the branch. A local transaction of a single acknowledgement,
 * which is what most are, needs no branch: it is sent when the transaction is committed. Acknowledgements of a consumer
 * with rules of its own for messages that come back are sent at the end, too: if that is a rollback, it is decided here
 * what becomes of each message, before the broker gives it to anybody else.
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
    private final List<Kept> kept = new ArrayList<>();
    /** Those with messages in reserve that are to go back when this is over. */
    private final Set<RemoteConsumer> releasing = new LinkedHashSet<>();
    private State state;
    /** Why an acknowledgement that was kept could not be sent, so that this can only be rolled back. */
    private JMSException notAcknowledged;

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
        return !kept.isEmpty() || !sessions.isEmpty();
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
        flush(each -> !each.awaitsEnd());
        work(session, doing, work);
    }

    /** As {@link #call}, without anything that is kept. */
    synchronized void work(RemoteSession session, String doing, Work work) throws JMSException {
        int flags = begunBy == null ? XAResource.TMNOFLAGS : XAResource.TMJOIN;
        session.inside(this, flags, doing, () -> {
            begunBy = begunBy == null ? session : begunBy;
            sessions.add(session);
            work.run();
        });
    }

    synchronized void acknowledge(Kept made) throws JMSException {
        requireOpen();
        if (made.awaitsEnd() || local && !hasWork()) {
            kept.add(made);
            made.session().keptIn(this);
        } else {
            call(made.session(), "acknowledge a message", () -> made.consumer().acknowledgeInTransaction(made.id()));
        }
    }

    /** Sends what was kept of a consumer that closes, or of a session that works elsewhere. */
    synchronized void flushOf(Predicate<Kept> whose) throws JMSException {
        if (state == State.OPEN) {
            flush(whose);
        }
    }

    private void flush(Predicate<Kept> which) throws JMSException {
        for (Kept each : take(which)) {
            try {
                each.acknowledge(this);
            } catch (JMSException e) {
                // Committed without it, the message would come again.
                notAcknowledged = e;
                throw e;
            }
        }
    }

    private List<Kept> take(Predicate<Kept> which) {
        List<Kept> taken = kept.stream().filter(which).toList();
        kept.removeAll(taken);
        for (Kept each : taken) {
            if (kept.stream().noneMatch(other -> other.session() == each.session())) {
                each.session().keptNoLongerIn(this);
            }
        }
        return taken;
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
        // Replaced before that, the consumer would lose what is kept of it.
        boolean later = byBroker || kept.stream().anyMatch(each -> each.session() == session
                && (each.consumer() == consumer || !each.awaitsEnd()));
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
        flushForEnd();
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
        if (local && sessions.isEmpty() && kept.size() == 1 && notAcknowledged == null) {
            commitKept(take(each -> true).get(0));
            return;
        }
        String doing = "commit";
        flushForEnd();
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

    private void flushForEnd() throws JMSException {
        try {
            flush(each -> true);
        } catch (JMSException e) {
            RemoteLog.debug("A message could not be acknowledged at the end of " + this, e);
        }
        if (notAcknowledged != null) {
            throw RemoteErrors.rolledBack("acknowledge messages in " + this, notAcknowledged);
        }
    }

    private void commitKept(Kept only) throws JMSException {
        state = State.COMMITTING;
        try {
            only.consumer().acknowledgeAtOnce(only.id());
        } catch (JMSException e) {
            if (RemoteErrors.isNoAnswer(e)) {
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
            moveFailed();
            // What a lost session had, the broker takes back by itself.
            take(each -> !each.session().isUsable());
            flush(each -> true);
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

    /**
     * Has what was delivered in vain wait, or be a dead letter, where the consumers' rules say so: the copy and the
     * acknowledgement are one transaction of their own, so that a crash leaves one of the two messages. If that cannot
     * be done, everything that is kept comes back at once.
     */
    private void moveFailed() throws JMSException {
        List<Kept> moving = kept.stream()
                .filter(each -> each.session().isUsable() && each.isToBeMoved()).toList();
        if (moving.isEmpty()) {
            return;
        }
        RemoteTransaction move = begin(recovery, null);
        Set<Kept> acknowledged = new LinkedHashSet<>();
        try {
            for (Kept each : moving) {
                each.move(move);
                acknowledged.add(each);
            }
            move.commit();
        } catch (JMSException e) {
            moving.forEach(each -> each.notMoved(e));
            giveBack(move, acknowledged);
            return;
        }
        take(moving::contains).forEach(Kept::moved);
    }

    /** The rollback counts a delivery as one only of what was acknowledged in it. */
    private void giveBack(RemoteTransaction move, Set<Kept> acknowledged) {
        if (move.state != State.OPEN) {
            // The broker has rolled the move back; or did not answer, and the connection is lost.
            take(acknowledged::contains);
            return;
        }
        try {
            for (Kept each : take(all -> true)) {
                if (!acknowledged.contains(each)) {
                    each.acknowledge(move);
                }
            }
            move.rollback();
        } catch (JMSException e) {
            RemoteLog.debug("What could not be moved is taken back by the broker: the connection is lost", e);
        }
    }

    private boolean isLost() {
        return hasWork() && kept.stream().allMatch(each -> each.session().isLost())
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
        take(each -> true);
        state = State.OVER;
        recovery.over(xid);
    }

    /** Each session's work in it ends. One that is lost has taken the branch with it. */
    private void dissociate() throws JMSException {
        for (RemoteSession session : sessions) {
            if (session.isLost()) {
                throw new TransactionRolledBackException("The connection to " + session.client() + " was lost, and "
                        + "with it the transaction that was worked in");
            }
            try {
                session.leave(this);
            } catch (JMSException e) {
                throw RemoteErrors.rolledBack("end the work in " + this, e);
            }
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
