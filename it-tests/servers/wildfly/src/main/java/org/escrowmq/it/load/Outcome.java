package org.escrowmq.it.load;

/** What a client knows about an order that it asked for. */
public enum Outcome {
    /** The server said that the order is committed: it must be there. */
    PLACED,
    /** The server said that the order is rolled back, as asked: it must not be there. */
    ROLLED_BACK,
    /** No answer, or an error: the order may be there or not, but row and message must agree. */
    UNKNOWN,
    /** No answer to an order that was to be rolled back: it must not be there, whatever happened. */
    UNKNOWN_ROLLBACK
}
