package org.escrowmq.transaction;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** The calls of {@link XAResource} that concern one branch, with the flags that make them different calls. */
enum BranchCall {
    /** {@code start(TMNOFLAGS)}: a new branch. */
    START,
    /** {@code start(TMJOIN)}: work in a branch that exists. */
    JOIN,
    /** {@code start(TMRESUME)}: go on with suspended work. */
    RESUME,
    /** {@code end(TMSUCCESS)}: the work is done. */
    END,
    /** {@code end(TMFAIL)}: the work failed. */
    FAIL,
    /** {@code end(TMSUSPEND)}: the work is interrupted. */
    SUSPEND,
    /** {@code prepare}: the first phase. */
    PREPARE,
    /** {@code commit(onePhase)}: both phases at once. */
    ONE_PHASE,
    /** {@code commit}: the second phase. */
    COMMIT,
    /** {@code rollback}, before or after the first phase. */
    ROLLBACK,
    /** {@code forget}: the heuristic outcome has been noted. */
    FORGET;

    static BranchCall ofStart(int flags) throws XAException {
        return switch (flags) {
            case XAResource.TMNOFLAGS -> START;
            case XAResource.TMJOIN -> JOIN;
            case XAResource.TMRESUME -> RESUME;
            default -> throw XaErrors.flags("start", flags, "TMNOFLAGS, TMJOIN or TMRESUME");
        };
    }

    static BranchCall ofEnd(int flags) throws XAException {
        return switch (flags) {
            case XAResource.TMSUCCESS -> END;
            case XAResource.TMFAIL -> FAIL;
            case XAResource.TMSUSPEND -> SUSPEND;
            default -> throw XaErrors.flags("end", flags, "TMSUCCESS, TMFAIL or TMSUSPEND");
        };
    }

    static BranchCall ofCommit(boolean onePhase) {
        return onePhase ? ONE_PHASE : COMMIT;
    }

    @Override
    public String toString() {
        return switch (this) {
            case START -> "start(TMNOFLAGS)";
            case JOIN -> "start(TMJOIN)";
            case RESUME -> "start(TMRESUME)";
            case END -> "end(TMSUCCESS)";
            case FAIL -> "end(TMFAIL)";
            case SUSPEND -> "end(TMSUSPEND)";
            case PREPARE -> "prepare";
            case ONE_PHASE -> "commit(onePhase)";
            case COMMIT -> "commit";
            case ROLLBACK -> "rollback";
            case FORGET -> "forget";
        };
    }
}
