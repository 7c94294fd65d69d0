package org.escrowmq.message;

import jakarta.jms.Destination;
import jakarta.jms.Message;

/**
 * The header fields of a message (specification 3.4), without any rule. Who sends sets most of them, the codec all.
 *
 * <p>Owned by one message and used by one thread at a time.
 */
public final class Headers {

    private String messageId;
    private long timestamp;
    private String correlationId;
    private byte[] correlationIdBytes;
    private Destination replyTo;
    private Destination destination;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private String type;
    private long expiration;
    private long deliveryTime;
    private int priority = Message.DEFAULT_PRIORITY;

    /** "ID:" and what makes it unique, or null. */
    public String getMessageId() {
        return messageId;
    }

    public void setMessageId(String messageId) {
        this.messageId = messageId;
    }

    /** Milliseconds since 1970, or 0 if the sender switched timestamps off. */
    public long getTimestamp() {
        return timestamp;
    }

    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    /** The correlation id, or null if there is none or if it is an array of bytes. */
    public String getCorrelationId() {
        return correlationId;
    }

    /** Sets a correlation id, which replaces one of bytes; null takes away a String only. */
    public void setCorrelationId(String correlationId) {
        this.correlationId = correlationId;
        if (correlationId != null) {
            correlationIdBytes = null;
        }
    }

    /** The correlation id, or null if there is none or if it is a String. Not to be changed. */
    public byte[] getCorrelationIdBytes() {
        return correlationIdBytes;
    }

    /** Sets a correlation id of bytes, which replaces a String; null takes away bytes only. */
    public void setCorrelationIdBytes(byte[] correlationIdBytes) {
        this.correlationIdBytes = correlationIdBytes;
        if (correlationIdBytes != null) {
            correlationId = null;
        }
    }

    /** Where to reply, or null. A queue or a topic, as it was set: not necessarily an object of ours. */
    public Destination getReplyTo() {
        return replyTo;
    }

    public void setReplyTo(Destination replyTo) {
        this.replyTo = replyTo;
    }

    /** Where it was sent to, or null before it is sent. */
    public Destination getDestination() {
        return destination;
    }

    public void setDestination(Destination destination) {
        this.destination = destination;
    }

    /** One of the constants of {@link jakarta.jms.DeliveryMode}. */
    public int getDeliveryMode() {
        return deliveryMode;
    }

    public void setDeliveryMode(int deliveryMode) {
        this.deliveryMode = deliveryMode;
    }

    public boolean isRedelivered() {
        return redelivered;
    }

    public void setRedelivered(boolean redelivered) {
        this.redelivered = redelivered;
    }

    /** The sender's name for what the message is, or null. */
    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    /** Milliseconds since 1970, or 0 for never. */
    public long getExpiration() {
        return expiration;
    }

    public void setExpiration(long expiration) {
        this.expiration = expiration;
    }

    /** Milliseconds since 1970, before which it is not delivered. */
    public long getDeliveryTime() {
        return deliveryTime;
    }

    public void setDeliveryTime(long deliveryTime) {
        this.deliveryTime = deliveryTime;
    }

    /** From 0 to 9. */
    public int getPriority() {
        return priority;
    }

    public void setPriority(int priority) {
        this.priority = priority;
    }
}
