package org.escrowmq.jms;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.escrowmq.ArrivalAwareConsumer;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.Delivery;
import org.escrowmq.message.EscrowMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives messages (specification 8), by call or by listener.
 *
 * <p>Used by one thread at a time, like its session, which owns it; {@link #close} may come from any thread.
 */
final class EscrowMessageConsumer implements QueueReceiver, TopicSubscriber, BodyConsumer, ArrivalAwareConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(EscrowMessageConsumer.class);

    private final EscrowSession session;
    private final Destination destination;
    private final ConsumerSpec spec;
    private final DeliveryBuffer buffer = new DeliveryBuffer();
    private final BrokerConsumer source;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MessageListener listener;
    private int receiving;
    private volatile int dispatched;

    EscrowMessageConsumer(EscrowSession session, Destination destination, ConsumerSpec spec) throws JMSException {
        this.session = session;
        this.destination = destination;
        this.spec = spec;
        this.source = session.broker().createConsumer(spec, buffer);
        buffer.bind(source);
    }

    @Override
    public Message receive() throws JMSException {
        return receive(0);
    }

    @Override
    public Message receive(long timeout) throws JMSException {
        return receiving(() -> hand(next(timeout)));
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return receiving(() -> hand(next(NO_WAIT)));
    }

    /** Receives, and is waited for by whoever closes this. */
    private Message receiving(JmsRuntimeErrors.Call<Message> receive) throws JMSException {
        checkReceive();
        synchronized (this) {
            receiving++;
        }
        try {
            return receive.run();
        } finally {
            synchronized (this) {
                receiving--;
                notifyAll();
            }
        }
    }

    /** Gives back what is here and ends receives in progress: each returns a message or null (specification 8.8). */
    void endReceives() throws JMSException {
        buffer.stop();
        buffer.close();
        awaitReceives();
    }

    private synchronized void awaitReceives() {
        boolean interrupted = false;
        while (receiving > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The receive is about to end: tell the interruption when it has.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Message receiveIfBodyIs(Class<?> type, long timeout) throws JMSException {
        return receiving(() -> handIfBodyIs(type, timeout));
    }

    private Message handIfBodyIs(Class<?> type, long timeout) throws JMSException {
        Delivery delivery = next(timeout);
        if (delivery != null && session.work().acknowledgesAutomatically()) {
            EscrowMessage message = delivery.message();
            message.delivered(delivery.deliveryCount(), null, session.objectFilter());
            if (!ContextConsumer.hasBody(message) || !message.isBodyAssignableTo(type)) {
                MessageFormatException refusal = ContextConsumer.notReceivable(message, type);
                source.release(null);
                throw refusal;
            }
        }
        return hand(delivery);
    }

    /** The next delivery that has not expired, or null. */
    private Delivery next(long timeout) throws JMSException {
        if (timeout == NO_WAIT) {
            Delivery delivery = buffer.receiveNoWait();
            while (delivery != null && expired(delivery)) {
                delivery = buffer.receiveNoWait();
            }
            return delivery;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
        long left = Math.max(timeout, 0);
        Delivery delivery = buffer.receive(left);
        while (delivery != null && expired(delivery)) {
            left = timeout <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            delivery = timeout > 0 && left <= 0 ? null : buffer.receive(left);
        }
        return delivery;
    }

    private Message hand(Delivery delivery) throws JMSException {
        if (delivery == null) {
            session.work().idle();
            return null;
        }
        Message message = consume(delivery);
        session.work().handedOver();
        return message;
    }

    private Message consume(Delivery delivery) throws JMSException {
        try {
            return session.work().consume(source, delivery, session::checkOpen);
        } catch (JMSException e) {
            // It was not acknowledged, so it is nobody's: back to the queue with it.
            source.release(null);
            throw e;
        }
    }

    /** The time to live is honoured up to the moment of receiving, wherever the message waited (3.4.9). */
    private boolean expired(Delivery delivery) throws JMSException {
        if (!delivery.isExpired()) {
            return false;
        }
        source.expire(delivery);
        return true;
    }

    /** Calls the listener with the delivery that is here, if one still is. On the session's dispatching thread. */
    void dispatch() {
        int number = ++dispatched;
        Delivery delivery = buffer.poll();
        MessageListener current = listener;
        try {
            if (delivery != null && current != null && !expired(delivery)) {
                call(current, consume(delivery));
            }
            if (delivery == null) {
                session.work().idle();
            }
        } catch (JMSException e) {
            LOG.warn("A message from {} could not be given to its listener", spec.destination(), e);
        } finally {
            buffer.runArrivalActionOrAsk();
            dispatchWhenIdle(number);
        }
    }

    /** What is acknowledged lazily does not wait for a next message that may never come. */
    private void dispatchWhenIdle(int number) {
        if (!session.work().isLazy() || closed.get()) {
            return;
        }
        try {
            source.afterPending(() -> {
                if (dispatched == number && !buffer.hasDelivery()) {
                    session.dispatcher().ready(this);
                }
            });
        } catch (JMSException e) {
            LOG.debug("The consumer of {} is closed, which acknowledges as well", spec.destination(), e);
        }
    }

    private void call(MessageListener current, Message message) throws JMSException {
        try {
            current.onMessage(message);
        } catch (RuntimeException e) {
            LOG.warn("The message listener on {} threw an exception while it handled {}",
                    spec.destination(), message.getJMSMessageID(), e);
            handlingFailed(message, e);
            session.work().listenerFailed();
            return;
        }
        session.work().handedOver();
    }

    @Override
    public void handlingFailed(Message message, Throwable cause) {
        if (message instanceof EscrowMessage own) {
            own.failed(cause);
        }
    }

    @Override
    public void setRedelivery(Map<String, String> options) throws JMSException {
        checkOpen();
        source.setRedelivery(RedeliveryOptions.read(options));
    }

    @Override
    public void setPrefetch(int messages) {
        buffer.setAhead(messages);
    }

    @Override
    public void giveBack() throws JMSException {
        buffer.abandon();
    }

    @Override
    public boolean hasMessage() {
        return buffer.hasDelivery();
    }

    @Override
    public void onArrival(Runnable action) throws JMSException {
        checkReceive();
        if (buffer.isClosed()) {
            throw new IllegalStateException("The broker ended this consumer of " + spec.destination());
        }
        buffer.onArrival(action, false);
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        checkOpen();
        this.listener = listener;
        buffer.onArrival(listener == null ? null : () -> session.dispatcher().ready(this), true);
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return spec.selector();
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic) destination;
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        checkOpen();
        return spec.noLocal();
    }

    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        buffer.close();
        awaitReceives();
        session.dispatcher().awaitIdle(this);
        session.forget(this);
        source.close();
    }

    DeliveryBuffer buffer() {
        return buffer;
    }

    private void checkOpen() throws JMSException {
        if (closed.get()) {
            throw new IllegalStateException("The consumer is closed");
        }
        session.checkOpen();
    }

    private void checkReceive() throws JMSException {
        checkOpen();
        if (listener != null) {
            throw new IllegalStateException("This consumer has a message listener: it cannot be received from");
        }
    }
}
