package org.escrowmq.ra.outbound;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.escrowmq.jms.BodyConsumer;

/**
 * A consumer of a {@link SessionHandle}; receives from the physical one. Listeners are refused (Messaging 12.2). Used
 * by one thread at a time, except for {@link #close}.
 */
final class ConsumerHandle extends ChildHandle<MessageConsumer>
        implements QueueReceiver, TopicSubscriber, BodyConsumer {

    private final boolean noLocal;

    ConsumerHandle(SessionHandle session, Destination destination, boolean noLocal, Opener<MessageConsumer> opener) {
        super(session, destination, opener);
        this.noLocal = noLocal;
    }

    @Override
    void closePhysical(MessageConsumer consumer) throws JMSException {
        consumer.close();
    }

    @Override
    public Message receive() throws JMSException {
        return physical().receive();
    }

    @Override
    public Message receive(long timeoutMillis) throws JMSException {
        return physical().receive(timeoutMillis);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return physical().receiveNoWait();
    }

    @Override
    public Message receiveIfBodyIs(Class<?> type, long timeout) throws JMSException {
        return BodyConsumer.receive(physical(), type, timeout);
    }

    @Override
    public String getMessageSelector() throws JMSException {
        return physical().getMessageSelector();
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        physical();
        throw SessionHandle.forbidden("getMessageListener");
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        physical();
        throw SessionHandle.forbidden("setMessageListener");
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
    public boolean getNoLocal() throws JMSException {
        physical();
        return noLocal;
    }
}
