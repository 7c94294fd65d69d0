package org.escrowmq.conformance;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call made on a thread of its own, to see whether it blocks and how it ends. */
final class Call<T> {

    /** Something to do that has no result. */
    interface Action {
        void run() throws Exception;
    }

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(Callable<T> what) {
        task = new FutureTask<>(what);
        thread = new Thread(task, "call");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Call<T> get(Callable<T> what) {
        return new Call<>(what);
    }

    static Call<Void> run(Action what) {
        return new Call<>(() -> {
            what.run();
            return null;
        });
    }

    /** Fails if the call has ended, or ends now. */
    void blocks() throws InterruptedException {
        thread.join(ConformanceTest.ABSENT);
        if (task.isDone()) {
            throw new AssertionError("The call should block, but has ended");
        }
    }

    /** What the call returned, when it has. */
    T result() throws Exception {
        return task.get(ConformanceTest.ARRIVES, TimeUnit.MILLISECONDS);
    }
}
