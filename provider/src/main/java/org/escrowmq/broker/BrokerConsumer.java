package org.escrowmq.broker;

import jakarta.jms.JMSException;

/**
 * Takes messages from a queue or a subscription, as many as were asked for and no more.
 *
 * <p>A delivered message is reserved for this consumer until it is acknowledged or {@linkplain #release released}.
 * Methods may be called from any thread.
 */
public interface BrokerConsumer {

    /**
     * Says what is to be done with messages that come back, other than usual. To be called before anything is asked
     * for. A dead letter queue is created if there is none.
     *
     * @throws JMSException if the user may not send to that dead letter queue
     */
    void setRedelivery(Redelivery wanted) throws JMSException;

    /** Allows so many more deliveries. They come as messages become available, on a thread of the broker's. */
    void request(int deliveries);

    /**
     * Takes back what {@link #request} allowed and was not used, so that nothing more is delivered. A delivery that is
     * under way may still arrive before the method returns, none after it.
     */
    void cancelRequests() throws JMSException;

    /**
     * Runs an action after all messages that are in the queue now, and that were asked for, have been delivered. What
     * {@code receiveNoWait} needs to know that there is nothing.
     */
    void afterPending(Runnable action) throws JMSException;

    /**
     * Acknowledges one delivery of this consumer.
     *
     * @param delivery what to acknowledge
     * @param transaction the transaction in which the message is consumed: it comes back if that is rolled back
     */
    void acknowledge(Delivery delivery, BrokerTransaction transaction) throws JMSException;

    /**
     * Gives every delivery that is not acknowledged back to the queue, at its place and with its delivery count
     * unchanged.
     *
     * @param transaction a transaction that is about to be rolled back, so that these messages and those consumed in
     *     it return in their original order; null if there is none
     */
    void release(BrokerTransaction transaction) throws JMSException;

    /** Lets a delivered message expire now: it goes where expired messages go. */
    void expire(Delivery delivery) throws JMSException;

    /** Closes the consumer; what was not acknowledged goes back. What was acknowledged in a transaction stays in it. */
    void close() throws JMSException;
}
