package org.escrowmq.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.FailureCollector;

/**
 * Looks at the messages of a queue without taking them (specification 4.1.6). Each enumeration starts at the head of
 * the queue and ends where the queue ends when it gets there.
 *
 * <p>Used by one thread at a time, like its session.
 */
final class EscrowQueueBrowser implements QueueBrowser {

    private final EscrowSession session;
    private final Queue queue;
    private final ConsumerSpec spec;
    private final List<Cursor> cursors = new ArrayList<>();
    private boolean closed;

    EscrowQueueBrowser(EscrowSession session, Queue queue, ConsumerSpec spec) throws JMSException {
        this.session = session;
        this.queue = queue;
        this.spec = spec;
        // Opened once now, so that a bad selector or queue is refused here and not by the first enumeration.
        new Cursor().close();
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return spec.selector();
    }

    @Override
    public Enumeration<Message> getEnumeration() throws JMSException {
        checkOpen();
        Cursor cursor = new Cursor();
        cursors.add(cursor);
        return cursor;
    }

    @Override
    public void close() throws JMSException {
        closed = true;
        FailureCollector failures = new FailureCollector();
        cursors.forEach(cursor -> failures.run(cursor::close));
        cursors.clear();
        failures.throwFirst();
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The browser is closed");
        }
        session.checkOpen();
    }

    /** One walk through the queue, with a consumer of its own that only browses. */
    private final class Cursor implements Enumeration<Message> {

        private final DeliveryBuffer buffer = new DeliveryBuffer();
        private final BrokerConsumer source;
        private Delivery next;
        private boolean ended;

        Cursor() throws JMSException {
            source = session.broker().createConsumer(spec, buffer);
            buffer.bind(source);
            buffer.start();
        }

        @Override
        public boolean hasMoreElements() {
            if (next == null && !ended && !closed) {
                try {
                    next = buffer.receiveNoWait();
                    while (next != null && next.isExpired()) {
                        next = buffer.receiveNoWait();
                    }
                    if (next == null) {
                        close();
                    }
                } catch (JMSException e) {
                    throw JmsRuntimeErrors.of(e);
                }
            }
            return next != null;
        }

        @Override
        public Message nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException("No more messages in " + spec.destination());
            }
            Delivery current = next;
            next = null;
            current.message().delivered(current.deliveryCount(), null, session.objectFilter());
            return current.message();
        }

        void close() throws JMSException {
            if (!ended) {
                ended = true;
                buffer.close();
                source.close();
            }
        }
    }
}
