package org.escrowmq.ra.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/** A timer whose time passes when the test says so. */
public final class ManualTimer extends Timer {

    private final List<TimerTask> tasks = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private boolean cancelled;

    public ManualTimer() {
        super(true);
        super.cancel();
    }

    @Override
    public synchronized void schedule(TimerTask task, long delay) {
        if (cancelled) {
            throw new IllegalStateException("Timer already cancelled.");
        }
        tasks.add(task);
        delays.add(delay);
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        tasks.clear();
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Runs everything that was scheduled before this call; says whether there was anything. */
    public boolean runScheduled() {
        List<TimerTask> due;
        synchronized (this) {
            due = List.copyOf(tasks);
            tasks.clear();
        }
        due.forEach(TimerTask::run);
        return !due.isEmpty();
    }

    /** The delays asked for since the last call, without those of 0. */
    public synchronized List<Long> takeDelays() {
        List<Long> taken = delays.stream().filter(delay -> delay > 0).toList();
        delays.clear();
        return taken;
    }
}
