package org.escrowmq.transaction;

import java.util.ArrayList;
import java.util.List;

/** A timer whose time passes when the test says so, on the test's thread. */
final class ManualTimer implements BranchTimer {

    private record Entry(long due, Runnable action) { }

    private final List<Entry> entries = new ArrayList<>();
    private long now;
    private boolean closed;

    @Override
    public synchronized Alarm schedule(int seconds, Runnable action) {
        Entry entry = new Entry(now + seconds, action);
        entries.add(entry);
        return () -> cancel(entry);
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.clear();
    }

    /** Lets time pass. */
    void advance(int seconds) {
        List<Entry> due;
        synchronized (this) {
            now += seconds;
            due = entries.stream().filter(entry -> entry.due() <= now).toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.action().run());
    }

    /** How many timeouts have neither come nor been cancelled. */
    synchronized int pending() {
        return entries.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void cancel(Entry entry) {
        entries.remove(entry);
    }
}
