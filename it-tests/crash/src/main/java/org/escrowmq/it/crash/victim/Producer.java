package org.escrowmq.it.crash.victim;

import jakarta.jms.JMSException;
import java.sql.SQLException;
import java.util.List;
import org.escrowmq.it.crash.history.Destinations;

/** Sends one or several messages in a transaction, each to a destination of its own. */
final class Producer extends Worker {

    private static final int MOST = 4;
    private static final long PAUSE_MILLIS = 5;
    private static final List<String> TARGETS =
            List.of(Destinations.SINGLE, Destinations.SHARED, Destinations.SHARED, Destinations.TOPIC);

    Producer(Load load, String name, long seed, int slowPercent) throws SQLException {
        super(load, name, seed, slowPercent);
    }

    @Override
    boolean awaitTurn() throws InterruptedException {
        while (load().isFull() && !load().isStopping()) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return !load().isStopping();
    }

    @Override
    void work(String transaction, boolean withRows) throws JMSException, SQLException {
        int messages = random().nextBoolean() ? 1 : random().nextInt(1, MOST + 1);
        for (int i = 0; i < messages; i++) {
            send(transaction, TARGETS.get(random().nextInt(TARGETS.size())), withRows);
        }
    }
}
