package org.escrowmq.conformance;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/** A context. */
final class SimplifiedClient implements Client {

    private final JMSContext context;

    SimplifiedClient(JMSContext context) {
        this.context = context;
    }

    @Override
    public Api api() {
        return Api.SIMPLIFIED;
    }

    @Override
    public String getClientId() {
        return context.getClientID();
    }

    @Override
    public void setClientId(String clientId) {
        context.setClientID(clientId);
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return context.getMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return context.getExceptionListener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        context.setExceptionListener(listener);
    }

    @Override
    public void start() {
        context.start();
    }

    @Override
    public void stop() {
        context.stop();
    }

    @Override
    public Queue createQueue(String name) {
        return context.createQueue(name);
    }

    @Override
    public Topic createTopic(String name) {
        return context.createTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return context.createTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return context.createTemporaryTopic();
    }

    @Override
    public Receiver consumer(Destination destination) {
        return Receiver.of(context.createConsumer(destination));
    }

    @Override
    public Receiver consumer(Destination destination, String selector) {
        return Receiver.of(context.createConsumer(destination, selector));
    }

    @Override
    public Receiver consumer(Destination destination, String selector, boolean noLocal) {
        return Receiver.of(context.createConsumer(destination, selector, noLocal));
    }

    @Override
    public Receiver shared(Topic topic, String name) {
        return Receiver.of(context.createSharedConsumer(topic, name));
    }

    @Override
    public Receiver shared(Topic topic, String name, String selector) {
        return Receiver.of(context.createSharedConsumer(topic, name, selector));
    }

    @Override
    public Receiver durable(Topic topic, String name) {
        return Receiver.of(context.createDurableConsumer(topic, name));
    }

    @Override
    public Receiver durable(Topic topic, String name, String selector, boolean noLocal) {
        return Receiver.of(context.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public Receiver sharedDurable(Topic topic, String name) {
        return Receiver.of(context.createSharedDurableConsumer(topic, name));
    }

    @Override
    public Receiver sharedDurable(Topic topic, String name, String selector) {
        return Receiver.of(context.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser browser(Queue queue) {
        return context.createBrowser(queue);
    }

    @Override
    public QueueBrowser browser(Queue queue, String selector) {
        return context.createBrowser(queue, selector);
    }

    @Override
    public void unsubscribe(String name) {
        context.unsubscribe(name);
    }

    @Override
    public Message message() {
        return context.createMessage();
    }

    @Override
    public TextMessage message(String text) {
        return context.createTextMessage(text);
    }

    @Override
    public boolean getTransacted() {
        return context.getTransacted();
    }

    @Override
    public void commit() {
        context.commit();
    }

    @Override
    public void rollback() {
        context.rollback();
    }

    @Override
    public void recover() {
        context.recover();
    }

    @Override
    public int getMode() {
        return context.getSessionMode();
    }

    @Override
    public void acknowledge(Message message) {
        context.acknowledge();
    }

    @Override
    public Sender sender() {
        return Sender.of(context.createProducer());
    }

    @Override
    public Client another(int mode) {
        return new SimplifiedClient(context.createContext(mode));
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public void closeConnection() {
        context.close();
    }
}
