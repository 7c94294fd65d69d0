package org.escrowmq.conformance;

import java.util.concurrent.CompletableFuture;

/** Reports what a callback did to the thread of the test. */
final class Completed {

    private Completed() { }

    /** Completes a future when the action ends, also if it fails. */
    @SuppressWarnings("checkstyle:IllegalCatch")
    static void with(CompletableFuture<Void> future, Call.Action action) {
        try {
            action.run();
            future.complete(null);
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }
}
