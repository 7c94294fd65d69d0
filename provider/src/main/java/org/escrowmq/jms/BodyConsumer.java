package org.escrowmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;

/**
 * A consumer that can look at a message's body before it counts as received: what {@code JMSConsumer.receiveBody} needs
 * to give a message back whose body does not fit (specification 8.6). Used by one thread at a time.
 */
public interface BodyConsumer extends MessageConsumer {

    /** A timeout: not to wait. */
    long NO_WAIT = Long.MIN_VALUE;

    /**
     * Receives a message if its body is of a type. If it is not, and messages are acknowledged automatically, it is as
     * if nothing had been received; in the other modes the message counts as consumed and comes again after a rollback
     * or recover.
     *
     * @param timeout milliseconds, 0 for ever, {@link #NO_WAIT} not to wait
     * @throws jakarta.jms.MessageFormatException if the body does not fit and the message was given back
     */
    Message receiveIfBodyIs(Class<?> type, long timeout) throws JMSException;

    /** Receives from any consumer: from one that cannot look at the body first, whatever comes. */
    static Message receive(MessageConsumer consumer, Class<?> type, long timeout) throws JMSException {
        if (consumer instanceof BodyConsumer own) {
            return own.receiveIfBodyIs(type, timeout);
        }
        return timeout == NO_WAIT ? consumer.receiveNoWait() : consumer.receive(timeout);
    }
}
