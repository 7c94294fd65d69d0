package org.escrowmq.transaction;

import javax.transaction.xa.XAException;

/** The only place that builds an {@link XAException}: always with its errorCode, a message and, if any, the cause. */
final class XaErrors {

    private XaErrors() {
    }

    /** A call that the state of a branch does not allow. */
    static XAException refused(Answer answer, BranchCall call, BranchId id, BranchState state) {
        return build(answer, call + " of branch " + id + ", which is " + state, null);
    }

    /** A call that is out of order for a reason that the branch's state does not tell. */
    static XAException outOfOrder(BranchCall call, BranchId id, String reason) {
        return build(Answer.PROTO, call + " of branch " + id + ": " + reason, null);
    }

    /** Wrong flags. */
    static XAException flags(String method, int flags, String allowed) {
        return build(Answer.INVAL, method + " with the flags 0x" + Integer.toHexString(flags) + "; allowed: " + allowed,
                null);
    }

    /** Any other wrong argument. */
    static XAException invalid(String problem, Exception cause) {
        return build(Answer.INVAL, problem, cause);
    }

    /** The work failed. */
    static XAException failed(Answer answer, BranchCall call, BranchId id, Exception cause) {
        return build(answer, call + " of branch " + id + " failed: " + cause.getMessage(), cause);
    }

    /** The broker could not be asked at all. */
    static XAException unavailable(String method, Exception cause) {
        return build(Answer.RMFAIL, method + (cause == null ? "" : " failed: " + cause.getMessage()), cause);
    }

    private static XAException build(Answer answer, String situation, Exception cause) {
        XAException error = new XAException(answer.describe() + " (" + situation + ")");
        error.errorCode = answer.code();
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }
}
