package org.escrowmq.it.crash;

/**
 * When to kill a process. Immutable.
 *
 * @param point the rule whose point it is, or null for a moment
 * @param hit which time the point is reached
 * @param millis the moment; with a point, how long to wait for it
 * @param fromStart whether the time counts from the start of the process, or else from the start of its work
 */
record Kill(String point, int hit, int millis, boolean fromStart) {

    /** Nobody is killed: the process recovers, tells, and ends. */
    static final Kill NEVER = new Kill(null, 0, 0, false);

    /** What the names of points begin with that are reached only while branches are recovered. */
    static final String RECOVERY = "recovery-";

    private static final int PATIENCE_MILLIS = 5_000;
    /** If there was nothing to recover. */
    private static final int WORK_AFTER_RECOVERY_MILLIS = 300;

    static Kill at(String point, int hit) {
        boolean recovery = point.startsWith(RECOVERY);
        return new Kill(point, recovery ? 1 : hit, recovery ? WORK_AFTER_RECOVERY_MILLIS : PATIENCE_MILLIS, false);
    }

    static Kill after(int millis, boolean fromStart) {
        return new Kill(null, 0, millis, fromStart);
    }

    boolean isInRecovery() {
        return point != null && point.startsWith(RECOVERY);
    }

    boolean isPlanned() {
        return millis > 0;
    }
}
