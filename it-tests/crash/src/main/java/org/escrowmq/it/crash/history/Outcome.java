package org.escrowmq.it.crash.history;

/** What is known of the end of a transaction. */
public enum Outcome {
    /** The transaction manager said that it is committed: all of it must be there. */
    COMMITTED,
    /** Rolled back as planned: nothing of it may be there. */
    ROLLED_BACK,
    /** Took longer than its timeout and was rolled back: nothing of it may be there. */
    TIMED_OUT,
    /** Rolled back although it should have been committed, because a store refused it: nothing may be there. */
    REFUSED,
    /** The transaction manager reports different results in different stores: never allowed. */
    HEURISTIC,
    /** No answer: the process was killed before it came, or something failed. All of it is there, or nothing. */
    UNKNOWN
}
