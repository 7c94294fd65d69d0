package org.escrowmq.conformance;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

/** The kinds of message, for rules that hold for each of them. A body carries one number, so that it can be told. */
enum Kind {

    MESSAGE(Message.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createMessage();
        }

        @Override
        void write(Message message, int value) {
            // It has no body.
        }

        @Override
        Integer read(Message message) {
            return null;
        }

        @Override
        Integer body(int value) {
            return null;
        }
    },

    TEXT(TextMessage.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createTextMessage();
        }

        @Override
        void write(Message message, int value) throws JMSException {
            ((TextMessage) message).setText(String.valueOf(value));
        }

        @Override
        Integer read(Message message) throws JMSException {
            String text = ((TextMessage) message).getText();
            return text == null ? null : Integer.valueOf(text);
        }
    },

    BYTES(BytesMessage.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createBytesMessage();
        }

        @Override
        void write(Message message, int value) throws JMSException {
            ((BytesMessage) message).writeInt(value);
        }

        @Override
        Integer read(Message message) throws JMSException {
            ((BytesMessage) message).reset();
            return ((BytesMessage) message).getBodyLength() == 0 ? null : (Integer) ((BytesMessage) message).readInt();
        }
    },

    MAP(MapMessage.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createMapMessage();
        }

        @Override
        void write(Message message, int value) throws JMSException {
            ((MapMessage) message).setInt("value", value);
        }

        @Override
        Integer read(Message message) throws JMSException {
            return (Integer) ((MapMessage) message).getObject("value");
        }
    },

    STREAM(StreamMessage.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createStreamMessage();
        }

        @Override
        void write(Message message, int value) throws JMSException {
            ((StreamMessage) message).writeInt(value);
        }

        @Override
        Integer read(Message message) throws JMSException {
            ((StreamMessage) message).reset();
            try {
                return ((StreamMessage) message).readInt();
            } catch (MessageEOFException e) {
                return null;
            }
        }
    },

    OBJECT(ObjectMessage.class) {
        @Override
        Message create(Session session) throws JMSException {
            return session.createObjectMessage();
        }

        @Override
        void write(Message message, int value) throws JMSException {
            ((ObjectMessage) message).setObject(value);
        }

        @Override
        Integer read(Message message) throws JMSException {
            return (Integer) ((ObjectMessage) message).getObject();
        }
    };

    private final Class<? extends Message> type;

    Kind(Class<? extends Message> type) {
        this.type = type;
    }

    /** The interface of this kind. */
    Class<? extends Message> type() {
        return type;
    }

    /** A new message with an empty body. */
    abstract Message create(Session session) throws JMSException;

    /** Adds a number to the body, or replaces the one that is there. */
    abstract void write(Message message, int value) throws JMSException;

    /** The first number in the body, null if it is empty; what could be written only can be read only afterwards. */
    abstract Integer read(Message message) throws JMSException;

    /** What {@link #read} returns after {@link #write}. */
    Integer body(int value) {
        return value;
    }

    /** A new message with a number in its body. */
    Message create(Session session, int value) throws JMSException {
        Message message = create(session);
        write(message, value);
        return message;
    }
}
