package org.escrowmq.it.crash.victim;

import jakarta.jms.JMSException;
import jakarta.transaction.SystemException;
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
    private final Pressure pressure;
    private final int cycle;
    private final TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    /** How many messages wait to be consumed, more or less. */
    private final AtomicInteger waiting;

    private Load(Stores stores, Wire wire, Pressure pressure, int cycle, int waiting) {
        this.stores = stores;
        this.wire = wire;
        this.pressure = pressure;
        this.cycle = cycle;
        this.waiting = new AtomicInteger(waiting);
    }

    /** Starts all threads. */
    static void start(Stores stores, Wire wire, Pressure pressure, int cycle, int waiting, Random random)
            throws SQLException, JMSException, SystemException {
        Load load = new Load(stores, wire, pressure, cycle, waiting);
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
            new Thread(worker, worker.name()).start();
        }
    }

    Stores stores() {
        return stores;
    }

    Wire wire() {
        return wire;
    }

    int cycle() {
        return cycle;
    }

    TransactionManager manager() {
        return manager;
    }

    void sent(int messages) {
        waiting.addAndGet(messages);
    }

    void received(int messages) {
        waiting.addAndGet(-messages);
    }

    Pressure pressure() {
        return pressure;
    }

    /** Whether consumers leave what there is. */
    boolean isShort() {
        return waiting.get() < pressure.backlog();
    }

    boolean isFull() {
        return waiting.get() > MOST_WAITING;
    }
}
