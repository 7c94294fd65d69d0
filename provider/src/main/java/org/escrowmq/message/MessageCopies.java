package org.escrowmq.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies messages, of our own make and of other providers' (specification 3.12). Of the headers only those that a
 * client sets are copied (table 3-1): the others are for the send to set.
 */
final class MessageCopies {

    private static final int CHUNK = 8192;

    private MessageCopies() { }

    static EscrowMessage copy(Message source, BodyStore store) throws JMSException {
        EscrowMessage copy = source instanceof EscrowMessage own ? ofOwn(own, store) : ofForeign(source, store);
        copy.setJMSType(source.getJMSType());
        copy.setJMSReplyTo(source.getJMSReplyTo());
        copyCorrelationId(source, copy);
        return copy;
    }

    /** Without reading the body, which for a stream would move its position and for an object need its classes. */
    private static EscrowMessage ofOwn(EscrowMessage source, BodyStore store) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>(source.properties());
        Object content = source.content();
        return content instanceof StoredBody stored
                ? new EscrowBytesMessage(new Headers(), properties, BytesBody.copyOf(stored, store), store)
                : EscrowMessage.withContent(source.kind(), new Headers(), properties, content, store);
    }

    private static EscrowMessage ofForeign(Message source, BodyStore store) throws JMSException {
        EscrowMessage copy = bodyOf(source, store);
        Enumeration<?> names = source.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            copy.setObjectProperty(name, source.getObjectProperty(name));
        }
        return copy;
    }

    private static EscrowMessage bodyOf(Message source, BodyStore store) throws JMSException {
        if (source instanceof TextMessage text) {
            EscrowTextMessage copy = new EscrowTextMessage();
            copy.setText(text.getText());
            return copy;
        }
        if (source instanceof BytesMessage bytes) {
            return bytesOf(bytes, store);
        }
        if (source instanceof MapMessage map) {
            return entriesOf(map);
        }
        if (source instanceof StreamMessage stream) {
            return fieldsOf(stream);
        }
        if (source instanceof ObjectMessage object) {
            EscrowObjectMessage copy = new EscrowObjectMessage();
            copy.setObject(object.getObject());
            return copy;
        }
        return new EscrowMessage();
    }

    private static EscrowMessage bytesOf(BytesMessage source, BodyStore store) throws JMSException {
        EscrowBytesMessage copy = new EscrowBytesMessage(store);
        source.reset();
        byte[] chunk = new byte[CHUNK];
        for (int count = source.readBytes(chunk); count > 0; count = source.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        return copy;
    }

    private static EscrowMessage entriesOf(MapMessage source) throws JMSException {
        EscrowMapMessage copy = new EscrowMapMessage();
        Enumeration<?> names = source.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            copy.setObject(name, source.getObject(name));
        }
        return copy;
    }

    private static EscrowMessage fieldsOf(StreamMessage source) throws JMSException {
        EscrowStreamMessage copy = new EscrowStreamMessage();
        source.reset();
        try {
            while (true) {
                copy.writeObject(source.readObject());
            }
        } catch (MessageEOFException e) {
            // The interface has no other way to say how many fields there are.
            return copy;
        }
    }

    /** As a String if the other provider can give it so: some give every id in both forms. */
    private static void copyCorrelationId(Message source, EscrowMessage copy) throws JMSException {
        String id = source.getJMSCorrelationID();
        if (id != null) {
            copy.setJMSCorrelationID(id);
            return;
        }
        try {
            copy.setJMSCorrelationIDAsBytes(source.getJMSCorrelationIDAsBytes());
        } catch (UnsupportedOperationException e) {
            // A provider need not have ids of bytes (3.4.5): then there is no id.
            copy.setJMSCorrelationIDAsBytes(null);
        }
    }
}
