package org.escrowmq.broker.client;

import io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * The threads of connections to other brokers, one set for each who has such. Artemis' client would share its own among
 * all of a process, for as long as that lives; these end with their owner, and have nobody's context class loader but
 * ours. Each connection has one for its socket: those that the client would share are also an embedded broker's for its
 * cluster, and those of whoever else uses the client, so nobody may end them.
 *
 * <p>Safe for use by several threads. Whoever makes it closes it, after the connections.
 */
public final class RemoteThreads implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService pool;
    private final ScheduledThreadPoolExecutor scheduled;
    private final Set<EventLoop> sockets = ConcurrentHashMap.newKeySet();

    /** Starts none yet. */
    public RemoteThreads() {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            adopt(thread);
            return thread;
        };
        pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        scheduled = new ScheduledThreadPoolExecutor(1, factory);
        scheduled.setRemoveOnCancelPolicy(true);
    }

    private void adopt(Thread thread) {
        thread.setName("escrowmq-remote-" + numbers.incrementAndGet());
        thread.setContextClassLoader(RemoteThreads.class.getClassLoader());
    }

    /** Takes over the thread of a socket, which ends with the connection. */
    void adopt(EventLoop socket) {
        sockets.add(socket);
        socket.terminationFuture().addListener(ended -> sockets.remove(socket));
        try {
            socket.execute(() -> adopt(Thread.currentThread()));
        } catch (RejectedExecutionException e) {
            // The connection is lost already, and its thread with it.
            sockets.remove(socket);
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
            scheduled.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // Their connections are closed; only the time is shortened that they wait for more to do.
        sockets.forEach(socket -> socket.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS));
        sockets.forEach(socket -> socket.terminationFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
    }
}
