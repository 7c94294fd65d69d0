package org.escrowmq.ra.kit;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.admin.AdminTopic;

/** A physical XA session: works in its branch, or outside of one in its own mode. */
public final class FakeSession {

    private final FakeProvider provider;
    private final FakeConnection connection;
    private final int mode;
    private final String name;
    private final FakeXAResource resource;
    private final FakeWork local = new FakeWork();
    private final List<FakeConsumer> consumers = new ArrayList<>();
    private FakeWork branch;
    private boolean closed;

    FakeSession(FakeProvider provider, FakeConnection connection, int mode) {
        this.provider = provider;
        this.connection = connection;
        this.mode = mode;
        this.name = provider.nextSession();
        this.resource = new FakeXAResource(name, provider.history(), work -> branch = work, provider::completion);
        provider.history().add(name + " mode " + mode);
    }

    List<FakeConsumer> consumers() {
        return consumers;
    }

    void checkOpen() throws JMSException {
        connection.checkOpen();
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    void send(Destination to, String text) throws JMSException {
        FakeQueue queue = provider.queue(nameOf(to));
        FakeMessage message = new FakeMessage(nameOf(to) + "-" + text, text);
        if (branch != null) {
            branch.sent(queue, message);
        } else if (mode == Session.SESSION_TRANSACTED) {
            local.sent(queue, message);
        } else {
            queue.add(message);
        }
    }

    /** Its name if it works in a branch, else null. */
    String branchHolder() {
        return branch == null ? null : name;
    }

    void received(FakeQueue queue, FakeMessage message) {
        if (branch != null) {
            branch.received(queue, message);
        } else if (mode == Session.SESSION_TRANSACTED || mode == Session.CLIENT_ACKNOWLEDGE) {
            local.received(queue, message);
        }
    }

    private static String nameOf(Destination destination) throws JMSException {
        return destination instanceof Topic topic ? topic.getTopicName() : ((Queue) destination).getQueueName();
    }

    private MessageConsumer consumer(String how, Destination destination, String selector) throws JMSException {
        checkOpen();
        if ("bad".equals(selector)) {
            throw new InvalidSelectorException("The selector is bad");
        }
        provider.history().add(name + "." + how + "(" + nameOf(destination) + ")");
        FakeConsumer consumer = new FakeConsumer(this, provider.queue(nameOf(destination)), selector);
        consumers.add(consumer);
        return Fake.of(MessageConsumer.class, consumer);
    }

    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return consumer("consumer", destination, null);
    }

    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return consumer("consumer", destination, selector);
    }

    public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        return consumer("consumer", destination, selector);
    }

    public MessageConsumer createDurableConsumer(Topic topic, String subscription, String selector, boolean noLocal)
            throws JMSException {
        return consumer("durable " + subscription, topic, selector);
    }

    public MessageConsumer createDurableConsumer(Topic topic, String subscription) throws JMSException {
        return consumer("durable " + subscription, topic, null);
    }

    public MessageConsumer createSharedConsumer(Topic topic, String subscription, String selector)
            throws JMSException {
        return consumer("shared " + subscription, topic, selector);
    }

    public MessageConsumer createSharedDurableConsumer(Topic topic, String subscription, String selector)
            throws JMSException {
        return consumer("shared durable " + subscription, topic, selector);
    }

    public MessageProducer createProducer(Destination destination) throws JMSException {
        checkOpen();
        return Fake.of(MessageProducer.class, new FakeProducer(this, destination));
    }

    public Message createMessage() throws JMSException {
        return createTextMessage(null);
    }

    public TextMessage createTextMessage(String text) throws JMSException {
        checkOpen();
        return Fake.of(TextMessage.class, new FakeMessage(null, text));
    }

    public Queue createQueue(String queue) throws JMSException {
        checkOpen();
        return new AdminQueue(queue);
    }

    public Topic createTopic(String topic) throws JMSException {
        checkOpen();
        return new AdminTopic(topic);
    }

    public TemporaryQueue createTemporaryQueue() throws JMSException {
        checkOpen();
        return Fake.of(TemporaryQueue.class, new Temporary());
    }

    public void commit() throws JMSException {
        checkOpen();
        provider.history().add(name + " commit");
        local.commit();
    }

    public void rollback() throws JMSException {
        checkOpen();
        provider.history().add(name + " rollback");
        local.rollback();
    }

    public void recover() throws JMSException {
        checkOpen();
        provider.history().add(name + " recover");
        local.rollback();
    }

    public XAResource getXAResource() {
        return resource;
    }

    public boolean getTransacted() {
        return true;
    }

    public void close() {
        if (!closed) {
            consumers.forEach(FakeConsumer::close);
            closed = true;
            local.rollback();
        }
    }

    /** A temporary queue. */
    public final class Temporary {

        public String getQueueName() {
            return "temporary";
        }

        public void delete() {
            provider.history().add("temporary deleted");
        }
    }
}
