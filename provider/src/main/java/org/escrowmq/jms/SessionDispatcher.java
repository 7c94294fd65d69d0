package org.escrowmq.jms;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Calls the message listeners of one session, one message at a time and never two at once (specification 8.7).
 *
 * <p>Consumers report themselves ready from any thread; the work runs on the connection's threads. {@link #stop} and
 * {@link #awaitIdle} wait for a listener in progress, unless it is the listener itself that calls.
 */
final class SessionDispatcher {

    private final Executor threads;
    private final Queue<EscrowMessageConsumer> ready = new ArrayDeque<>();
    private boolean started;
    private boolean scheduled;
    private EscrowMessageConsumer current;
    private Thread currentThread;

    SessionDispatcher(Executor threads) {
        this.threads = threads;
    }

    /** Says that a consumer has a delivery for its listener. */
    synchronized void ready(EscrowMessageConsumer consumer) {
        if (!ready.contains(consumer)) {
            ready.add(consumer);
        }
        schedule();
    }

    synchronized void start() {
        started = true;
        schedule();
    }

    /** Keeps further listeners from being called and waits until the one in progress has returned. */
    synchronized void stop() {
        started = false;
        awaitWhile(null);
    }

    /** Waits until this consumer's listener is not in progress. */
    synchronized void awaitIdle(EscrowMessageConsumer consumer) {
        ready.remove(consumer);
        awaitWhile(consumer);
    }

    /** True if the calling thread is inside a listener of this session. */
    synchronized boolean isCalledFromListener() {
        return currentThread == Thread.currentThread();
    }

    private void awaitWhile(EscrowMessageConsumer consumer) {
        boolean interrupted = false;
        while (current != null && currentThread != Thread.currentThread()
                && (consumer == null || consumer == current)) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The specification wants the listener finished before stop and close return: wait on, tell it later.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule() {
        if (started && !scheduled && !ready.isEmpty()) {
            scheduled = true;
            threads.execute(this::dispatchAll);
        }
    }

    private void dispatchAll() {
        for (EscrowMessageConsumer next = takeReady(); next != null; next = takeReady()) {
            try {
                next.dispatch();
            } finally {
                dispatched();
            }
        }
    }

    private synchronized EscrowMessageConsumer takeReady() {
        current = started ? ready.poll() : null;
        if (current == null) {
            scheduled = false;
        } else {
            currentThread = Thread.currentThread();
        }
        return current;
    }

    private synchronized void dispatched() {
        current = null;
        currentThread = null;
        notifyAll();
    }
}
