package org.escrowmq.message;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.escrowmq.destination.EscrowDestination;

/**
 * The part of a message that deals with its header fields (specification 3.4). They can be set at any time, also on a
 * received message (3.10); what a send sets, it sets regardless of what is there.
 */
abstract class HeaderAccessors implements Message {

    private static final int MIN_PRIORITY = 0;
    private static final int MAX_PRIORITY = 9;

    private final Headers headers;

    HeaderAccessors(Headers headers) {
        this.headers = headers;
    }

    /** The header fields themselves, live. */
    public final Headers headers() {
        return headers;
    }

    @Override
    public final String getJMSMessageID() {
        return headers.getMessageId();
    }

    @Override
    public final void setJMSMessageID(String id) {
        headers.setMessageId(id);
    }

    @Override
    public final long getJMSTimestamp() {
        return headers.getTimestamp();
    }

    @Override
    public final void setJMSTimestamp(long timestamp) {
        headers.setTimestamp(timestamp);
    }

    /** A copy of a correlation id that was set as bytes; null if there is none or if it was set as a String. */
    @Override
    public final byte[] getJMSCorrelationIDAsBytes() {
        byte[] bytes = headers.getCorrelationIdBytes();
        return bytes == null ? null : bytes.clone();
    }

    /** Copies the array. It replaces a correlation id that was set as a String; null leaves none at all. */
    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] correlationID) {
        headers.setCorrelationId(null);
        headers.setCorrelationIdBytes(correlationID == null ? null : correlationID.clone());
    }

    /** Replaces a correlation id that was set as bytes; null leaves none at all. */
    @Override
    public final void setJMSCorrelationID(String correlationID) {
        headers.setCorrelationIdBytes(null);
        headers.setCorrelationId(correlationID);
    }

    /** The correlation id; null if there is none or if it was set as bytes. */
    @Override
    public final String getJMSCorrelationID() {
        return headers.getCorrelationId();
    }

    @Override
    public final Destination getJMSReplyTo() {
        return headers.getReplyTo();
    }

    /**
     * Keeps the object as it is, so that it is also right for another provider.
     *
     * @throws jakarta.jms.InvalidDestinationException if it is neither a queue nor a topic or has no name, since it
     *     could not be sent
     */
    @Override
    public final void setJMSReplyTo(Destination replyTo) throws JMSException {
        if (replyTo != null) {
            EscrowDestination.of(replyTo);
        }
        headers.setReplyTo(replyTo);
    }

    @Override
    public final Destination getJMSDestination() {
        return headers.getDestination();
    }

    @Override
    public final void setJMSDestination(Destination destination) {
        headers.setDestination(destination);
    }

    @Override
    public final int getJMSDeliveryMode() {
        return headers.getDeliveryMode();
    }

    @Override
    public final void setJMSDeliveryMode(int deliveryMode) throws JMSException {
        if (deliveryMode != DeliveryMode.PERSISTENT && deliveryMode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("The delivery mode " + deliveryMode
                    + " does not exist; allowed are NON_PERSISTENT (1) and PERSISTENT (2)");
        }
        headers.setDeliveryMode(deliveryMode);
    }

    @Override
    public final boolean getJMSRedelivered() {
        return headers.isRedelivered();
    }

    @Override
    public final void setJMSRedelivered(boolean redelivered) {
        headers.setRedelivered(redelivered);
    }

    @Override
    public final String getJMSType() {
        return headers.getType();
    }

    @Override
    public final void setJMSType(String type) {
        headers.setType(type);
    }

    @Override
    public final long getJMSExpiration() {
        return headers.getExpiration();
    }

    @Override
    public final void setJMSExpiration(long expiration) {
        headers.setExpiration(expiration);
    }

    @Override
    public final long getJMSDeliveryTime() {
        return headers.getDeliveryTime();
    }

    @Override
    public final void setJMSDeliveryTime(long deliveryTime) {
        headers.setDeliveryTime(deliveryTime);
    }

    @Override
    public final int getJMSPriority() {
        return headers.getPriority();
    }

    @Override
    public final void setJMSPriority(int priority) throws JMSException {
        if (priority < MIN_PRIORITY || priority > MAX_PRIORITY) {
            throw new JMSException("The priority " + priority + " is not allowed; it must be from " + MIN_PRIORITY
                    + " to " + MAX_PRIORITY);
        }
        headers.setPriority(priority);
    }
}
