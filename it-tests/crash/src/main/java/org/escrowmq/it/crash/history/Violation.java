package org.escrowmq.it.crash.history;

/**
 * Something that must never be, in a sentence. Immutable.
 *
 * @param rule what it is a violation of
 * @param text which message or transaction
 */
public record Violation(Rule rule, String text) {

    /** What is checked. */
    public enum Rule {
        /** A message or row of a committed transaction is gone. */
        LOST,
        /** A message is there or was consumed more than once. */
        DUPLICATED,
        /** Something of a transaction that was rolled back is there, or something that nobody sent. */
        LEAKED,
        /** A message's body is not what was sent. */
        DAMAGED,
        /** Messages of one producer overtook each other. */
        DISORDERED,
        /** A message came again and did not say so. */
        UNFLAGGED,
        /** The stores decided differently, and said so. */
        HEURISTIC,
        /** A branch is still in doubt after recovery had its time. */
        IN_DOUBT,
        /** A process did not come up on its data, or hung. */
        BROKEN
    }

    @Override
    public String toString() {
        return rule + ": " + text;
    }
}
