package org.escrowmq.broker.process;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs something on a thread of its own, whose context class loader is the provider's.
 *
 * <p>Threads inherit the context class loader of the thread that starts them. Those that the engine starts must not
 * hold on to the class loader of the application that happened to open or close the broker, and the application's
 * thread must not be left with the engine's thread locals.
 */
public final class OwnThread {

    private final FutureTask<Void> task;
    private final Thread thread;

    private OwnThread(FutureTask<Void> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    public static OwnThread start(String name, Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        return new OwnThread(task, thread);
    }

    /** Waits for the end however long it takes, through interruptions, which are passed on afterwards. */
    public void join() {
        join(TimeUnit.DAYS.toMillis(10_000));
    }

    /**
     * Waits for the end, through interruptions, which are passed on afterwards.
     *
     * @return false if it has not ended in time
     */
    public boolean join(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        boolean interrupted = false;
        try {
            long left = millis;
            while (thread.isAlive() && left > 0) {
                try {
                    thread.join(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
            return !thread.isAlive();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The task, to ask what became of it once {@link #join} has returned true. */
    public FutureTask<Void> outcome() {
        return task;
    }
}
