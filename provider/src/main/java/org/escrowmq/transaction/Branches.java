package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.Broker;
import org.escrowmq.broker.Broker.HeuristicOutcome;

/**
 * The XA branches of one broker: those that are being worked in, and through the broker those that are prepared or were
 * completed by an operator.
 *
 * <p>Safe for use by several threads. Whoever opened the broker owns this, and {@linkplain #close closes} it before the
 * broker or says afterwards that the {@linkplain #brokerClosed broker has closed}.
 */
public final class Branches implements AutoCloseable {

    /** How many branches that can only be rolled back wait for a transaction manager that may never ask for it. */
    private static final int MAX_RETIRED = 1_000;

    private final Broker broker;
    private final BranchTimer timer;
    private final Map<BranchId, Branch> branches = new ConcurrentHashMap<>();
    private final Set<Branch> retired = new LinkedHashSet<>();
    private volatile boolean closed;

    /** The registry of a broker; there must be one only. */
    public Branches(Broker broker) {
        this(broker, new DaemonTimer("EscrowMQ transaction timeouts " + broker.resourceManagerId()));
    }

    Branches(Broker broker, BranchTimer timer) {
        this.broker = broker;
        this.timer = timer;
    }

    /**
     * A resource for recovery: it needs no session, recovers, commits, rolls back and forgets, and does no work. To be
     * used by one recovery at a time; needs no closing.
     */
    public XAResource recoveryResource() {
        return new RecoveryXAResource(() -> this);
    }

    /**
     * A resource for recovery that outlives its broker.
     *
     * @param current answers with the branches of the broker that is open now, or null while none is; calls then fail
     *     with XAER_RMFAIL
     */
    public static XAResource recoveryResource(Supplier<Branches> current) {
        return new RecoveryXAResource(current);
    }

    /**
     * The resource of a session. Needs no closing: what it started is the transaction manager's to complete, whether
     * the session is still open or not.
     *
     * @param session takes part in the rollbacks of the branches it worked in
     */
    public EscrowXAResource sessionResource(Participant session) {
        return new EscrowXAResource(this, session);
    }

    /** Rolls back every branch that is not prepared, and refuses all calls from now on. Prepared branches stay. */
    @Override
    public void close() {
        closed = true;
        timer.close();
        branches.values().forEach(Branch::close);
        branches.clear();
    }

    /** The broker has closed, and with that dropped all that was not prepared: there is nothing left to be timed. */
    public void brokerClosed() {
        closed = true;
        timer.close();
        branches.clear();
    }

    // ---- for resources --------------------------------------------------------------------------------------------

    String resourceManagerId() {
        return broker.resourceManagerId();
    }

    /** Begins a branch with a resource working in it. */
    Branch begin(BranchId id, EscrowXAResource resource, int timeoutSeconds) throws XAException {
        checkOpen("start");
        Branch known = branches.get(id);
        BranchState state = known != null ? known.state()
                : broker.refusesUsedXids() ? BranchState.UNKNOWN : stored(BranchCall.START, id);
        if (state != BranchState.UNKNOWN) {
            throw XaErrors.refused(Answer.DUPID, BranchCall.START, id, state);
        }
        Branch begun = Branch.begun(this, id, resource);
        Branch other = branches.putIfAbsent(id, begun);
        if (other != null) {
            throw XaErrors.refused(Answer.DUPID, BranchCall.START, id, other.state());
        }
        if (timeoutSeconds > 0) {
            begun.limit(timer, timeoutSeconds);
        }
        if (closed) {
            begun.close();
            checkOpen("start");
        }
        return begun;
    }

    /**
     * Finds a branch, here or in the broker.
     *
     * @throws XAException XAER_NOTA if there is none, XAER_RMFAIL if the broker cannot be asked
     */
    Branch find(BranchId id, BranchCall call) throws XAException {
        checkOpen(call.toString());
        Branch known = branches.get(id);
        if (known != null && known.state() != BranchState.PREPARED) {
            return known;
        }
        BranchState state = stored(call, id);
        if (state == BranchState.PREPARED) {
            return branches.computeIfAbsent(id, found -> Branch.found(this, found, state));
        }
        if (known != null) {
            branches.remove(id, known);
        }
        if (state == BranchState.UNKNOWN) {
            throw XaErrors.refused(Answer.NOTA, call, id, state);
        }
        return Branch.found(this, id, state);
    }

    /** All branches that are prepared or have a heuristic outcome. */
    Xid[] recoverable() throws XAException {
        checkOpen("recover");
        try {
            Set<BranchId> ids = new LinkedHashSet<>();
            for (Xid xid : broker.preparedXids()) {
                ids.add(BranchId.of(xid));
            }
            for (HeuristicOutcome outcome : broker.heuristicOutcomes()) {
                ids.add(BranchId.of(outcome.xid()));
            }
            return ids.toArray(new Xid[0]);
        } catch (JMSException e) {
            throw XaErrors.unavailable("recover", e);
        }
    }

    // ---- for branches ---------------------------------------------------------------------------------------------

    Broker broker() {
        return broker;
    }

    BranchTimer timer() {
        return timer;
    }

    /** A branch is over. */
    void drop(Branch branch) {
        branches.remove(branch.id(), branch);
        synchronized (retired) {
            retired.remove(branch);
        }
    }

    /** A branch can only be rolled back, and waits to be asked for it; the one that has waited longest makes room. */
    void retire(Branch branch) {
        Branch oldest = null;
        synchronized (retired) {
            retired.add(branch);
            if (retired.size() > MAX_RETIRED) {
                oldest = retired.iterator().next();
                retired.remove(oldest);
            }
        }
        if (oldest != null) {
            branches.remove(oldest.id(), oldest);
        }
    }

    /** Why a branch that was prepared is so no longer. */
    XAException completedElsewhere(BranchCall call, BranchId id) {
        try {
            BranchState state = stored(call, id);
            return XaErrors.refused(state.answer(call), call, id, state);
        } catch (XAException e) {
            return e;
        }
    }

    /** What to say when the second phase failed: the promise stands if the broker still knows of it. */
    Answer answerAfterFailure(BranchCall call, BranchId id, JMSException cause) {
        try {
            BranchState state = stored(call, id);
            return switch (state) {
                case PREPARED -> call == BranchCall.COMMIT ? Answer.RETRY : Answer.RMFAIL;
                case UNKNOWN -> Answer.RMFAIL;
                default -> state.answer(call);
            };
        } catch (XAException e) {
            cause.addSuppressed(e);
            return Answer.RMFAIL;
        }
    }

    /** What the broker knows of a branch: prepared, completed by an operator, or nothing. */
    private BranchState stored(BranchCall call, BranchId id) throws XAException {
        try {
            if (broker.prepared(id) != null) {
                return BranchState.PREPARED;
            }
            return heuristic(id, broker.heuristicOutcomes());
        } catch (JMSException e) {
            throw XaErrors.failed(Answer.RMFAIL, call, id, e);
        }
    }

    private static BranchState heuristic(BranchId id, List<HeuristicOutcome> outcomes) {
        for (HeuristicOutcome outcome : outcomes) {
            if (BranchId.of(outcome.xid()).equals(id)) {
                return outcome.committed()
                        ? BranchState.HEURISTICALLY_COMMITTED : BranchState.HEURISTICALLY_ROLLED_BACK;
            }
        }
        return BranchState.UNKNOWN;
    }

    private void checkOpen(String method) throws XAException {
        if (closed) {
            throw XaErrors.unavailable(method + ": the broker " + broker.resourceManagerId() + " is closed", null);
        }
    }
}
