package org.escrowmq.transaction;

import static org.escrowmq.transaction.Answer.DUPID;
import static org.escrowmq.transaction.Answer.HEURCOM;
import static org.escrowmq.transaction.Answer.HEURRB;
import static org.escrowmq.transaction.Answer.NOTA;
import static org.escrowmq.transaction.Answer.OK;
import static org.escrowmq.transaction.Answer.PROTO;
import static org.escrowmq.transaction.Answer.RBROLL;
import static org.escrowmq.transaction.Answer.RBTIME;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a branch is in its life, and the one place that decides what is legal there: the branch states S0 to S5 of the
 * XA specification, table 6-4. The columns are the constants of {@link BranchCall}, in their order.
 *
 * <p>{@link Answer#OK} means that the call goes ahead. The rest is what it is refused with; {@code prepare} and
 * {@code commit(onePhase)} of a branch that can only be rolled back are also the last that is heard of it.
 */
enum BranchState {
    /** S0: no such branch. */
    UNKNOWN(row(        OK,    NOTA,   NOTA,   NOTA,   NOTA,   NOTA,   NOTA,   NOTA,    NOTA,    NOTA,   NOTA)),
    /** S1: a resource is working in it. */
    ACTIVE(row(         DUPID, OK,     OK,     OK,     OK,     OK,     PROTO,  PROTO,   PROTO,   PROTO,  PROTO)),
    /** S2, with work that was interrupted and has neither been resumed nor ended; nobody is working in it. */
    SUSPENDED(row(      DUPID, OK,     OK,     OK,     OK,     PROTO,  PROTO,  PROTO,   PROTO,   OK,     PROTO)),
    /** S2: all work in it has ended. */
    IDLE(row(           DUPID, OK,     PROTO,  PROTO,  PROTO,  PROTO,  OK,     OK,      PROTO,   OK,     PROTO)),
    /** S4: its work failed and has been undone. */
    ROLLBACK_ONLY(row(  DUPID, RBROLL, RBROLL, RBROLL, RBROLL, RBROLL, RBROLL, RBROLL,  PROTO,   OK,     PROTO)),
    /** S4, because its time ran out; its work has been undone. */
    TIMED_OUT(row(      DUPID, RBTIME, RBTIME, RBTIME, RBTIME, RBTIME, RBTIME, RBTIME,  PROTO,   OK,     PROTO)),
    /** S3: promised. The truth about it is in the store, not in memory. */
    PREPARED(row(       DUPID, PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  PROTO,   OK,      OK,     PROTO)),
    /** S5: an operator committed it. */
    HEURISTICALLY_COMMITTED(row(
                        DUPID, PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  HEURCOM, HEURCOM, HEURCOM, OK)),
    /** S5: an operator rolled it back. */
    HEURISTICALLY_ROLLED_BACK(row(
                        DUPID, PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  PROTO,  HEURRB,  HEURRB,  HEURRB, OK)),
    /** S0 again: its work, if there was any, took effect. */
    COMMITTED(row(      OK,    NOTA,   NOTA,   NOTA,   NOTA,   NOTA,   NOTA,   NOTA,    NOTA,    NOTA,   NOTA)),
    /** S0 again; only a resource that was never told the end of its work can still ask. */
    ROLLED_BACK(row(    OK,    NOTA,   NOTA,   RBROLL, RBROLL, RBROLL, NOTA,   NOTA,    NOTA,    NOTA,   NOTA));

    private final Answer[] answers;

    BranchState(Answer[] answers) {
        this.answers = answers;
    }

    private static Answer[] row(Answer... answers) {
        return answers;
    }

    /** Whether a call is legal in this state, and if not, what it is answered with. */
    Answer answer(BranchCall call) {
        return answers[call.ordinal()];
    }

    /** True if the branch has been begun and neither promised, nor condemned, nor completed. */
    boolean isOpen() {
        return this == ACTIVE || this == SUSPENDED || this == IDLE;
    }

    /**
     * Moves on.
     *
     * @return the new state
     * @throws IllegalStateException if a branch cannot go from here to there: an error in this package
     */
    BranchState become(BranchState next) {
        if (next != this && !successors().contains(next)) {
            throw new IllegalStateException("A branch that is " + this + " cannot become " + next);
        }
        return next;
    }

    private Set<BranchState> successors() {
        return switch (this) {
            case ACTIVE, SUSPENDED -> EnumSet.of(ACTIVE, SUSPENDED, IDLE, ROLLBACK_ONLY, TIMED_OUT);
            case IDLE -> EnumSet.of(ACTIVE, ROLLBACK_ONLY, TIMED_OUT, PREPARED, COMMITTED);
            case ROLLBACK_ONLY, TIMED_OUT -> EnumSet.of(ROLLED_BACK);
            case PREPARED -> EnumSet.of(COMMITTED, ROLLED_BACK);
            default -> EnumSet.noneOf(BranchState.class);
        };
    }
}
