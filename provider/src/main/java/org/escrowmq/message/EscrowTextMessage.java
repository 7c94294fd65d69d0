package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.Map;

/** A message whose body is a String or null (specification 3.11). Used by one thread at a time. */
public final class EscrowTextMessage extends EscrowMessage implements TextMessage {

    private String text;

    EscrowTextMessage() { }

    EscrowTextMessage(Headers headers, Map<String, Object> properties, String text) {
        super(headers, properties);
        this.text = text;
    }

    @Override
    public MessageKind kind() {
        return MessageKind.TEXT;
    }

    @Override
    public Object content() {
        return text;
    }

    @Override
    public void setText(String string) throws JMSException {
        checkBodyWriteable();
        text = string;
    }

    @Override
    public String getText() {
        return text;
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        text = null;
    }

    @Override
    public boolean hasBody() {
        return text != null;
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return type.isAssignableFrom(String.class);
    }

    @Override
    Object body() {
        return text;
    }
}
