package org.escrowmq.it.bench.scenario;

import org.HdrHistogram.Histogram;

/** The latencies of one worker, while they count. Safe for use by several threads: a completion may come on any. */
final class Samples {

    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(DIGITS);
    private boolean counting;
    private long completed;

    synchronized void count(boolean whether) {
        counting = whether;
    }

    /** An operation that began then is complete. */
    void done(long startNanos) {
        long now = System.nanoTime();
        synchronized (this) {
            completed++;
            if (counting) {
                latencies.recordValue(now - startNanos);
            }
        }
    }

    /** How many are complete, counted ones and others. */
    synchronized long completed() {
        return completed;
    }

    synchronized void addTo(Histogram all) {
        all.add(latencies);
    }
}
