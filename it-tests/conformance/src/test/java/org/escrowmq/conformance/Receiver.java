package org.escrowmq.conformance;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;

/** A consumer of either API. */
interface Receiver extends AutoCloseable {

    Message receive() throws JMSException;

    Message receive(long timeout) throws JMSException;

    Message receiveNoWait() throws JMSException;

    String getMessageSelector() throws JMSException;

    MessageListener getMessageListener() throws JMSException;

    void setMessageListener(MessageListener listener) throws JMSException;

    @Override
    void close() throws JMSException;

    /** The next message, which has to come. */
    default Message arrived() throws JMSException {
        Message message = receive(ConformanceTest.ARRIVES);
        if (message == null) {
            throw new AssertionError("No message came within " + ConformanceTest.ARRIVES + " ms");
        }
        return message;
    }

    /** The text of the next message, which has to come. */
    default String text() throws JMSException {
        return ((TextMessage) arrived()).getText();
    }

    /** The texts of the next messages, which have to come. */
    default List<String> texts(int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(text());
        }
        return texts;
    }

    /** Fails if a message comes. */
    default void nothing() throws JMSException {
        Message message = receive(ConformanceTest.ABSENT);
        if (message != null) {
            throw new AssertionError("There should be no message, but there is " + message);
        }
    }

    /** One of the classic API. */
    static Receiver of(MessageConsumer consumer) {
        return new Receiver() {
            @Override
            public Message receive() throws JMSException {
                return consumer.receive();
            }

            @Override
            public Message receive(long timeout) throws JMSException {
                return consumer.receive(timeout);
            }

            @Override
            public Message receiveNoWait() throws JMSException {
                return consumer.receiveNoWait();
            }

            @Override
            public String getMessageSelector() throws JMSException {
                return consumer.getMessageSelector();
            }

            @Override
            public MessageListener getMessageListener() throws JMSException {
                return consumer.getMessageListener();
            }

            @Override
            public void setMessageListener(MessageListener listener) throws JMSException {
                consumer.setMessageListener(listener);
            }

            @Override
            public void close() throws JMSException {
                consumer.close();
            }
        };
    }

    /** One of the simplified API. */
    static Receiver of(JMSConsumer consumer) {
        return new Receiver() {
            @Override
            public Message receive() {
                return consumer.receive();
            }

            @Override
            public Message receive(long timeout) {
                return consumer.receive(timeout);
            }

            @Override
            public Message receiveNoWait() {
                return consumer.receiveNoWait();
            }

            @Override
            public String getMessageSelector() {
                return consumer.getMessageSelector();
            }

            @Override
            public MessageListener getMessageListener() {
                return consumer.getMessageListener();
            }

            @Override
            public void setMessageListener(MessageListener listener) {
                consumer.setMessageListener(listener);
            }

            @Override
            public void close() {
                consumer.close();
            }
        };
    }
}
