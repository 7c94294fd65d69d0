package org.escrowmq.ra.kit;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A work manager whose threads are the test's. */
public final class ManualWorkManager {

    private final Deque<Work> works = new ArrayDeque<>();
    private int rejections;

    public WorkManager asWorkManager() {
        return Fake.of(WorkManager.class, this);
    }

    /** Rejects so many works from now on. */
    public void reject(int count) {
        rejections = count;
    }

    public synchronized void scheduleWork(Work work) throws WorkException {
        if (rejections > 0) {
            rejections--;
            throw new WorkRejectedException("No thread");
        }
        works.add(work);
    }

    public synchronized int size() {
        return works.size();
    }

    public synchronized Work poll() {
        return works.poll();
    }

    /** Runs what is scheduled on this thread; says whether there was anything. */
    public boolean runScheduled() {
        boolean any = false;
        for (Work work = poll(); work != null; work = poll()) {
            work.run();
            any = true;
        }
        return any;
    }
}
