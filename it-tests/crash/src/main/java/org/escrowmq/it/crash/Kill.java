package org.escrowmq.it.crash;

/**
 * When to kill what. Immutable.
 *
 * @param point the rule whose point it is, or null for a moment
 * @param hit which time the point is reached
 * @param millis the moment; with a point, how long to wait for it
 * @param fromStart whether the time counts from the start of the process, or else from the start of its work
 * @param sequel what follows if it is the broker that is killed, a process of its own; null if it is who works
 */
record Kill(String point, int hit, int millis, boolean fromStart, Sequel sequel) {

    /** Nobody is killed: the process recovers, tells, and ends. */
    static final Kill NEVER = new Kill(null, 0, 0, false, null);

    /** What the names of points begin with that are reached only while branches are recovered. */
    static final String RECOVERY = "recovery-";

    private static final int PATIENCE_MILLIS = 5_000;
    /** If there was nothing to recover. */
    private static final int WORK_AFTER_RECOVERY_MILLIS = 300;

    /**
     * The broker was killed, and another process serves from its store. Immutable.
     *
     * @param afterStart whether a thread that stands at the point goes on only when the broker serves again
     * @param millis how long the process works on
     * @param settles whether the process then recovers by itself and tells what there is, before it is killed
     */
    record Sequel(boolean afterStart, int millis, boolean settles) {
    }

    static Kill at(String point, int hit) {
        boolean recovery = point.startsWith(RECOVERY);
        int millis = recovery ? WORK_AFTER_RECOVERY_MILLIS : PATIENCE_MILLIS;
        return new Kill(point, recovery ? 1 : hit, millis, false, null);
    }

    static Kill after(int millis, boolean fromStart) {
        return new Kill(null, 0, millis, fromStart, null);
    }

    /** The broker is killed there; not while a process starts, but so long after it has begun to work. */
    Kill ofBroker(Sequel then) {
        return new Kill(point, hit, millis, false, then);
    }

    boolean isOfBroker() {
        return sequel != null;
    }

    boolean isInRecovery() {
        return point != null && point.startsWith(RECOVERY);
    }

    boolean isPlanned() {
        return millis > 0;
    }
}
