package org.escrowmq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.Deadline;
import org.escrowmq.ra.recovery.AdapterXAResource;

/**
 * A session with a consumer that delivers one message at a time to a message-driven bean.
 *
 * <p>While there is no message it holds no thread: it asks the provider to be told, and then asks the server for a
 * thread (a {@link Work}). That thread delivers as long as messages come at short intervals, but not for ever, so that
 * other beans get their turn.
 *
 * <p>The thread of the Work alone uses session and consumer; everything else only changes the state, under this
 * object's monitor, and never calls the provider while holding it. The {@link EndpointConnection} owns it.
 */
final class EndpointSession implements Work {

    /** After so many messages the thread goes back to the server, and the next Work goes on. */
    private static final int MESSAGES_PER_WORK = 64;

    /** How long a thread waits for the next message before it goes back: longer than it takes to come by again. */
    private static final long LINGER_MILLIS = 10;

    private final EndpointActivation activation;
    private final XASession session;
    private final MessageConsumer consumer;
    private final XAResource resource;
    private final BackOff backOff = new BackOff(10, 5_000);
    private State state = State.WAITING;
    private Thread worker;
    private volatile boolean closing;
    private volatile boolean released;

    private enum State {
        /** No thread; the provider will call {@link #arrived}. */
        WAITING,
        /** No thread; a Work is requested, or will be after a while. */
        SCHEDULED,
        /** A thread is delivering. */
        DELIVERING,
        /** A thread waits a moment for {@link #arrived}. */
        LINGERING,
        /** Over. */
        CLOSED
    }

    EndpointSession(EndpointActivation activation, XASession session, MessageConsumer consumer) {
        this.activation = activation;
        this.session = session;
        this.consumer = consumer;
        this.resource = activation.named(new AdapterXAResource(session.getXAResource()));
    }

    /** Begins to wait for the first message. Called once, before there is any Work. */
    void begin() throws JMSException {
        activation.provider().onArrival(consumer, this::arrived);
    }

    /** On a thread of the provider's, or on ours: a message is here. */
    private synchronized void arrived() {
        if (state == State.LINGERING) {
            state = State.DELIVERING;
            notifyAll();
        } else if (state == State.WAITING) {
            state = State.SCHEDULED;
            // Not from this thread: a server may let the caller wait until it has a thread for the Work.
            activation.delayedTasks().run(0, this::requestWork);
        }
    }

    /** On the timer's thread. */
    private void requestWork() {
        if (isClosed()) {
            return;
        }
        try {
            activation.workManager().scheduleWork(this);
        } catch (WorkException e) {
            long delay = backOff.next();
            AdapterLog.deliveryNotCompleted(activation.name(), delay, e);
            activation.delayedTasks().run(delay, this::requestWork);
        }
    }

    private synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** On a thread of the server's. */
    @Override
    public void run() {
        if (!enter()) {
            return;
        }
        try {
            deliver();
        } catch (ResourceException | RuntimeException e) {
            pause(e);
        } catch (JMSException e) {
            activation.failed(e);
        } catch (Error e) {
            // The root of this thread's work: without a next Work the bean would never get a message again.
            pause(e);
            throw e;
        } finally {
            handOver(State.WAITING);
        }
    }

    private synchronized boolean enter() {
        if (state != State.SCHEDULED) {
            return false;
        }
        state = State.DELIVERING;
        worker = Thread.currentThread();
        return true;
    }

    private void deliver() throws JMSException, ResourceException {
        if (closing) {
            return;
        }
        try (EndpointDelivery delivery = newDelivery()) {
            int attempts = 0;
            do {
                attempts++;
                if (activation.provider().hasMessage(consumer)) {
                    if (!delivery.deliverNext()) {
                        retryLater(backOff.next());
                        return;
                    }
                    backOff.reset();
                    activation.delivered();
                }
            } while (nextArrived(attempts < MESSAGES_PER_WORK && !released));
        }
    }

    private EndpointDelivery newDelivery() throws UnavailableException {
        if (activation.isTransacted()) {
            MessageEndpoint endpoint = activation.factory().createEndpoint(resource);
            return EndpointDelivery.transacted(activation.provider(), endpoint, consumer);
        }
        MessageEndpoint endpoint = activation.factory().createEndpoint(null);
        return EndpointDelivery.acknowledged(
                activation.provider(), endpoint, consumer, session, activation.name());
    }

    /**
     * Asks for the next message.
     *
     * @param linger whether to wait for it a moment
     * @return true if it is here and this thread shall deliver it; false if this thread has nothing more to do
     */
    private boolean nextArrived(boolean linger) throws JMSException {
        if (closing || !handOver(linger ? State.LINGERING : State.WAITING)) {
            return false;
        }
        activation.provider().onArrival(consumer, this::arrived);
        return linger && awaitArrival();
    }

    private synchronized boolean awaitArrival() {
        Deadline deadline = Deadline.after(LINGER_MILLIS);
        while (state == State.LINGERING && !closing && deadline.remainingMillis() > 0) {
            waitFor(deadline);
        }
        if (state == State.LINGERING) {
            handOver(State.WAITING);
        }
        return state == State.DELIVERING && !closing;
    }

    /** Moves on from the states in which a thread is busy here, if that is still this thread. */
    private synchronized boolean handOver(State to) {
        if (!inFlight() || worker != Thread.currentThread()) {
            return false;
        }
        state = to;
        notifyAll();
        return true;
    }

    /** The server or the bean is not able to take messages. */
    private void pause(Throwable reason) {
        long delay = backOff.next();
        AdapterLog.deliveryNotCompleted(activation.name(), delay, reason);
        retryLater(delay);
    }

    private void retryLater(long delayMillis) {
        if (handOver(State.SCHEDULED)) {
            activation.delayedTasks().run(delayMillis, this::requestWork);
        }
    }

    /** The server wants its thread back. */
    @Override
    public void release() {
        released = true;
    }

    /** No further delivery begins. */
    synchronized void stopTaking() {
        closing = true;
        notifyAll();
    }

    /**
     * Waits for the delivery in flight and closes. If that takes longer than allowed, the session is closed under it:
     * its transaction then cannot commit unless it is prepared.
     *
     * @return false if a delivery was still in flight
     */
    boolean close(Deadline deadline) {
        boolean finished;
        synchronized (this) {
            closing = true;
            notifyAll();
            while (inFlight() && deadline.remainingMillis() > 0 && !Thread.currentThread().isInterrupted()) {
                waitFor(deadline);
            }
            finished = !inFlight();
            state = State.CLOSED;
        }
        try {
            session.close();
        } catch (JMSException e) {
            AdapterLog.inboundDebug("Could not close a session of " + activation.name(), e);
        }
        return finished;
    }

    private boolean inFlight() {
        return state == State.DELIVERING || state == State.LINGERING;
    }

    private void waitFor(Deadline deadline) {
        try {
            wait(Math.max(1, deadline.remainingMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
