package org.escrowmq.it.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Clients that place orders one after the other until they are stopped, each on a thread of its own. The one who starts
 * it stops it; the outcomes are written to a map of the caller's, which has to be thread-safe.
 */
public final class Load {

    private static final int PERCENT = 100;
    private static final int ROLLBACKS = 15;
    private static final int FLAKIES = 15;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 50;

    private final List<Thread> clients = new ArrayList<>();
    private final Sample sample;
    private final Map<String, Outcome> outcomes;
    private volatile boolean stopped;

    private Load(Sample sample, Map<String, Outcome> outcomes) {
        this.sample = sample;
        this.outcomes = outcomes;
    }

    /**
     * Starts clients.
     *
     * @param random decides which orders they place
     */
    public static Load start(Sample sample, int clients, Random random, Map<String, Outcome> outcomes) {
        Load load = new Load(sample, outcomes);
        for (int i = 0; i < clients; i++) {
            Random own = new Random(random.nextLong());
            Thread client = new Thread(() -> load.placeOrders(own), "client " + i);
            load.clients.add(client);
            client.start();
        }
        return load;
    }

    private void placeOrders(Random random) {
        try {
            while (!stopped) {
                String id = new UUID(random.nextLong(), random.nextLong()).toString();
                Outcome outcome = sample.place(id, kind(random.nextInt(PERCENT)));
                outcomes.put(id, outcome);
                if (outcome == Outcome.UNKNOWN || outcome == Outcome.UNKNOWN_ROLLBACK) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Sample.Kind kind(int percent) {
        if (percent < ROLLBACKS) {
            return Sample.Kind.ROLLBACK;
        }
        return percent < ROLLBACKS + FLAKIES ? Sample.Kind.FLAKY : Sample.Kind.NORMAL;
    }

    /** Lets every client finish the request that it is in, and waits for them. */
    public void stop() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
    }
}
