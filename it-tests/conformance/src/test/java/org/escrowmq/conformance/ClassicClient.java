package org.escrowmq.conformance;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;

/** A connection and a session; the session is created when it is first needed. */
final class ClassicClient implements Client {

    private final Connection connection;
    private final int mode;
    private Session session;

    ClassicClient(Connection connection, int mode) {
        this.connection = connection;
        this.mode = mode;
    }

    private Session session() throws JMSException {
        if (session == null) {
            session = connection.createSession(mode);
        }
        return session;
    }

    @Override
    public Api api() {
        return Api.CLASSIC;
    }

    @Override
    public String getClientId() throws JMSException {
        return connection.getClientID();
    }

    @Override
    public void setClientId(String clientId) throws JMSException {
        connection.setClientID(clientId);
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        return connection.getMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        return connection.getExceptionListener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        connection.setExceptionListener(listener);
    }

    @Override
    public void start() throws JMSException {
        connection.start();
    }

    @Override
    public void stop() throws JMSException {
        connection.stop();
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        return session().createQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        return session().createTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        return session().createTemporaryQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        return session().createTemporaryTopic();
    }

    @Override
    public Receiver consumer(Destination destination) throws JMSException {
        return Receiver.of(session().createConsumer(destination));
    }

    @Override
    public Receiver consumer(Destination destination, String selector) throws JMSException {
        return Receiver.of(session().createConsumer(destination, selector));
    }

    @Override
    public Receiver consumer(Destination destination, String selector, boolean noLocal) throws JMSException {
        return Receiver.of(session().createConsumer(destination, selector, noLocal));
    }

    @Override
    public Receiver shared(Topic topic, String name) throws JMSException {
        return Receiver.of(session().createSharedConsumer(topic, name));
    }

    @Override
    public Receiver shared(Topic topic, String name, String selector) throws JMSException {
        return Receiver.of(session().createSharedConsumer(topic, name, selector));
    }

    @Override
    public Receiver durable(Topic topic, String name) throws JMSException {
        return Receiver.of(session().createDurableConsumer(topic, name));
    }

    @Override
    public Receiver durable(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        return Receiver.of(session().createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public Receiver sharedDurable(Topic topic, String name) throws JMSException {
        return Receiver.of(session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public Receiver sharedDurable(Topic topic, String name, String selector) throws JMSException {
        return Receiver.of(session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser browser(Queue queue) throws JMSException {
        return session().createBrowser(queue);
    }

    @Override
    public QueueBrowser browser(Queue queue, String selector) throws JMSException {
        return session().createBrowser(queue, selector);
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        session().unsubscribe(name);
    }

    @Override
    public Message message() throws JMSException {
        return session().createMessage();
    }

    @Override
    public TextMessage message(String text) throws JMSException {
        return session().createTextMessage(text);
    }

    @Override
    public boolean getTransacted() throws JMSException {
        return session().getTransacted();
    }

    @Override
    public void commit() throws JMSException {
        session().commit();
    }

    @Override
    public void rollback() throws JMSException {
        session().rollback();
    }

    @Override
    public void recover() throws JMSException {
        session().recover();
    }

    @Override
    public int getMode() throws JMSException {
        return session().getAcknowledgeMode();
    }

    @Override
    public void acknowledge(Message message) throws JMSException {
        message.acknowledge();
    }

    @Override
    public Sender sender() throws JMSException {
        return Sender.of(session().createProducer(null));
    }

    @Override
    public Client another(int itsMode) throws JMSException {
        ClassicClient another = new ClassicClient(connection, itsMode);
        another.session();
        return another;
    }

    @Override
    public void close() throws JMSException {
        session().close();
    }

    @Override
    public void closeConnection() throws JMSException {
        connection.close();
    }
}
