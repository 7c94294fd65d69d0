package org.escrowmq.it.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/**
 * Threads that each do one operation after the other: first so that everything is warm, then counted. An operation that
 * ends in the counted time counts. For use by one thread.
 */
final class ClosedLoop {

    /**
     * How many messages of the usual length a round leaves in a queue at most, warming up included: less than any
     * contender holds in memory. What it costs when a queue outgrows that is a scenario of its own.
     */
    static final int MAX_LEFT = 60_000;

    private static final int DIGITS = 3;
    private static final int WARM_UP_SHARE = 4;
    private static final int LOOK_MILLIS = 2;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Order order;
    private final long limit;
    private final List<Samples> samples = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    private ClosedLoop(Order order, long limit) {
        this.order = order;
        this.limit = limit;
    }

    /** One thread's work. */
    interface Worker extends AutoCloseable {

        /** One operation; what it took is told to the samples. */
        void once(Samples samples) throws Exception;

        @Override
        default void close() throws Exception { }
    }

    /** An operation that is complete when it returns. */
    interface Operation {
        void run() throws Exception;
    }

    /** Makes the workers of the threads. */
    interface Workers {
        Worker open(int thread) throws Exception;
    }

    /** A worker of operations that are complete when they return. */
    static Worker worker(Operation operation, AutoCloseable resource) {
        return new Worker() {
            @Override
            public void once(Samples samples) throws Exception {
                long start = System.nanoTime();
                operation.run();
                samples.done(start);
            }

            @Override
            public void close() throws Exception {
                resource.close();
            }
        };
    }

    /**
     * Runs operations that leave nothing behind.
     *
     * @param outstanding how many operations a thread has under way at most
     */
    static Measured run(Order order, int outstanding, Workers workers) throws Exception {
        return new ClosedLoop(order, UNLIMITED).run(outstanding, workers);
    }

    /**
     * Runs operations that each leave a message in a queue; it is over when so many have been done, if that is earlier.
     *
     * @param outstanding how many operations a thread has under way at most
     */
    static Measured runAtMost(long operations, Order order, int outstanding, Workers workers) throws Exception {
        return new ClosedLoop(order, operations).run(outstanding, workers);
    }

    private Measured run(int outstanding, Workers workers) throws Exception {
        List<Worker> open = new ArrayList<>();
        boolean complete = false;
        try {
            for (int thread = 0; thread < order.threads(); thread++) {
                open.add(workers.open(thread));
            }
            complete = true;
        } finally {
            if (!complete) {
                for (Worker worker : open) {
                    worker.close();
                }
            }
        }
        return measure(outstanding, open);
    }

    private Measured measure(int outstanding, List<Worker> workers) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            Samples own = new Samples();
            samples.add(own);
            threads.add(new Thread(() -> loop(worker, own), "worker-" + threads.size()));
        }
        threads.forEach(Thread::start);
        pause(order.warmUpMillis(), limit / WARM_UP_SHARE);
        samples.forEach(one -> one.count(true));
        Counters start = Counters.now();
        pause(order.millis(), limit);
        Counters end = Counters.now();
        samples.forEach(one -> one.count(false));
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        Histogram all = new Histogram(DIGITS);
        samples.forEach(one -> one.addTo(all));
        return end.since(start, order.threads() * outstanding, all);
    }

    private void pause(int millis, long most) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!stopped && System.nanoTime() < end && samples.stream().mapToLong(Samples::completed).sum() < most) {
            stopped = ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void loop(Worker worker, Samples own) {
        // Closed as soon as it has ended: what a consumer has in advance, another one may be waiting for.
        try (worker) {
            while (!stopped) {
                worker.once(own);
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
            ended.countDown();
        }
    }
}
