package org.escrowmq.it.container;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives a thread to whoever asks, at once. Safe for use by several threads. */
public final class StubWorkManager implements WorkManager {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "work");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void doWork(Work work) {
        work.run();
    }

    @Override
    public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        run(work, listener);
    }

    @Override
    public long startWork(Work work) {
        threads.execute(work);
        return 0;
    }

    @Override
    public long startWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        threads.execute(() -> run(work, listener));
        return 0;
    }

    @Override
    public void scheduleWork(Work work) {
        threads.execute(work);
    }

    @Override
    public void scheduleWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        threads.execute(() -> run(work, listener));
    }

    private void run(Work work, WorkListener listener) {
        WorkListener told = listener == null ? new WorkAdapter() : listener;
        told.workAccepted(new WorkEvent(this, WorkEvent.WORK_ACCEPTED, work, null));
        told.workStarted(new WorkEvent(this, WorkEvent.WORK_STARTED, work, null));
        work.run();
        told.workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, null));
    }
}
