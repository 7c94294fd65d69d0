package org.escrowmq.jms;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Calls the message listeners and completion listeners of one session, never two at once (specification 6.2.13, 7.3.8).
 *
 * <p>Consumers report themselves ready, and sends completed, from any thread; the work runs on the connection's
 * threads. {@link #stop} and {@link #awaitIdle} wait for a listener in progress, unless it is the listener itself that
 * calls. Completions are told also while the connection is stopped.
 */
final class SessionDispatcher {

    private final Executor threads;
    private final Queue<EscrowMessageConsumer> ready = new ArrayDeque<>();
    private final Queue<Runnable> completed = new ArrayDeque<>();
    private int sendsInProgress;
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

    /** An asynchronous send begins; {@link #sendCompleted} ends it. */
    synchronized void sendBegins() {
        sendsInProgress++;
    }

    /** Says that the oldest asynchronous send in progress is over, and how to tell its listener. */
    synchronized void sendCompleted(Runnable tellListener) {
        completed.add(tellListener);
        schedule();
    }

    /** Waits until every asynchronous send is over and its listener has been told (specification 7.3.4). */
    synchronized void awaitSends() {
        awaitWhile(() -> sendsInProgress > 0);
    }

    synchronized void start() {
        started = true;
        schedule();
    }

    /** Keeps further listeners from being called and waits until the one in progress has returned. */
    synchronized void stop() {
        started = false;
        awaitWhile(() -> currentThread != null);
    }

    /** Waits until this consumer's listener is not in progress. */
    synchronized void awaitIdle(EscrowMessageConsumer consumer) {
        ready.remove(consumer);
        awaitWhile(() -> current == consumer);
    }

    /** True if the calling thread is inside a message listener or completion listener of this session. */
    synchronized boolean isCalledFromListener() {
        return currentThread == Thread.currentThread();
    }

    /** True if the calling thread is inside a message listener of this session. */
    synchronized boolean isCalledFromMessageListener() {
        return isCalledFromListener() && current != null;
    }

    /** True if the calling thread is inside a completion listener of this session. */
    synchronized boolean isCalledFromCompletionListener() {
        return isCalledFromListener() && current == null;
    }

    private void awaitWhile(BooleanSupplier busy) {
        boolean interrupted = false;
        while (busy.getAsBoolean() && !isCalledFromListener()) {
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
        if (!scheduled && (started && !ready.isEmpty() || !completed.isEmpty())) {
            scheduled = true;
            threads.execute(this::dispatchAll);
        }
    }

    private void dispatchAll() {
        for (Runnable next = takeNext(); next != null; next = takeNext()) {
            try {
                next.run();
            } finally {
                dispatched();
            }
        }
    }

    private synchronized Runnable takeNext() {
        Runnable next = completed.poll();
        if (next == null && started) {
            current = ready.poll();
            next = current == null ? null : current::dispatch;
        }
        if (next == null) {
            scheduled = false;
        } else {
            currentThread = Thread.currentThread();
        }
        return next;
    }

    private synchronized void dispatched() {
        if (current == null) {
            sendsInProgress--;
        }
        current = null;
        currentThread = null;
        notifyAll();
    }
}
