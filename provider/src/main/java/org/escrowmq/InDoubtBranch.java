package org.escrowmq;

import java.time.Duration;
import java.util.List;

/**
 * A transaction branch that was prepared and waits for its transaction manager, or that an operator completed and its
 * transaction manager has not been told yet; described so that a person can decide. Immutable.
 *
 * @param id the Xid as {@code format:global:branch}, the bytes in hexadecimal
 * @param formatId the Xid's format identifier, which tells kinds of transaction managers apart
 * @param age the branch is at least this old; zero if an operator completed it
 * @param node the node name of the transaction manager, or null if the Xid does not say it in a way that is known here
 *     (known is Narayana's, which WildFly uses as well)
 * @param destinations where its messages were sent and consumed, as {@code queue://...} and {@code topic://...}; empty
 *     if an operator completed it. What was sent to a destination that is paging is counted only
 * @param messagesSent how many messages were sent in it; to a destination that is paging, one for each subscription
 * @param messagesConsumed how many messages were consumed in it
 * @param decision what an operator has done with it
 */
public record InDoubtBranch(String id, int formatId, Duration age, String node, List<String> destinations,
        int messagesSent, int messagesConsumed, Decision decision) {

    /** What an operator has done with a branch. */
    public enum Decision {
        /** Nothing: it is prepared. */
        NONE,
        /** Committed it. */
        COMMITTED,
        /** Rolled it back. */
        ROLLED_BACK
    }

    /** One line for a log or a console. */
    @Override
    public String toString() {
        String from = node == null ? "" : " of transaction manager " + node;
        return decision != Decision.NONE
                ? "branch " + id + from + ": " + decision + " by an operator"
                : "branch " + id + from + ": at least " + age.toSeconds() + " s old, " + messagesSent + " sent, "
                        + messagesConsumed + " consumed, " + destinations;
    }
}
