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

    private static final long CLOSE_LIMIT_MILLIS = 10_000;

    private final String threadName;
    private ScheduledThreadPoolExecutor executor;
    private Thread thread;
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
        Thread ending;
        synchronized (this) {
            closed = true;
            if (executor == null) {
                return;
            }
            executor.shutdown();
            ending = thread;
        }
        if (ending == null || ending == Thread.currentThread()) {
            return;
        }
        try {
            // The thread itself: the executor calls itself terminated a moment before its thread ends.
            ending.join(CLOSE_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ending.isAlive()) {
            TransactionLog.timerStuck(threadName);
        }
    }

    private synchronized ScheduledThreadPoolExecutor executor() {
        if (executor == null && !closed) {
            executor = new ScheduledThreadPoolExecutor(1, this::newThread);
            executor.setRemoveOnCancelPolicy(true);
            // So that a close can do without interrupting a rollback: an interrupt may close the files under it.
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
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

    private synchronized Thread newThread(Runnable task) {
        thread = new Thread(task, threadName);
        thread.setDaemon(true);
        // Not the caller's: an application's class loader must not live on in a thread of ours.
        thread.setContextClassLoader(DaemonTimer.class.getClassLoader());
        return thread;
    }
}
