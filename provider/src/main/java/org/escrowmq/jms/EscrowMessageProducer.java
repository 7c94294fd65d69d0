package org.escrowmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.StreamMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages (specification 7). It sets the headers that a send sets and hands the message to its session, which
 * knows the transaction.
 *
 * <p>Used by one thread at a time, like its session, which owns it.
 */
final class EscrowMessageProducer implements MessageProducer, QueueSender, TopicPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EscrowMessageProducer.class);
    private static final int MIN_PRIORITY = 0;
    private static final int MAX_PRIORITY = 9;

    private final EscrowSession session;
    private final EscrowDestination destination;
    private final MessageIds ids = new MessageIds();
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private volatile boolean closed;
    /** The thread that calls a CompletionListener of this producer at the moment. */
    private volatile Thread telling;

    EscrowMessageProducer(EscrowSession session, EscrowDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    @Override
    public void send(Message message) throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        doSend(ownDestination(), message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(Destination destination, Message message) throws JMSException {
        send(destination, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Destination destination, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        doSend(namedDestination(destination), message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) queue, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) topic, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        checkListener(listener);
        doSend(ownDestination(), message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Destination destination, Message message, CompletionListener listener) throws JMSException {
        send(destination, message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Destination destination, Message message, int deliveryMode, int priority, long timeToLive,
            CompletionListener listener) throws JMSException {
        checkListener(listener);
        doSend(namedDestination(destination), message, deliveryMode, priority, timeToLive, listener);
    }

    private EscrowDestination ownDestination() throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new UnsupportedOperationException(
                    "This producer was created without a destination: name one with each send");
        }
        return destination;
    }

    private EscrowDestination namedDestination(Destination named) throws JMSException {
        checkOpen();
        if (destination != null) {
            throw new UnsupportedOperationException(
                    "This producer was created for " + destination + ": no other destination can be named");
        }
        return EscrowDestination.of(named);
    }

    private static void checkListener(CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("The CompletionListener is null; to send without one, leave it out");
        }
    }

    private void doSend(EscrowDestination to, Message message, int mode, int prio, long ttl,
            CompletionListener listener) throws JMSException {
        checkDeliveryMode(mode);
        checkPriority(prio);
        if (message == null) {
            throw new MessageFormatException("The message to send is null");
        }
        EscrowMessage stored = message instanceof EscrowMessage own
                ? own : EscrowMessage.copyOf(message, session.broker().bodyStore());
        long now = System.currentTimeMillis();
        Headers headers = stored.headers();
        headers.setDestination(to);
        headers.setDeliveryMode(mode);
        headers.setPriority(prio);
        headers.setExpiration(expiration(now, ttl));
        headers.setDeliveryTime(now + deliveryDelay);
        headers.setTimestamp(disableTimestamp ? 0 : now);
        headers.setMessageId(disableMessageId ? null : ids.next());
        if (stored != message) {
            tellSender(message, headers);
        }
        if (listener == null) {
            session.work().send(stored);
        } else {
            sendAsync(stored, message, listener);
        }
    }

    /** A time to live that reaches beyond all times, like Long.MAX_VALUE, means for ever, as 0 does (3.4.9). */
    private static long expiration(long now, long timeToLive) {
        return timeToLive == 0 || timeToLive > Long.MAX_VALUE - now ? 0 : now + timeToLive;
    }

    /** The listener is told in the order of the sends, never on this thread (specification 7.3). */
    private void sendAsync(EscrowMessage stored, Message message, CompletionListener listener) throws JMSException {
        SessionDispatcher dispatcher = session.dispatcher();
        dispatcher.sendBegins();
        try {
            session.work().send(stored, failure -> dispatcher.sendCompleted(() -> tellOf(listener, message, failure)));
        } catch (JMSException e) {
            dispatcher.sendCompleted(() -> tellOf(listener, message, e));
        }
    }

    private void tellOf(CompletionListener listener, Message message, JMSException failure) {
        telling = Thread.currentThread();
        try {
            tell(listener, message, failure);
        } finally {
            telling = null;
        }
    }

    private static void tell(CompletionListener listener, Message message, JMSException failure) {
        try {
            rewind(message);
            if (failure == null) {
                listener.onCompletion(message);
            } else {
                listener.onException(message, failure);
            }
        } catch (JMSException | RuntimeException e) {
            LOG.warn("A CompletionListener could not be told, or threw an exception", e);
        }
    }

    /** The listener reads what was sent from its beginning (specification 7.3.9). */
    private static void rewind(Message message) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            bytes.reset();
        } else if (message instanceof StreamMessage stream) {
            stream.reset();
        }
    }

    /** The headers that a send sets are set on the sender's own object, too (specification 3.4.11, 3.12). */
    private static void tellSender(Message foreign, Headers headers) throws JMSException {
        foreign.setJMSDestination(headers.getDestination());
        foreign.setJMSDeliveryMode(headers.getDeliveryMode());
        foreign.setJMSPriority(headers.getPriority());
        foreign.setJMSExpiration(headers.getExpiration());
        foreign.setJMSDeliveryTime(headers.getDeliveryTime());
        foreign.setJMSTimestamp(headers.getTimestamp());
        foreign.setJMSMessageID(headers.getMessageId());
    }

    @Override
    public Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return (Topic) getDestination();
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        checkOpen();
        disableMessageId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return disableMessageId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        checkOpen();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        checkOpen();
        checkDeliveryMode(deliveryMode);
        this.deliveryMode = deliveryMode;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        checkOpen();
        checkPriority(priority);
        this.priority = priority;
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long timeToLive) throws JMSException {
        checkOpen();
        this.timeToLive = timeToLive;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(long deliveryDelay) throws JMSException {
        checkOpen();
        this.deliveryDelay = deliveryDelay;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return deliveryDelay;
    }

    @Override
    public void close() throws JMSException {
        if (!closed) {
            if (telling == Thread.currentThread()) {
                throw new IllegalStateException("A CompletionListener must not close its own producer");
            }
            closed = true;
            session.dispatcher().awaitSends();
        }
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The producer is closed");
        }
        session.checkOpen();
    }

    private static void checkDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("The delivery mode " + mode
                    + " does not exist; allowed are NON_PERSISTENT (1) and PERSISTENT (2)");
        }
    }

    private static void checkPriority(int priority) throws JMSException {
        if (priority < MIN_PRIORITY || priority > MAX_PRIORITY) {
            throw new JMSException("The priority " + priority + " is not allowed; it must be from "
                    + MIN_PRIORITY + " to " + MAX_PRIORITY);
        }
    }
}
