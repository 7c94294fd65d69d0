package org.escrowmq.jms;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which a connection calls listeners: made when needed, gone when idle for a while or closed. They carry
 * the context class loader of the thread that created the connection, which is the application's.
 */
final class ListenerThreads implements Executor {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final long IDLE_SECONDS = 5;

    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread,
            new ThreadPoolExecutor.DiscardPolicy());

    /** Runs a task; after {@link #close} it is dropped, as there is nobody left to listen. */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    void close() {
        pool.shutdown();
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "escrowmq-listener-" + COUNTER.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(contextClassLoader);
        return thread;
    }
}
