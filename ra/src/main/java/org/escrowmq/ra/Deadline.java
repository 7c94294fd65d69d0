package org.escrowmq.ra;

import java.util.concurrent.TimeUnit;

/** A moment until which several waits together may last. Immutable. */
public final class Deadline {

    private final long nanoTime;
    private final long allowedMillis;

    private Deadline(long allowedMillis) {
        this.allowedMillis = allowedMillis;
        this.nanoTime = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(allowedMillis);
    }

    /** So many milliseconds from now. */
    public static Deadline after(long millis) {
        return new Deadline(millis);
    }

    /** What is left, rounded up; 0 or less once it has passed. */
    public long remainingMillis() {
        long nanos = nanoTime - System.nanoTime();
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    /** How long it was when it was made. */
    public long allowedMillis() {
        return allowedMillis;
    }
}
