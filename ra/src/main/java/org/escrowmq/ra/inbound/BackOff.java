package org.escrowmq.ra.inbound;

/** Waiting times that double from one failure to the next, up to a limit. Safe for use by several threads. */
final class BackOff {

    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    BackOff(long firstMillis, long longestMillis) {
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.nextMillis = firstMillis;
    }

    /** How long to wait after this failure. */
    synchronized long next() {
        long now = nextMillis;
        nextMillis = Math.min(longestMillis, now * 2);
        return now;
    }

    /** It works again. */
    synchronized void reset() {
        nextMillis = firstMillis;
    }
}
