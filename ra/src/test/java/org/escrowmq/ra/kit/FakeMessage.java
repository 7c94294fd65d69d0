package org.escrowmq.ra.kit;

import jakarta.jms.TextMessage;

/** A text message, as much of it as the tests look at. */
public final class FakeMessage {

    private final String id;
    private final String text;
    private int deliveryCount;

    FakeMessage(String id, String text) {
        this.id = id;
        this.text = text;
    }

    TextMessage delivered() {
        deliveryCount++;
        return Fake.of(TextMessage.class, this);
    }

    public Object getBody(Class<?> type) {
        return type.cast(text);
    }

    public String getText() {
        return text;
    }

    public String getJMSMessageID() {
        return id;
    }

    public int getIntProperty(String name) {
        if (!name.equals("JMSXDeliveryCount")) {
            throw new UnsupportedOperationException(name);
        }
        return deliveryCount;
    }

    public boolean getJMSRedelivered() {
        return deliveryCount > 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
