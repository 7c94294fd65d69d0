package org.escrowmq.it.crash.victim;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The helper of the rules in {@code points.btm}: counts how often the point of this run is reached, and at the hit that
 * was asked for says so and never returns, holding whatever locks are held there. The kill then finds the process at
 * exactly this point. Thread-safe; one for each rule, made by Byteman, so what it knows is static.
 */
public class Points {

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile Wire listener;

    /**
     * Starts to count.
     *
     * @param wire told when the hit is reached
     * @param hit which one, from 1
     */
    static void arm(Wire wire, int hit) {
        LEFT.set(hit);
        listener = wire;
    }

    /** Counts no more. */
    static void disarm() {
        listener = null;
    }

    /** A thread is at the point. */
    public void reached(String point) {
        Wire wire = listener;
        if (wire == null || LEFT.decrementAndGet() != 0) {
            return;
        }
        wire.tell(Wire.POINT + " " + point);
        while (true) {
            LockSupport.park(this);
        }
    }
}
