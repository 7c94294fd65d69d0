package org.escrowmq.broker;

import org.escrowmq.message.EscrowMessage;

/**
 * One message, handed to one consumer.
 *
 * @param id identifies the message within its consumer
 * @param message the message, made for this delivery and shared with nobody
 * @param deliveryCount how many times it was handed out, this time included (JMSXDeliveryCount)
 */
public record Delivery(long id, EscrowMessage message, int deliveryCount) {

    /** True if the message's time to live has run out by now (specification 3.4.9). */
    public boolean isExpired() {
        long expiration = message.headers().getExpiration();
        return expiration != 0 && System.currentTimeMillis() >= expiration;
    }
}
