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
 * other beans get their turn. While it is not {@linkplain #admit admitted} it holds no message either.
 *
 * <p>Whoever changes the state, under this object's monitor, to one in which somebody is at work, is that one and alone
 * uses session and consumer; nobody calls the provider while holding the monitor. The {@link EndpointConnection} owns
 * it.
 */
final class EndpointSession implements Work {

    /** After so many messages the thread goes back to the server, and the next Work goes on. */
    private static final int MESSAGES_PER_WORK = 64;

    /** How long a thread waits for the next message before it goes back: longer than it takes to come by again. */
    private static final long LINGER_MILLIS = 10;

    private final EndpointActivation activation;
    private final EndpointConnection connection;
    private final XASession session;
    private final MessageConsumer consumer;
    private final AdapterXAResource resource;
    private final XAResource namedResource;
    private final BackOff backOff = new BackOff(10, 5_000);
    private State state = State.PARKED;
    private volatile boolean admitted;
    private Thread worker;
    private volatile boolean closing;
    private volatile boolean released;

    private enum State {
        /** No thread, and nothing is asked for: it must not. */
        PARKED,
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

    EndpointSession(EndpointActivation activation, EndpointConnection connection, XASession session,
            MessageConsumer consumer) {
        this.activation = activation;
        this.connection = connection;
        this.session = session;
        this.consumer = consumer;
        this.resource = new AdapterXAResource(session.getXAResource());
        this.namedResource = activation.named(resource);
    }

    /** Lets it wait for messages, or keeps it from that: what it delivers just now it completes. */
    void admit(boolean allowed) throws JMSException {
        synchronized (this) {
            admitted = allowed;
            if (!allowed || state != State.PARKED) {
                return;
            }
            state = State.WAITING;
        }
        connection.provider().onArrival(consumer, this::arrived);
    }

    /** Gives back what is reserved. The caller is at work here, and is not any more. */
    private void park() throws JMSException {
        connection.provider().giveBack(consumer);
        boolean admittedAgain;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.PARKED;
            admittedAgain = admitted;
            notifyAll();
        }
        if (admittedAgain) {
            admit(true);
        }
    }

    /** On a thread of the provider's, or on ours: a message is here. */
    private synchronized void arrived() {
        if (state == State.LINGERING) {
            state = State.DELIVERING;
            notifyAll();
        } else if (state == State.WAITING) {
            state = State.SCHEDULED;
            // Not from this thread: a server may let the caller wait until it has a thread for the Work.
            activation.tasks().run(0, this::requestWork);
        }
    }

    /** On the timer's thread. */
    private void requestWork() {
        if (isClosed()) {
            return;
        }
        try {
            if (admitted) {
                activation.schedule(this);
            } else {
                park();
            }
        } catch (WorkException e) {
            long delay = backOff.next();
            AdapterLog.deliveryNotCompleted(activation.name(), delay, e);
            activation.tasks().run(delay, this::requestWork);
        } catch (JMSException e) {
            activation.failed(e);
        }
    }

    /** True if it has a message, or will soon look for one. */
    synchronized boolean isBusy() {
        return state == State.SCHEDULED || state == State.DELIVERING;
    }

    private synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** On a thread of the server's, which gets it back with the context class loader that it had. */
    @Override
    public void run() {
        if (!enter()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader ofServer = thread.getContextClassLoader();
        try {
            deliver();
        } catch (ResourceException | RuntimeException e) {
            backOff(e);
        } catch (JMSException e) {
            activation.failed(e);
        } catch (Error e) {
            // The root of this thread's work: without a next Work the bean would never get a message again.
            backOff(e);
            throw e;
        } finally {
            handOver(State.WAITING);
            thread.setContextClassLoader(ofServer);
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
                if (admitted && connection.provider().hasMessage(consumer)) {
                    connection.sessionBusy();
                    if (!deliverNext(delivery)) {
                        retryLater(backOff.next());
                        return;
                    }
                }
            } while (nextArrived(attempts < MESSAGES_PER_WORK && !released));
        }
    }

    /** False if there was no message after all. */
    private boolean deliverNext(EndpointDelivery delivery) throws JMSException, ResourceException {
        boolean delivered = false;
        try {
            delivered = delivery.deliverNext();
            return delivered;
        } finally {
            Throwable failure = delivery.failure();
            if (failure != null) {
                activation.deliveryFailed(failure);
            } else if (delivered) {
                activation.deliverySucceeded();
            }
            if (delivered) {
                backOff.reset();
            }
        }
    }

    private EndpointDelivery newDelivery() throws UnavailableException {
        if (activation.isTransacted()) {
            MessageEndpoint endpoint = activation.factory().createEndpoint(namedResource);
            return EndpointDelivery.transacted(connection.provider(), endpoint, consumer, session, resource);
        }
        MessageEndpoint endpoint = activation.factory().createEndpoint(null);
        return EndpointDelivery.acknowledged(
                connection.provider(), endpoint, consumer, session, activation.name());
    }

    /**
     * Asks for the next message.
     *
     * @param linger whether to wait for it a moment
     * @return true if it is here and this thread shall deliver it; false if this thread has nothing more to do
     */
    private boolean nextArrived(boolean linger) throws JMSException {
        if (!closing && !admitted) {
            park();
            return false;
        }
        if (closing || !handOver(linger ? State.LINGERING : State.WAITING)) {
            return false;
        }
        connection.provider().onArrival(consumer, this::arrived);
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

    /** The server or the bean is not able to take messages: meanwhile others shall have them. */
    private void backOff(Throwable reason) {
        long delay = backOff.next();
        if (reason instanceof UnavailableException unavailable) {
            activation.noEndpoint(delay, unavailable);
        } else {
            AdapterLog.deliveryNotCompleted(activation.name(), delay, reason);
        }
        try {
            connection.provider().giveBack(consumer);
        } catch (JMSException e) {
            activation.failed(e);
        }
        retryLater(delay);
    }

    private void retryLater(long delayMillis) {
        if (handOver(State.SCHEDULED)) {
            activation.tasks().run(delayMillis, this::requestWork);
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

    /** Closes it unless it is at work. */
    boolean closeIfIdle() {
        synchronized (this) {
            if (state != State.WAITING && state != State.PARKED) {
                return false;
            }
            state = State.CLOSED;
        }
        closeSession();
        return true;
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
        closeSession();
        return finished;
    }

    private void closeSession() {
        try {
            session.close();
        } catch (JMSException e) {
            AdapterLog.inboundDebug("Could not close a session of " + activation.name(), e);
        }
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
