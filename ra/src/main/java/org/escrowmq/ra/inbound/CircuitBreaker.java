package org.escrowmq.ra.inbound;

/**
 * Counts what becomes of an endpoint's deliveries and decides how many of its sessions may deliver: all, none after too
 * many failures in a row or on an operator's word, one to try whether it works again. Safe for use by several threads.
 */
final class CircuitBreaker {

    /** How things stand. */
    enum State { DELIVERING, PAUSED, TRIAL }

    private final int failuresToPause;
    private State state = State.DELIVERING;
    private int pauses;
    private long delivered;
    private long failed;
    private int failuresInARow;
    private String lastFailure;

    /** Pauses after so many failures in a row, or never if that is 0. */
    CircuitBreaker(int failuresToPause) {
        this.failuresToPause = failuresToPause;
    }

    /** A delivery succeeded. True if that ended a trial, so that all may deliver. */
    synchronized boolean succeeded() {
        delivered++;
        failuresInARow = 0;
        return state == State.TRIAL && enter(State.DELIVERING);
    }

    /** A delivery failed. True if nobody may deliver from now on. */
    synchronized boolean failed(String cause) {
        failed++;
        failuresInARow++;
        lastFailure = cause;
        boolean enough = failuresToPause > 0 && failuresInARow >= failuresToPause;
        return (state == State.TRIAL || state == State.DELIVERING && enough) && pause();
    }

    /** Nobody may deliver. False if that is so already. */
    synchronized boolean pause() {
        pauses++;
        return state != State.PAUSED && enter(State.PAUSED);
    }

    /** One may try, if the pause with this number is the last one and not over. */
    synchronized boolean tryAgain(int pause) {
        return state == State.PAUSED && pause == pauses && enter(State.TRIAL);
    }

    /** All may deliver. False if they may already. */
    synchronized boolean resume() {
        failuresInARow = 0;
        return state != State.DELIVERING && enter(State.DELIVERING);
    }

    private boolean enter(State next) {
        state = next;
        return true;
    }

    synchronized int allowedSessions() {
        return switch (state) {
            case DELIVERING -> Integer.MAX_VALUE;
            case TRIAL -> 1;
            case PAUSED -> 0;
        };
    }

    /** Numbers the last pause. */
    synchronized int pauses() {
        return pauses;
    }

    synchronized State state() {
        return state;
    }

    synchronized long delivered() {
        return delivered;
    }

    synchronized long failed() {
        return failed;
    }

    synchronized int failuresInARow() {
        return failuresInARow;
    }

    synchronized String lastFailure() {
        return lastFailure;
    }
}
