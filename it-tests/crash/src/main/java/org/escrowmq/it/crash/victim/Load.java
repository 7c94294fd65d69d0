package org.escrowmq.it.crash.victim;

import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.it.crash.history.Destinations;

/** The threads that work until the process is killed, and what they share. Thread-safe. */
final class Load {

    private static final int PRODUCERS = 3;
    private static final int MOST_WAITING = 300;

    private final Stores stores;
    private final Wire wire;
    private final Task task;
    private final TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    /** How many messages wait to be consumed, more or less. */
    private final AtomicInteger waiting;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    private Load(Stores stores, Wire wire, Task task, int waiting) {
        this.stores = stores;
        this.wire = wire;
        this.task = task;
        this.waiting = new AtomicInteger(waiting);
    }

    /** Starts all threads. */
    static Load start(Stores stores, Wire wire, Task task, int waiting) throws SQLException, InterruptedException {
        Load load = new Load(stores, wire, task, waiting);
        Random random = new Random(task.load());
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= PRODUCERS; i++) {
            workers.add(new Producer(load, "p" + i, random.nextLong(), 0));
        }
        workers.add(new Producer(load, "pslow", random.nextLong(), 60));
        workers.add(new Consumer(load, "single", random.nextLong(), Destinations.SINGLE));
        workers.add(new Consumer(load, "shared1", random.nextLong(), Destinations.SHARED));
        workers.add(new Consumer(load, "shared2", random.nextLong(), Destinations.SHARED));
        workers.add(new Consumer(load, "topic", random.nextLong(), Destinations.TOPIC));
        for (Worker worker : workers) {
            // Before anybody sends: what is published before there is a subscription is for nobody.
            worker.connect();
            load.threads.add(new Thread(worker, worker.name()));
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Lets what is being done end. */
    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    Stores stores() {
        return stores;
    }

    Wire wire() {
        return wire;
    }

    int cycle() {
        return task.cycle();
    }

    TransactionManager manager() {
        return manager;
    }

    boolean isRemote() {
        return !MessageStore.EMBEDDED.equals(task.brokerUrl());
    }

    void sent(int messages) {
        waiting.addAndGet(messages);
    }

    void received(int messages) {
        waiting.addAndGet(-messages);
    }

    Pressure pressure() {
        return task.pressure();
    }

    /** Whether consumers leave what there is. */
    boolean isShort() {
        return waiting.get() < task.pressure().backlog();
    }

    boolean isFull() {
        return waiting.get() > MOST_WAITING;
    }
}
