package org.escrowmq.transaction;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.transaction.TransactionContext.Work;

/**
 * One branch: who works in it, the broker's transaction that holds the work, and its way through the states.
 *
 * <p><b>Threads.</b> Any number. The branch's lock is held while a piece of work is done and while the broker prepares
 * or commits, so the broker's transaction is used by one thread at a time. It is <em>not</em> held while the work is
 * undone, because that calls the sessions that worked in it, which take locks of their own: further work is refused at
 * once then, and every other call waits for the result ({@link BranchLock}). Lock order: a session's locks, then the
 * branch's, then the broker's. A session may hold locks of its own when it comes here with work, and the work itself
 * must take none of them.
 *
 * <p>For a prepared branch this object is only the lock and the memory of who worked in it: whether it still is
 * prepared is asked of the broker each time, since an operator can complete it too.
 */
final class Branch {

    private final Branches registry;
    private final BranchId id;
    private final BranchLock lock = new BranchLock();
    private final Associations associations;
    private final Concealment concealment;
    private final Set<Participant> participants = new LinkedHashSet<>();
    private volatile BranchState state;
    private BrokerTransaction transaction;
    /** Not asked of the transaction at the end: the broker may have undone the work, and that is not read-only. */
    private boolean worked;
    private BranchTimer.Alarm alarm = BranchTimer.Alarm.NONE;

    private Branch(Branches registry, BranchId id, BranchState state) {
        this.registry = registry;
        this.id = id;
        this.associations = new Associations(id);
        this.concealment = new Concealment(id, registry.timer());
        this.state = state;
    }

    /** A new branch, with a resource working in it. */
    static Branch begun(Branches registry, BranchId id, EscrowXAResource resource) throws XAException {
        Branch branch = new Branch(registry, id, BranchState.ACTIVE);
        branch.associations.start(resource, BranchCall.START);
        return branch;
    }

    /** A branch of which nothing is known but what the broker says: prepared, or completed by an operator. */
    static Branch found(Branches registry, BranchId id, BranchState state) {
        return new Branch(registry, id, state);
    }

    BranchId id() {
        return id;
    }

    BranchState state() {
        return state;
    }

    /** Rolls the work back if the branch is not prepared in time. */
    void limit(BranchTimer timer, int seconds) {
        lock.enter();
        try {
            if (state.isOpen()) {
                alarm = timer.schedule(seconds, () -> timeOut(seconds));
            }
        } finally {
            lock.leave();
        }
    }

    /** Keeps what the second phase commits invisible until the action that is returned has been run. */
    Runnable holdBack() {
        return concealment.hold();
    }

    // ---- association ----------------------------------------------------------------------------------------------

    /** Lets a resource work in this branch: {@link BranchCall#JOIN} or {@link BranchCall#RESUME}. */
    void start(EscrowXAResource resource, BranchCall call) throws XAException {
        lock.enter();
        try {
            check(call);
            associations.start(resource, call);
            state = state.become(BranchState.ACTIVE);
        } finally {
            lock.leave();
        }
    }

    /** Ends or suspends the work of a resource. Also where the answer is XA_RB*, the resource is free afterwards. */
    void end(EscrowXAResource resource, BranchCall call) throws XAException {
        lock.enter();
        try {
            associations.checkEnd(resource, call);
            if (call == BranchCall.SUSPEND && state.answer(call) == Answer.OK) {
                associations.suspend(resource);
            } else {
                associations.remove(resource);
            }
            check(call);
            if (call == BranchCall.FAIL) {
                warn(condemn(BranchState.ROLLBACK_ONLY));
            } else {
                state = state.become(associations.state());
            }
        } finally {
            lock.leave();
        }
    }

    // ---- work -----------------------------------------------------------------------------------------------------

    /** Does a piece of work of a resource's session; see {@link TransactionContext#call}. */
    <T> T call(EscrowXAResource resource, Participant session, Work<T> work) throws JMSException {
        lock.enterToWork();
        try {
            if (!state.isOpen() || !associations.isActive(resource)) {
                throw noWork();
            }
            if (transaction == null) {
                transaction = registry.broker().begin(id);
            }
            participants.add(session);
            try {
                return work.run(transaction);
            } finally {
                worked |= transaction.hasWork();
            }
        } finally {
            lock.leave();
        }
    }

    private JMSException noWork() {
        return switch (state) {
            case TIMED_OUT -> new TransactionRolledBackException(
                    "The transaction took longer than its timeout and was rolled back (branch " + id + ")");
            case ROLLBACK_ONLY -> new TransactionRolledBackException(
                    "The transaction can only be rolled back (branch " + id + ")");
            case ROLLED_BACK -> new TransactionRolledBackException(
                    "The transaction was rolled back (branch " + id + ")");
            default -> new IllegalStateException("The transaction manager has ended the work of this session in branch "
                    + id + ", which is " + state);
        };
    }

    // ---- completion -----------------------------------------------------------------------------------------------

    /** The first phase. A branch without work votes read-only: nothing is written, and it is over. */
    int prepare() throws XAException {
        lock.enter();
        try {
            if (checkIsReadOnly(BranchCall.PREPARE)) {
                return XAResource.XA_RDONLY;
            }
            try {
                transaction.prepare();
            } catch (JMSException e) {
                throw giveUp(BranchCall.PREPARE, e);
            }
            state = state.become(BranchState.PREPARED);
            alarm.cancel();
            return XAResource.XA_OK;
        } finally {
            lock.leave();
        }
    }

    void commitOnePhase() throws XAException {
        lock.enter();
        try {
            if (checkIsReadOnly(BranchCall.ONE_PHASE)) {
                return;
            }
            try {
                transaction.commit();
            } catch (JMSException e) {
                throw giveUp(BranchCall.ONE_PHASE, e);
            }
            complete(BranchState.COMMITTED);
        } finally {
            lock.leave();
        }
    }

    /** Checks that the fate of an unprepared branch may be decided; completes it if it has to be or can be at once. */
    private boolean checkIsReadOnly(BranchCall call) throws XAException {
        Answer answer = state.answer(call);
        if (answer == Answer.RBROLL || answer == Answer.RBTIME) {
            XAException refused = XaErrors.refused(answer, call, id, state);
            warn(undo());
            complete(BranchState.ROLLED_BACK);
            throw refused;
        }
        check(call);
        if (worked) {
            return false;
        }
        warn(undo());
        complete(BranchState.COMMITTED);
        return true;
    }

    /** Preparing or committing an unprepared branch failed. What did not take effect must not do so later. */
    private XAException giveUp(BranchCall call, JMSException cause) {
        JMSException notUndone = condemn(BranchState.ROLLBACK_ONLY);
        boolean rolledBack = cause instanceof TransactionRolledBackException;
        if (notUndone != null && !rolledBack) {
            suppress(cause, notUndone);
            return XaErrors.failed(Answer.RMFAIL, call, id, cause);
        }
        complete(BranchState.ROLLED_BACK);
        return XaErrors.failed(rolledBack ? Answer.RBROLL : Answer.RBOTHER, call, id, cause);
    }

    /** The second phase. If it fails, the promise stands and the transaction manager tries again. */
    void commitPrepared() throws XAException {
        lock.enter();
        try {
            check(BranchCall.COMMIT);
            BrokerTransaction promised = promised(BranchCall.COMMIT);
            try {
                concealment.commit(promised);
            } catch (JMSException e) {
                throw XaErrors.failed(registry.answerAfterFailure(BranchCall.COMMIT, id, e), BranchCall.COMMIT, id, e);
            }
            complete(BranchState.COMMITTED);
        } finally {
            lock.leave();
        }
    }

    /**
     * Rolls back, before or after the first phase. While work in the branch has not ended the specification refuses
     * this; but a transaction manager that asks for it will never want anything else, so the work is undone at once.
     */
    void rollback() throws XAException {
        lock.enter();
        try {
            if (state == BranchState.ACTIVE) {
                warn(condemn(BranchState.ROLLBACK_ONLY));
                throw XaErrors.outOfOrder(BranchCall.ROLLBACK, id,
                        "work in it has not ended; it was undone: end it, and roll back again");
            }
            check(BranchCall.ROLLBACK);
            boolean prepared = state == BranchState.PREPARED;
            if (prepared) {
                transaction = promised(BranchCall.ROLLBACK);
            }
            JMSException notUndone = state.isOpen() ? condemn(BranchState.ROLLBACK_ONLY) : undo();
            if (notUndone != null) {
                Answer answer = prepared
                        ? registry.answerAfterFailure(BranchCall.ROLLBACK, id, notUndone) : Answer.RMFAIL;
                throw XaErrors.failed(answer, BranchCall.ROLLBACK, id, notUndone);
            }
            complete(BranchState.ROLLED_BACK);
        } finally {
            lock.leave();
        }
    }

    /** Drops the memory of a heuristic outcome. */
    void forget() throws XAException {
        check(BranchCall.FORGET);
        boolean known;
        try {
            known = registry.broker().forget(id);
        } catch (JMSException e) {
            throw XaErrors.failed(Answer.RMFAIL, BranchCall.FORGET, id, e);
        }
        if (!known) {
            throw XaErrors.refused(Answer.NOTA, BranchCall.FORGET, id, BranchState.UNKNOWN);
        }
    }

    private void timeOut(int seconds) {
        lock.enter();
        try {
            if (state.isOpen()) {
                TransactionLog.timedOut(id, seconds);
                warn(condemn(BranchState.TIMED_OUT));
            }
        } finally {
            lock.leave();
        }
    }

    /** The registry closes: what is not prepared is rolled back, what is prepared is left alone. */
    void close() {
        lock.enter();
        try {
            if (state.isOpen()) {
                warn(condemn(BranchState.ROLLBACK_ONLY));
            }
            if (state == BranchState.TIMED_OUT || state == BranchState.ROLLBACK_ONLY) {
                complete(BranchState.ROLLED_BACK);
            }
        } finally {
            lock.leave();
        }
    }

    // ---- steps, with the lock held --------------------------------------------------------------------------------

    private void check(BranchCall call) throws XAException {
        Answer answer = state.answer(call);
        if (answer != Answer.OK) {
            throw XaErrors.refused(answer, call, id, state);
        }
    }

    private void complete(BranchState outcome) {
        state = state.become(outcome);
        alarm.cancel();
        registry.drop(this);
    }

    private BrokerTransaction promised(BranchCall call) throws XAException {
        BrokerTransaction promised;
        try {
            promised = registry.broker().prepared(id);
        } catch (JMSException e) {
            throw XaErrors.failed(Answer.RMFAIL, call, id, e);
        }
        if (promised == null) {
            registry.drop(this);
            throw registry.completedElsewhere(call, id);
        }
        return promised;
    }

    /**
     * Nothing of an open branch will take effect. The work is undone at once, so that its messages are free however
     * long the transaction manager takes to ask; some never do after they have heard XA_RB* at the end of the work.
     *
     * @return why the work could not be undone, or null
     */
    private JMSException condemn(BranchState verdict) {
        state = state.become(verdict);
        alarm.cancel();
        registry.retire(this);
        return undo();
    }

    private void warn(JMSException notUndone) {
        if (notUndone != null) {
            TransactionLog.notUndone(id, notUndone);
        }
    }

    /**
     * Undoes the work, without the lock meanwhile. The state does not allow work any more when this is called, and does
     * not change until it returns.
     *
     * @return why the broker could not, or null
     */
    private JMSException undo() {
        BrokerTransaction undone = transaction;
        if (undone == null) {
            return null;
        }
        List<Participant> told = worked ? List.copyOf(participants) : List.of();
        try {
            lock.stepOutside(() -> Rollback.run(undone, told));
        } catch (JMSException e) {
            return e;
        }
        transaction = null;
        return null;
    }

    private static void suppress(JMSException cause, JMSException other) {
        if (cause != other) {
            cause.addSuppressed(other);
        }
    }
}
