package org.escrowmq.sample.run;

/**
 * The sample could not be started or ended by itself. Its message is for the person at the console, whom a stack trace
 * would tell nothing; so it has none. Immutable.
 */
final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFailure(String message) {
        super(message, null, false, false);
    }
}
