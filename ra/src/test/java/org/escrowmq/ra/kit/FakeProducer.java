package org.escrowmq.ra.kit;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;

/** A physical producer. */
public final class FakeProducer {

    private final FakeSession session;
    private final Destination destination;
    private int priority = 4;
    private int deliveryMode = 2;
    private long timeToLive;
    private long deliveryDelay;
    private boolean withoutId;
    private boolean withoutTimestamp;
    private boolean closed;

    FakeProducer(FakeSession session, Destination destination) {
        this.session = session;
        this.destination = destination;
    }

    public void send(Message message) throws JMSException {
        send(destination, message);
    }

    public void send(Destination to, Message message) throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("closed");
        }
        session.send(to, ((TextMessage) message).getText());
    }

    public void close() {
        closed = true;
    }

    public int getPriority() {
        return priority;
    }

    public void setPriority(int value) {
        priority = value;
    }

    public int getDeliveryMode() {
        return deliveryMode;
    }

    public void setDeliveryMode(int value) {
        deliveryMode = value;
    }

    public long getTimeToLive() {
        return timeToLive;
    }

    public void setTimeToLive(long value) {
        timeToLive = value;
    }

    public long getDeliveryDelay() {
        return deliveryDelay;
    }

    public void setDeliveryDelay(long value) {
        deliveryDelay = value;
    }

    public boolean getDisableMessageID() {
        return withoutId;
    }

    public void setDisableMessageID(boolean value) {
        withoutId = value;
    }

    public boolean getDisableMessageTimestamp() {
        return withoutTimestamp;
    }

    public void setDisableMessageTimestamp(boolean value) {
        withoutTimestamp = value;
    }
}
