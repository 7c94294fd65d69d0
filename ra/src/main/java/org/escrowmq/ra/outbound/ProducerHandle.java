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

/** A producer of a {@link SessionHandle}; sends on the physical one. Used by one thread at a time. */
final class ProducerHandle extends ChildHandle<MessageProducer> implements QueueSender, TopicPublisher {

    ProducerHandle(SessionHandle session, Destination destination) {
        super(session, destination, physical -> physical.createProducer(destination));
    }

    @Override
    void closePhysical(MessageProducer producer) throws JMSException {
        producer.close();
    }

    @Override
    void inherit(MessageProducer from, MessageProducer to) throws JMSException {
        to.setDeliveryMode(from.getDeliveryMode());
        to.setPriority(from.getPriority());
        to.setTimeToLive(from.getTimeToLive());
        to.setDeliveryDelay(from.getDeliveryDelay());
        to.setDisableMessageID(from.getDisableMessageID());
        to.setDisableMessageTimestamp(from.getDisableMessageTimestamp());
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
        physical().setDisableMessageID(disable);
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        return physical().getDisableMessageID();
    }

    @Override
    public void setDisableMessageTimestamp(boolean disable) throws JMSException {
        physical().setDisableMessageTimestamp(disable);
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        return physical().getDisableMessageTimestamp();
    }

    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        physical().setDeliveryMode(mode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        return physical().getDeliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        physical().setPriority(priority);
    }

    @Override
    public int getPriority() throws JMSException {
        return physical().getPriority();
    }

    @Override
    public void setTimeToLive(long millis) throws JMSException {
        physical().setTimeToLive(millis);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        return physical().getTimeToLive();
    }

    @Override
    public void setDeliveryDelay(long millis) throws JMSException {
        physical().setDeliveryDelay(millis);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        return physical().getDeliveryDelay();
    }
}
