package org.escrowmq.it.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits after a load until the application has nothing more to do. Stateless. */
public final class Settling {

    /** Without any progress for so long what is pending is lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 500;

    private Settling() {
    }

    /** Whether everything is decided that the application cannot see. */
    @FunctionalInterface
    public interface Decided {
        boolean holds() throws IOException;
    }

    /**
     * Waits until everything is consumed and decided, or until nothing moves any more. The caller's account says which.
     *
     * @param atLeast how long to wait in any case
     */
    public static Sample.Totals await(Sample sample, Duration atLeast, Decided decided)
            throws IOException, InterruptedException {
        long earliest = System.nanoTime() + atLeast.toNanos();
        long moved = System.nanoTime();
        Sample.Totals totals = sample.totals();
        while ((System.nanoTime() < earliest || !totals.complete() || !decided.holds())
                && System.nanoTime() - moved < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            Sample.Totals now = sample.totals();
            if (!now.equals(totals)) {
                moved = System.nanoTime();
                totals = now;
            }
        }
        return totals;
    }
}
