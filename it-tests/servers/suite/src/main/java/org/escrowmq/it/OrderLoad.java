package org.escrowmq.it;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.escrowmq.it.app.Step;

/**
 * Clients that place orders, over and over, whether the server answers or not; who consumes one sends it on in the
 * same transaction. Whoever starts it closes it; safe for use by several threads.
 */
final class OrderLoad implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final long PAUSE_MILLIS = 20;

    private final ControlClient client;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Set<String> placed = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    private OrderLoad(ControlClient client) {
        this.client = client;
    }

    static OrderLoad start(ControlClient client) {
        OrderLoad load = new OrderLoad(client);
        for (int n = 0; n < CLIENTS; n++) {
            load.clients.execute(load::placeOrders);
        }
        return load;
    }

    private void placeOrders() {
        try {
            while (!ended) {
                place();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void place() throws InterruptedException {
        String id = UUID.randomUUID().toString();
        try {
            client.post("orders", "id", id,
                    "steps", Step.format(Step.MESSAGE), "consumption", Step.format(Step.FORWARD));
            placed.add(id);
        } catch (IOException notAnswered) {
            // It may have been placed.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Those of which the server said so. */
    Set<String> placed() {
        return placed;
    }

    /** Waits for the requests under way. */
    @Override
    public void close() {
        ended = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(2, TimeUnit.MINUTES)) {
                clients.shutdownNow();
            }
        } catch (InterruptedException e) {
            clients.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
