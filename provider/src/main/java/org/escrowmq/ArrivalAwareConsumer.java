package org.escrowmq;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;

/**
 * What every consumer of this provider offers beyond {@link MessageConsumer}: to learn that a message is there before
 * receiving it, and to say why one could not be handled. Made for adapters that start a transaction for each message
 * and want none without one.
 *
 * <p>Used by one thread at a time, like its session.
 */
public interface ArrivalAwareConsumer extends MessageConsumer {

    /**
     * Says whether a message is here, reserved for this consumer, so that {@code receiveNoWait} returns it unless it
     * expires in between. It does not look for one: {@link #onArrival} does.
     */
    boolean hasMessage();

    /**
     * Asks for a message and runs an action once when it is here: at once on this thread if it is already, else later
     * on a thread of the broker's, which must not be held up. Replaces an action that has not run yet. It also runs if
     * the broker ends the consumer by itself; asking again then fails.
     *
     * @throws jakarta.jms.IllegalStateException if the consumer is closed, or the broker ended it
     */
    void onArrival(Runnable action) throws JMSException;

    /**
     * Says why the application could not handle a message, before the transaction in which it was received is rolled
     * back: if the message has to be given up in the end, the dead letter says so.
     *
     * @param message one that this consumer returned; of any other nothing is noted
     */
    void handlingFailed(Message message, Throwable cause);
}
