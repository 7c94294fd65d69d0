package org.escrowmq.broker.client;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.remoting.impl.netty.SharedEventLoopGroup;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * The threads of connections to other brokers, one set for each who has such. Artemis' client would share its own among
 * all of a process, for as long as that lives; these end with their owner, and have nobody's context class loader but
 * ours.
 *
 * <p>Safe for use by several threads. Whoever makes it closes it, after the connections.
 */
public final class RemoteThreads implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    /** The client's threads for sockets are shared by all sets of this class loader. */
    private static int users;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService pool;
    private final ScheduledThreadPoolExecutor scheduled;

    /** Starts none yet. */
    public RemoteThreads() {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "escrowmq-remote-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(RemoteThreads.class.getClassLoader());
            return thread;
        };
        pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        scheduled = new ScheduledThreadPoolExecutor(1, factory);
        scheduled.setRemoveOnCancelPolicy(true);
        synchronized (RemoteThreads.class) {
            users++;
        }
    }

    ExecutorService pool() {
        return pool;
    }

    ScheduledThreadPoolExecutor scheduled() {
        return scheduled;
    }

    /** Runs one task after the other. */
    public Executor ordered() {
        return new OrderedExecutor(pool);
    }

    /** Runs something after a while; not if this is closed by then. */
    public void later(long millis, Runnable action) {
        try {
            scheduled.schedule(() -> pool.execute(action), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nobody waits for it any more.
            return;
        }
    }

    /** Lets what is running end, within a bound, and leaves no thread. */
    @Override
    public void close() {
        scheduled.shutdownNow();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
        synchronized (RemoteThreads.class) {
            users--;
            if (users == 0) {
                SharedEventLoopGroup.forceShutdown();
            }
        }
    }
}
