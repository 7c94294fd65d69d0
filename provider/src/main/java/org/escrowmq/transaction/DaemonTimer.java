package org.escrowmq.transaction;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs timeouts on one daemon thread, which exists from the first timeout until {@link #close}.
 *
 * <p>Safe for use by several threads. Owned by {@link Branches}.
 */
final class DaemonTimer implements BranchTimer {

    private static final long CLOSE_LIMIT_SECONDS = 10;

    private final String threadName;
    private ScheduledThreadPoolExecutor executor;
    private boolean closed;

    DaemonTimer(String threadName) {
        this.threadName = threadName;
    }

    @Override
    public Alarm schedule(int seconds, Runnable action) {
        ScheduledThreadPoolExecutor running = executor();
        if (running == null) {
            return Alarm.NONE;
        }
        try {
            Future<?> scheduled = running.schedule(() -> run(action), seconds, TimeUnit.SECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed in between: whoever closes rolls back what there is.
            return Alarm.NONE;
        }
    }

    @Override
    public void close() {
        ScheduledThreadPoolExecutor running;
        synchronized (this) {
            closed = true;
            running = executor;
        }
        if (running == null) {
            return;
        }
        running.shutdownNow();
        try {
            if (!running.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                TransactionLog.timerStuck(threadName);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ScheduledThreadPoolExecutor executor() {
        if (executor == null && !closed) {
            executor = new ScheduledThreadPoolExecutor(1, this::thread);
            executor.setRemoveOnCancelPolicy(true);
        }
        return executor;
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // Nobody else would ever hear of it: what the executor keeps is not asked for.
            TransactionLog.timeoutFailed(threadName, e);
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        // Not the caller's: an application's class loader must not live on in a thread of ours.
        thread.setContextClassLoader(DaemonTimer.class.getClassLoader());
        return thread;
    }
}
