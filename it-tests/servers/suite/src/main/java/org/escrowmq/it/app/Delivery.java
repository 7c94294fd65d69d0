package org.escrowmq.it.app;

import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * One call of onMessage as the bean saw it. Immutable.
 *
 * @param id the message's text, which in these tests is the id of an order
 * @param redelivered JMSRedelivered
 * @param count JMSXDeliveryCount
 */
public record Delivery(String id, boolean redelivered, int count) {

    static Delivery of(Message message) throws JMSException {
        return new Delivery(message.getBody(String.class), message.getJMSRedelivered(),
                message.getIntProperty("JMSXDeliveryCount"));
    }
}
