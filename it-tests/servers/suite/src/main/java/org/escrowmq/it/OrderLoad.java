package org.escrowmq.it;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.it.app.Step;

/**
 * Clients that place orders, each with a row, over and over, whether the server answers or not. Whoever starts it
 * closes it; safe for use by several threads.
 */
final class OrderLoad implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final long PAUSE_MILLIS = 20;

    private final ControlClient client;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger placed = new AtomicInteger();
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
        try {
            client.post("orders", "id", UUID.randomUUID().toString(),
                    "steps", Step.format(Step.ROW, Step.MESSAGE), "consumption", Step.format(Step.ROW));
            placed.incrementAndGet();
        } catch (IOException notServed) {
            // What became of it, the rows will tell.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** How many were answered as placed. */
    int placed() {
        return placed.get();
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
