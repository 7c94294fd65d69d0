package org.escrowmq;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.util.Map;

/**
 * What every consumer of this provider offers beyond {@link MessageConsumer}: to learn that a message is there before
 * receiving it, and to say why one could not be handled. Made for adapters that start a transaction for each message
 * and want none without one.
 *
 * <p>Used by one thread at a time, like its session.
 */
public interface ArrivalAwareConsumer extends MessageConsumer {

    /**
     * Says what is to be done with messages that this consumer receives and that come back, where that is other than
     * the broker does it. The names are those of the broker's options: {@code maxDeliveryAttempts},
     * {@code immediateRedeliveries}, {@code redeliveryDelayMillis}, {@code redeliveryBackOffMultiplier} and
     * {@code maxRedeliveryDelayMillis}; and {@code deadLetterDestination}, the name of a queue that takes the place of
     * {@code DLQ} and is created if there is none. To be called before the first message is asked for.
     *
     * @throws IllegalArgumentException if something in there is not allowed, with all that is wrong
     * @throws JMSException if the user may not send to the dead letter destination
     */
    void setRedelivery(Map<String, String> options) throws JMSException;

    /**
     * Lets so many messages be reserved for this consumer while it is busy with another one. None are by default.
     * Those that it does not come to go back as they were, at the latest when it is closed.
     *
     * @param messages how many, at least 0
     */
    void setPrefetch(int messages);

    /**
     * Gives back, as they were, the messages that are reserved for this consumer and not received, and asks for none
     * until {@link #onArrival} is called again.
     */
    void giveBack() throws JMSException;

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
