package org.escrowmq.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import java.util.HashSet;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Runs short tasks later, or at once on another thread than the caller's, on a timer of the server's (Connectors 4.6).
 *
 * <p>Tasks run one after the other; longer work they hand to the WorkManager. Safe for use by several threads. The
 * {@link EscrowResourceAdapter} owns it.
 */
public final class DelayedTasks implements AutoCloseable {

    private final Timer timer;

    /** Takes a timer from the server, or an own daemon if the server has none to give. */
    DelayedTasks(BootstrapContext context) {
        this.timer = timerOf(context);
    }

    private static Timer timerOf(BootstrapContext context) {
        try {
            return context.createTimer();
        } catch (UnavailableException e) {
            AdapterLog.noServerTimer(e);
            return new Timer("escrowmq-timer", true);
        }
    }

    /** Tasks that are dropped together. */
    public Group group() {
        return new Group();
    }

    /** Drops what has not run yet. */
    @Override
    public void close() {
        timer.cancel();
    }

    /**
     * Tasks that are dropped together: what has not run when it is closed never runs, and holds on to nothing, though
     * the timer may keep its shell until it is due. Safe for use by several threads.
     */
    public final class Group implements AutoCloseable {

        private final Set<Guarded> waiting = new HashSet<>();
        private boolean closed;

        private Group() { }

        /**
         * Runs a task on the timer's thread.
         *
         * @param delayMillis how long to wait before; 0 for at once
         */
        public void run(long delayMillis, Runnable task) {
            Guarded guarded = new Guarded(this, task);
            synchronized (this) {
                if (closed) {
                    return;
                }
                waiting.add(guarded);
            }
            try {
                timer.schedule(guarded, delayMillis);
            } catch (IllegalStateException e) {
                // The timer is cancelled: the adapter stops, and nothing that waits has a meaning any more.
                AdapterLog.debug("Dropped a task because the adapter stops: " + e.getMessage());
                takes(guarded);
            }
        }

        /** True if the task is still to be run, which the caller now does. */
        private synchronized boolean takes(Guarded task) {
            return waiting.remove(task);
        }

        @Override
        public synchronized void close() {
            closed = true;
            waiting.forEach(Guarded::drop);
            waiting.clear();
        }
    }

    /** A root of the timer's thread: what escapes it would end the timer for everybody. */
    private static final class Guarded extends TimerTask {

        private volatile Group group;
        private volatile Runnable task;

        Guarded(Group group, Runnable task) {
            this.group = group;
            this.task = task;
        }

        void drop() {
            cancel();
            group = null;
            task = null;
        }

        @Override
        public void run() {
            Group owner = group;
            Runnable due = task;
            if (owner == null || due == null || !owner.takes(this)) {
                return;
            }
            try {
                due.run();
            } catch (RuntimeException e) {
                AdapterLog.taskFailed(e);
            }
        }
    }
}
