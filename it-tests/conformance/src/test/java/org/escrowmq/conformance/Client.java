package org.escrowmq.conformance;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/**
 * A session and its connection in the classic API, or a context: what both offer, by the same names. Each method is the
 * one of {@code Session}, {@code Connection} or {@code JMSContext} that its name says.
 */
interface Client extends AutoCloseable {

    /** Which API it is. */
    Api api();

    String getClientId() throws JMSException;

    void setClientId(String clientId) throws JMSException;

    ConnectionMetaData getMetaData() throws JMSException;

    ExceptionListener getExceptionListener() throws JMSException;

    void setExceptionListener(ExceptionListener listener) throws JMSException;

    void start() throws JMSException;

    void stop() throws JMSException;

    Queue createQueue(String name) throws JMSException;

    Topic createTopic(String name) throws JMSException;

    TemporaryQueue createTemporaryQueue() throws JMSException;

    TemporaryTopic createTemporaryTopic() throws JMSException;

    Receiver consumer(Destination destination) throws JMSException;

    Receiver consumer(Destination destination, String selector) throws JMSException;

    Receiver consumer(Destination destination, String selector, boolean noLocal) throws JMSException;

    Receiver shared(Topic topic, String name) throws JMSException;

    Receiver shared(Topic topic, String name, String selector) throws JMSException;

    Receiver durable(Topic topic, String name) throws JMSException;

    Receiver durable(Topic topic, String name, String selector, boolean noLocal) throws JMSException;

    Receiver sharedDurable(Topic topic, String name) throws JMSException;

    Receiver sharedDurable(Topic topic, String name, String selector) throws JMSException;

    QueueBrowser browser(Queue queue) throws JMSException;

    QueueBrowser browser(Queue queue, String selector) throws JMSException;

    void unsubscribe(String name) throws JMSException;

    Message message() throws JMSException;

    TextMessage message(String text) throws JMSException;

    boolean getTransacted() throws JMSException;

    void commit() throws JMSException;

    void rollback() throws JMSException;

    void recover() throws JMSException;

    /** The session mode. */
    int getMode() throws JMSException;

    /** {@code JMSContext.acknowledge}; in the classic API by a message. */
    void acknowledge(Message message) throws JMSException;

    /** A new producer without a destination. */
    Sender sender() throws JMSException;

    /** Another session of this mode on the same connection. */
    Client another(int mode) throws JMSException;

    /** Closes the session or the context. */
    @Override
    void close() throws JMSException;

    /** Closes the connection; for a context that is the same as {@link #close}. */
    void closeConnection() throws JMSException;

    /** A queue that nobody has used yet. */
    default Queue queue() throws JMSException {
        return createQueue(ConformanceTest.uniqueName("queue"));
    }

    /** A topic that nobody has used yet. */
    default Topic topic() throws JMSException {
        return createTopic(ConformanceTest.uniqueName("topic"));
    }

    /** Sends text messages, in this order. */
    default void send(Destination destination, String... texts) throws JMSException {
        Sender sender = sender();
        for (String text : texts) {
            sender.send(destination, message(text));
        }
        sender.close();
    }

    /** Sends a text message with a property. */
    default void sendWith(Destination destination, String text, String property, String value) throws JMSException {
        Message message = message(text);
        message.setStringProperty(property, value);
        Sender sender = sender();
        sender.send(destination, message);
        sender.close();
    }
}
