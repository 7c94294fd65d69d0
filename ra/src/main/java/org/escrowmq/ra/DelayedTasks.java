package org.escrowmq.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
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
            AdapterLog.debug("The server has no timer for us: " + e.getMessage());
            return new Timer("escrowmq-timer", true);
        }
    }

    /**
     * Runs a task on the timer's thread.
     *
     * @param delayMillis how long to wait before; 0 for at once
     */
    public void run(long delayMillis, Runnable task) {
        try {
            timer.schedule(new Guarded(task), delayMillis);
        } catch (IllegalStateException e) {
            // The timer is cancelled: the adapter stops, and nothing that waits has a meaning any more.
            AdapterLog.debug("Dropped a task because the adapter stops: " + e.getMessage());
        }
    }

    /** Drops what has not run yet. */
    @Override
    public void close() {
        timer.cancel();
    }

    /** A root of the timer's thread: what escapes it would end the timer for everybody. */
    private static final class Guarded extends TimerTask {

        private final Runnable task;

        Guarded(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } catch (RuntimeException e) {
                AdapterLog.taskFailed(e);
            }
        }
    }
}
