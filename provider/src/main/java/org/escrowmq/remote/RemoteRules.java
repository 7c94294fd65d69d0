package org.escrowmq.remote;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.RedeliveryPolicy;
import org.escrowmq.destination.EscrowQueue;

/**
 * What is to be done with messages of a remote broker that come back to it from a consumer. Only what is said is done:
 * the broker's own rules, its address settings, are not known here, and hold for whatever is given back to it.
 * Immutable.
 */
final class RemoteRules {

    private static final int NO_LIMIT = -1;
    private static final EscrowQueue USUAL_DEAD_LETTERS = new EscrowQueue("DLQ");

    private final Redelivery own;
    private final int usualLimit;
    private final RedeliveryPolicy policy;
    private final EscrowQueue deadLetters;

    private RemoteRules(Redelivery own, Redelivery forAll) {
        this.own = own;
        boolean saysWhen = own.saysWhen() || forAll.saysWhen();
        // Who names a queue for dead letters wants it to be used; and what waits, the broker does not count.
        int limit = saysWhen || own.deadLetters() != null
                ? RedeliveryOptions.usualMaxDeliveryAttempts() : NO_LIMIT;
        this.usualLimit = forAll.maxDeliveryAttempts() == null ? limit : forAll.maxDeliveryAttempts();
        // Who does not say when a message comes again leaves that to the broker.
        this.policy = saysWhen
                ? own.policy(forAll.policy(RedeliveryOptions.usualPolicy())) : RedeliveryPolicy.AT_ONCE;
        this.deadLetters = own.deadLetters() == null ? USUAL_DEAD_LETTERS : own.deadLetters();
    }

    /**
     * The rules of a consumer.
     *
     * @param own what it says itself
     * @param forAll what holds for all consumers that do not say otherwise
     * @return null if neither says anything
     */
    static RemoteRules of(Redelivery own, Redelivery forAll) {
        return own.equals(Redelivery.AS_USUAL) && forAll.equals(Redelivery.AS_USUAL)
                ? null : new RemoteRules(own, forAll);
    }

    /** False if a message that comes back does so at once and in its place, which the broker does. */
    boolean move(Attempt attempt) {
        return isGivenUp(attempt) || delay(attempt) > 0;
    }

    /** From the dead letter queue itself it would come back at once, for ever. */
    boolean isGivenUp(Attempt attempt) {
        return own.isOver(attempt.number(), usualLimit) && !attempt.address().toString().equals(deadLetters.name());
    }

    private long delay(Attempt attempt) {
        return policy.delayAfter(attempt.number());
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
