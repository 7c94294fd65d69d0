package org.escrowmq.ra.outbound;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import java.util.LinkedHashMap;
import java.util.Map;

/** A producer of a {@link SessionHandle}; sends on the physical one. Used by one thread at a time. */
final class ProducerHandle extends ChildHandle<MessageProducer> implements QueueSender, TopicPublisher {

    private final Map<String, Setting> settings = new LinkedHashMap<>();

    ProducerHandle(SessionHandle session, Destination destination) {
        super(session, destination, physical -> physical.createProducer(destination));
    }

    @Override
    void closePhysical(MessageProducer producer) throws JMSException {
        producer.close();
    }

    @Override
    void restore(MessageProducer producer) throws JMSException {
        for (Setting setting : settings.values()) {
            setting.apply(producer);
        }
    }

    private void set(String name, Setting setting) throws JMSException {
        setting.apply(physical());
        settings.put(name, setting);
    }

    @FunctionalInterface
    private interface Setting {
        void apply(MessageProducer producer) throws JMSException;
    }

    @Override
    public void send(Message message) throws JMSException {
        physical().send(message);
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(message, mode, priority, timeToLive);
    }

    @Override
    public void send(Destination destination, Message message) throws JMSException {
        physical().send(destination, message);
    }

    @Override
    public void send(Destination destination, Message message, int mode, int priority, long timeToLive)
            throws JMSException {
        physical().send(destination, message, mode, priority, timeToLive);
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        physical().send(queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(queue, message, mode, priority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        physical().send(message);
    }

    @Override
    public void publish(Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(message, mode, priority, timeToLive);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        physical().send(topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(topic, message, mode, priority, timeToLive);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(Destination destination, Message message, CompletionListener listener) throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(Destination destination, Message message, int mode, int priority, long timeToLive,
            CompletionListener listener) throws JMSException {
        throw asynchronous();
    }

    private JMSException asynchronous() throws JMSException {
        physical();
        return SessionHandle.forbidden("send with a CompletionListener");
    }

    @Override
    public Destination getDestination() throws JMSException {
        return destination();
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) destination();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return (Topic) destination();
    }

    @Override
    public void setDisableMessageID(boolean disable) throws JMSException {
        set("disableMessageID", producer -> producer.setDisableMessageID(disable));
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        return physical().getDisableMessageID();
    }

    @Override
    public void setDisableMessageTimestamp(boolean disable) throws JMSException {
        set("disableMessageTimestamp", producer -> producer.setDisableMessageTimestamp(disable));
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        return physical().getDisableMessageTimestamp();
    }

    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        set("deliveryMode", producer -> producer.setDeliveryMode(mode));
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        return physical().getDeliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        set("priority", producer -> producer.setPriority(priority));
    }

    @Override
    public int getPriority() throws JMSException {
        return physical().getPriority();
    }

    @Override
    public void setTimeToLive(long millis) throws JMSException {
        set("timeToLive", producer -> producer.setTimeToLive(millis));
    }

    @Override
    public long getTimeToLive() throws JMSException {
        return physical().getTimeToLive();
    }

    @Override
    public void setDeliveryDelay(long millis) throws JMSException {
        set("deliveryDelay", producer -> producer.setDeliveryDelay(millis));
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        return physical().getDeliveryDelay();
    }
}
