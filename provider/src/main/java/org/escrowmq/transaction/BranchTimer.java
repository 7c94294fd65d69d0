package org.escrowmq.transaction;

/** Runs the timeouts of branches. */
interface BranchTimer extends AutoCloseable {

    /** A timeout that has not come yet. */
    @FunctionalInterface
    interface Alarm {

        /** Nothing to cancel. */
        Alarm NONE = () -> { };

        /** Makes sure that it does not come, unless it is coming already. */
        void cancel();
    }

    /** Runs an action later, on a thread of the timer's. */
    Alarm schedule(int seconds, Runnable action);

    /** Ends: no action runs after this returns. */
    @Override
    void close();
}
