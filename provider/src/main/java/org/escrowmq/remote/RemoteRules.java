package org.escrowmq.remote;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.destination.EscrowQueue;

/**
 * What a consumer of a remote broker's wants done with messages that come back. Only what it says itself is done here:
 * the broker's own rules, its address settings, are not known here, and hold for whatever is given back to it.
 * Immutable.
 */
final class RemoteRules {

    private static final int NO_LIMIT = -1;
    private static final EscrowQueue USUAL_DEAD_LETTERS = new EscrowQueue("DLQ");

    private final Redelivery wanted;
    private final EscrowQueue deadLetters;

    RemoteRules(Redelivery wanted) {
        this.wanted = wanted;
        this.deadLetters = wanted.deadLetters() == null ? USUAL_DEAD_LETTERS : wanted.deadLetters();
    }

    /** False if a message that comes back does so at once and in its place, which the broker does. */
    boolean move(Attempt attempt) {
        return isGivenUp(attempt) || delay(attempt) > 0;
    }

    /** From the dead letter queue itself it would come back at once, for ever. */
    boolean isGivenUp(Attempt attempt) {
        // Who names a queue for dead letters wants it to be used; who does not say when may leave that to the broker.
        int limit = wanted.deadLetters() == null ? NO_LIMIT : RedeliveryOptions.usualMaxDeliveryAttempts();
        return wanted.isOver(attempt.number(), limit) && !attempt.address().toString().equals(deadLetters.name());
    }

    private long delay(Attempt attempt) {
        return wanted.saysWhen() ? wanted.delayAfter(attempt.number(), RedeliveryOptions.usualPolicy()) : 0;
    }

    /** Where the message goes if it is given up. */
    EscrowQueue deadLetters() {
        return deadLetters;
    }

    /** Sends the copy that takes the message's place. */
    void send(Attempt attempt, RemoteSession session, RemoteTransaction in) throws JMSException {
        if (isGivenUp(attempt)) {
            // Asked for each time: the broker may have deleted it since, when it was empty.
            SimpleString queue = session.requireNow(deadLetters);
            send(attempt.deadLetter(queue), session, in, "send a dead letter to " + deadLetters);
        } else {
            ClientMessage copy = attempt.delayed(System.currentTimeMillis() + delay(attempt));
            send(copy, session, in, "have a message wait in " + attempt.address());
        }
    }

    private static void send(ClientMessage copy, RemoteSession session, RemoteTransaction in, String doing)
            throws JMSException {
        in.work(session, doing, () -> session.sendCopy(copy));
    }
}
