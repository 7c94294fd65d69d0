package org.escrowmq.it.cluster;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.transaction.RollbackException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.it.container.Jta;

/**
 * Load that adds up: each transaction sends a message of its own to one queue and moves one from that queue to another.
 * Both resources of a transaction beside the broker's report where it is, one before and one after the broker's.
 * Whatever the transaction manager says of an outcome is remembered.
 */
final class Moves implements AutoCloseable {

    static final String FROM = "orders";
    static final String TO = "moved";

    private static final int THREADS = 3;
    private static final long RECEIVE_MILLIS = 200;
    private static final long END_SECONDS = 90;

    /** Told of each step of each transaction, by {@code before prepare} or {@code after commit} and the like. */
    interface Observer {
        void reached(String step);
    }

    private final Deployed deployed;
    private final Observer observer;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    Moves(Deployed deployed, Observer observer) {
        this.deployed = deployed;
        this.observer = observer;
        for (int i = 0; i < THREADS; i++) {
            threads.execute(this::run);
        }
    }

    /** What was sent in transactions whose commit was reported. */
    Set<String> committed() {
        return committed;
    }

    Set<String> rolledBack() {
        return rolledBack;
    }

    /** What was sent in transactions of whose outcome the transaction manager said that it does not know it. */
    Set<String> unknown() {
        return unknown;
    }

    private void run() {
        while (!stopping.get()) {
            String text = "m" + numbers.incrementAndGet();
            try {
                Jta.manager().begin();
                Jta.manager().getTransaction().enlistResource(new VotingResource(call -> reached("before", call)));
                move(text);
                Jta.manager().getTransaction().enlistResource(new VotingResource(call -> reached("after", call)));
            } catch (Exception e) {
                failed(e);
                giveUp(text);
                continue;
            }
            complete(text);
        }
    }

    private void reached(String place, String call) {
        if (!call.equals("start")) {
            observer.reached(place + " " + call);
        }
    }

    private void move(String text) throws Exception {
        Queue from = Deployed.queue(FROM);
        try (JMSContext context = deployed.factory().createContext()) {
            context.createProducer().send(from, text);
            try (var consumer = context.createConsumer(from)) {
                Message message = consumer.receive(RECEIVE_MILLIS);
                if (message != null) {
                    context.createProducer().send(Deployed.queue(TO), message.getBody(String.class));
                }
            }
        }
    }

    private void giveUp(String text) {
        try {
            Jta.manager().rollback();
            rolledBack.add(text);
            // Nobody needs a hundred failures in a row while no broker serves.
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (Exception e) {
            failed(e);
            unknown.add(text);
        }
    }

    private void complete(String text) {
        try {
            Jta.manager().commit();
            committed.add(text);
        } catch (RollbackException e) {
            failed(e);
            rolledBack.add(text);
        } catch (Exception e) {
            failed(e);
            unknown.add(text);
        }
    }

    private void failed(Exception e) {
        failures.computeIfAbsent(e.getClass().getSimpleName() + ": " + e.getMessage(), key -> new AtomicInteger())
                .incrementAndGet();
    }

    /** Lets what is being done end. */
    @Override
    public void close() {
        stopping.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                throw new IllegalStateException("Transactions did not end; " + this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return committed.size() + " committed, " + rolledBack.size() + " rolled back, " + unknown.size() + " unknown; "
                + failures;
    }
}
