package org.escrowmq.it.crash.victim;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The helper of the rules in {@code points.btm}: counts how often the point of this run is reached, and at the hit that
 * was asked for says so and stays, holding whatever locks are held there. The kill then finds the process at exactly
 * this point; if it was the broker's, the thread is told to go on. Thread-safe; one for each rule, made by Byteman, so
 * what it knows is static.
 */
public class Points {

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile Wire listener;
    private static volatile Thread stopped;
    private static volatile boolean resumed;

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

    /** Has the thread that is at the point go on. */
    static void resume() {
        resumed = true;
        LockSupport.unpark(stopped);
    }

    /** A thread is at the point. */
    public void reached(String point) {
        Wire wire = listener;
        if (wire == null || LEFT.decrementAndGet() != 0) {
            return;
        }
        stopped = Thread.currentThread();
        wire.tell(Wire.POINT + " " + point);
        while (!resumed) {
            LockSupport.park(this);
        }
    }
}
