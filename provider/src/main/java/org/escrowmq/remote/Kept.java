package org.escrowmq.remote;

import jakarta.jms.JMSException;

/**
 * An acknowledgement that a transaction keeps to itself, so that until the end the broker has the message as one that
 * was delivered and nothing else. Immutable.
 *
 * @param consumer whose delivery it is
 * @param id the broker's number of the message
 * @param attempt the delivery, or null if the broker alone decides about messages that come back
 */
record Kept(RemoteConsumer consumer, long id, Attempt attempt) {

    RemoteSession session() {
        return consumer.session();
    }

    /** True if it is kept until the end, also when more is done in the transaction. */
    boolean awaitsEnd() {
        return attempt != null;
    }

    /** True if the message must not just come back when the transaction is rolled back. */
    boolean isToBeMoved() {
        return attempt != null && consumer.rules().move(attempt);
    }

    /** Sends the copy that takes the message's place, and acknowledges the message. */
    void move(RemoteTransaction in) throws JMSException {
        consumer.rules().send(attempt, session(), in);
        acknowledge(in);
    }

    /** The copy is there. */
    void moved() {
        consumer.moved(attempt);
    }

    /** It could not be moved and comes back. */
    void notMoved(JMSException reason) {
        consumer.notMoved(attempt, reason);
    }

    void acknowledge(RemoteTransaction in) throws JMSException {
        in.work(session(), "acknowledge a message", () -> consumer.acknowledgeInTransaction(id));
    }
}
