package org.escrowmq.transaction;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** What a call on an XAResource can come to, with the code of the X/Open specification and its meaning in words. */
enum Answer {
    /** The call is legal; how it ends, its execution decides. */
    OK(XAResource.XA_OK, "legal"),
    /** The Xid is in use. */
    DUPID(XAException.XAER_DUPID, "a branch with this Xid exists already"),
    /** Nobody knows the Xid. */
    NOTA(XAException.XAER_NOTA, "there is no such branch"),
    /** The call is out of order. */
    PROTO(XAException.XAER_PROTO, "this call is not allowed now"),
    /** An argument is wrong. */
    INVAL(XAException.XAER_INVAL, "the arguments are not valid"),
    /** The resource manager cannot be reached; the state of the branch is as before. */
    RMFAIL(XAException.XAER_RMFAIL, "the broker is not available"),
    /** The branch was, or can only be, rolled back. */
    RBROLL(XAException.XA_RBROLLBACK, "the branch can only be rolled back"),
    /** The branch was rolled back because it took too long. */
    RBTIME(XAException.XA_RBTIMEOUT, "the branch took longer than its timeout"),
    /** The branch was rolled back because its work could not be stored. */
    RBOTHER(XAException.XA_RBOTHER, "the work could not be stored and was rolled back"),
    /** Not possible at the moment; the branch stays prepared. */
    RETRY(XAException.XA_RETRY, "not possible at the moment; the branch stays prepared"),
    /** An operator committed it. */
    HEURCOM(XAException.XA_HEURCOM, "the branch was committed by hand"),
    /** An operator rolled it back. */
    HEURRB(XAException.XA_HEURRB, "the branch was rolled back by hand");

    private final int code;
    private final String meaning;

    Answer(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The errorCode of the XAException, or XA_OK. */
    int code() {
        return code;
    }

    /** The code's name and what it means, for an error message. */
    String describe() {
        String name = switch (this) {
            case OK -> "XA_OK";
            case RBROLL -> "XA_RBROLLBACK";
            case RBTIME -> "XA_RBTIMEOUT";
            case RBOTHER, RETRY, HEURCOM, HEURRB -> "XA_" + name();
            default -> "XAER_" + name();
        };
        return name + ": " + meaning;
    }
}
