package org.escrowmq.ra.kit;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** A physical consumer. */
public final class FakeConsumer {

    private final FakeSession session;
    private final FakeQueue queue;
    private final String selector;
    private FakeMessage reserved;
    private Runnable action;
    private boolean expired;
    private boolean closed;

    FakeConsumer(FakeSession session, FakeQueue queue, String selector) {
        this.session = session;
        this.queue = queue;
        this.selector = selector;
    }

    void reserve(FakeMessage message) {
        reserved = message;
        Runnable run = action;
        action = null;
        run.run();
    }

    boolean hasMessage() throws JMSException {
        checkOpen();
        return reserved != null;
    }

    void onArrival(Runnable newAction) throws JMSException {
        checkOpen();
        queue.forget(this);
        action = newAction;
        if (reserved != null) {
            reserve(reserved);
        } else {
            queue.await(this);
        }
    }

    /** The message that is here will have expired by the time it is received. */
    public void expireReserved() {
        expired = true;
    }

    /** As if an operator had deleted the queue. */
    public void endByBroker() {
        close();
        Runnable run = action;
        action = null;
        if (run != null) {
            run.run();
        }
    }

    public Message receiveNoWait() throws JMSException {
        checkOpen();
        FakeMessage message = reserved == null ? queue.poll() : reserved;
        reserved = null;
        if (expired) {
            expired = false;
            return null;
        }
        if (message == null) {
            return null;
        }
        session.received(queue, message);
        return message.delivered();
    }

    public Message receive(long timeout) throws JMSException {
        return receiveNoWait();
    }

    public Message receive() throws JMSException {
        return receiveNoWait();
    }

    public String getMessageSelector() {
        return selector;
    }

    public void close() {
        if (!closed) {
            closed = true;
            giveBackReserved();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    void giveBack() throws JMSException {
        checkOpen();
        giveBackReserved();
    }

    private void giveBackReserved() {
        queue.forget(this);
        if (reserved != null) {
            FakeMessage message = reserved;
            reserved = null;
            queue.putBack(message);
        }
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }
}
