package org.escrowmq.jms;

import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.DeliveryListener;

/**
 * Where the broker's threads leave deliveries and the session's thread takes them.
 *
 * <p>It asks the broker for one message at a time and only while somebody wants one: a consumer that nobody reads from
 * holds nothing back from the others. Only who says so has messages reserved {@linkplain #setAhead ahead}. While the
 * connection is stopped, and around a rollback, it is <em>idle</em>: it asks for nothing and has given back what it
 * held.
 *
 * <p>Lock order: the broker calls {@link #onDelivery} holding locks of its own, so nothing here calls the broker while
 * holding this object's monitor.
 */
final class DeliveryBuffer implements DeliveryListener {

    /** How long {@code receiveNoWait} waits for the broker to say that there is nothing. */
    private static final long NO_WAIT_LIMIT_SECONDS = 30;

    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private BrokerConsumer source;
    private int requested;
    private int ahead;
    private boolean abandoned;
    private boolean started;
    private boolean suspended;
    private boolean closed;
    private JMSException failure;
    private int receivers;
    private Runnable arrivalAction;
    private boolean arrivalRepeats;

    /** Names the consumer that deliveries come from; called once, before anything is asked for. */
    synchronized void bind(BrokerConsumer consumer) {
        source = consumer;
    }

    @Override
    public void onDelivery(Delivery delivery) {
        Runnable action;
        synchronized (this) {
            requested = Math.max(0, requested - 1);
            deliveries.add(delivery);
            notifyAll();
            action = dueArrivalAction();
        }
        if (action != null) {
            action.run();
        }
    }

    /** Whoever waits for an arrival must learn that there will be none. */
    @Override
    public void onClosedByBroker(JMSException reason) {
        Runnable action;
        synchronized (this) {
            action = arrivalAction;
            fail(reason);
        }
        if (action != null) {
            action.run();
        }
    }

    /** Closes because nothing can come any more: whoever waits here, or asks later, is told why. */
    synchronized void fail(JMSException reason) {
        if (!closed) {
            failure = reason;
            close();
        }
    }

    /** How many messages are to be reserved while the last one that was taken is in use. */
    synchronized void setAhead(int messages) {
        ahead = messages;
    }

    /** Gives everything back and asks for nothing until somebody wants something again. */
    void abandon() throws JMSException {
        synchronized (this) {
            arrivalAction = null;
            abandoned = true;
        }
        giveBack(null);
    }

    /** Starts with the connection: asks the broker if somebody is waiting. */
    void start() {
        synchronized (this) {
            started = true;
        }
        runArrivalActionOrAsk();
    }

    /** Stops with the connection: what is here goes back to the queue for others. */
    void stop() throws JMSException {
        synchronized (this) {
            started = false;
        }
        giveBack(null);
    }

    /** Gives everything back, in a transaction about to be rolled back, and asks for nothing until {@link #resume}. */
    void suspend(BrokerTransaction transaction) throws JMSException {
        synchronized (this) {
            suspended = true;
        }
        giveBack(transaction);
    }

    /** Ends {@link #suspend}. */
    void resume() {
        synchronized (this) {
            suspended = false;
        }
        runArrivalActionOrAsk();
    }

    /** Wakes and dismisses whoever waits here. What was not taken goes back when the broker's consumer closes. */
    synchronized void close() {
        closed = true;
        deliveries.clear();
        arrivalAction = null;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean hasDelivery() {
        return isActive() && !deliveries.isEmpty();
    }

    /** Takes what is here, without looking further; null if nothing is. */
    synchronized Delivery poll() {
        return isActive() ? deliveries.poll() : null;
    }

    /** Null says that there is nothing now; a caller that is told so for ever would wait for ever. */
    private synchronized void throwFailure() throws JMSException {
        if (failure != null) {
            JMSException told = new JMSException(failure.getMessage(), failure.getErrorCode());
            told.initCause(failure);
            throw told;
        }
    }

    private Delivery pollAndAsk() {
        Delivery here = poll();
        if (here != null) {
            ask(false);
        }
        return here;
    }

    /** Takes what is here or in the queue now; null if nothing is. */
    Delivery receiveNoWait() throws JMSException {
        throwFailure();
        Delivery here = pollAndAsk();
        if (here != null) {
            return here;
        }
        if (!ask(true)) {
            return poll();
        }
        CountDownLatch pendingDelivered = new CountDownLatch(1);
        source.afterPending(pendingDelivered::countDown);
        try {
            if (!pendingDelivered.await(NO_WAIT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new JMSException("The broker did not say within " + NO_WAIT_LIMIT_SECONDS
                        + " s whether there is a message");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            withdrawRequest();
        }
        return pollAndAsk();
    }

    /**
     * Takes the next delivery, waiting for it.
     *
     * @param timeoutMillis how long to wait, 0 for ever
     * @return the delivery, or null if time ran out or the consumer was closed
     */
    Delivery receive(long timeoutMillis) throws JMSException {
        Delivery taken;
        synchronized (this) {
            receivers++;
        }
        try {
            ask(false);
            taken = await(timeoutMillis);
        } finally {
            synchronized (this) {
                receivers--;
            }
        }
        if (taken == null) {
            throwFailure();
        } else {
            ask(false);
        }
        if (taken == null && !isClosed()) {
            withdrawRequest();
            taken = poll();
        }
        return taken;
    }

    /**
     * Runs an action when a delivery is here, and at once if one is.
     *
     * @param repeats true to run it for every delivery, false for the next one only
     */
    void onArrival(Runnable action, boolean repeats) {
        synchronized (this) {
            abandoned = false;
            arrivalAction = action;
            arrivalRepeats = repeats;
        }
        runArrivalActionOrAsk();
    }

    /** Runs the arrival action if a delivery is here, else asks the broker if somebody wants one. */
    void runArrivalActionOrAsk() {
        Runnable action;
        synchronized (this) {
            action = dueArrivalAction();
        }
        if (action != null) {
            action.run();
        } else {
            ask(false);
        }
    }

    /** Asks the broker for what is wanted and not asked for yet; false if it is asked for nothing now. */
    private boolean ask(boolean onBehalfOfCaller) {
        int missing;
        synchronized (this) {
            if (!isActive()) {
                return false;
            }
            boolean wanted = onBehalfOfCaller || receivers > 0 || arrivalAction != null;
            int reserved = abandoned ? 0 : ahead;
            missing = Math.max(reserved, wanted ? 1 : 0) - deliveries.size() - requested;
            if (missing <= 0) {
                return requested > 0;
            }
            requested += missing;
        }
        source.request(missing);
        return true;
    }

    private synchronized Delivery await(long timeoutMillis) throws JMSException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (!closed && !(isActive() && !deliveries.isEmpty())) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (timeoutMillis == 0) {
                    wait();
                } else if (left > 0) {
                    wait(left);
                } else {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return poll();
    }

    /** Takes back what was asked for, unless somebody else still wants it. */
    private void withdrawRequest() throws JMSException {
        synchronized (this) {
            if (closed || arrivalAction != null) {
                return;
            }
        }
        source.cancelRequests();
        synchronized (this) {
            requested = 0;
        }
    }

    private void giveBack(BrokerTransaction transaction) throws JMSException {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        source.cancelRequests();
        synchronized (this) {
            requested = 0;
            deliveries.clear();
        }
        source.release(transaction);
    }

    private boolean isActive() {
        return started && !suspended && !closed;
    }

    private Runnable dueArrivalAction() {
        if (!isActive() || deliveries.isEmpty()) {
            return null;
        }
        Runnable action = arrivalAction;
        if (!arrivalRepeats) {
            arrivalAction = null;
        }
        return action;
    }

    private static JMSException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        JMSException interrupted = new JMSException("The thread was interrupted while it waited for a message");
        interrupted.initCause(e);
        return interrupted;
    }
}
