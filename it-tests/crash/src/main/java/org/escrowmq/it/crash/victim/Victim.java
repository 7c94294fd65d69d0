package org.escrowmq.it.crash.victim;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.management.JMException;
import javax.transaction.xa.XAException;
import org.escrowmq.EscrowBroker;

/**
 * The program that is killed. It opens its stores, lets them recover, tells what is in them, and does what it is told
 * on its standard input; see {@link Words}.
 */
public final class Victim {

    private static final long REHEARSAL_MILLIS = 1_500;
    private static final int LONG_TIMEOUT_NANOS = 200_000_000;

    private final Path directory;
    private final Task task;
    private final Wire wire;
    private final Words words;
    private final Stores stores;

    private Victim(Path directory, Task task, Wire wire, Words words, Stores stores) {
        this.directory = directory;
        this.task = task;
        this.wire = wire;
        this.words = words;
        this.stores = stores;
    }

    /**
     * Runs.
     *
     * @param arguments directory, and a {@link Task}
     */
    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Task task = Task.parse(arguments);
        Wire wire = new Wire();
        Words words = Words.listen();
        if (task.inRecovery()) {
            Points.arm(wire, task.hit());
        }
        try (Stores stores = Stores.open(directory, task.brokerUrl(), settings(task))) {
            new Victim(directory, task, wire, words, stores).run();
        } catch (SQLException e) {
            if (!Stores.isLost(e)) {
                throw e;
            }
            wire.tell(Wire.DATABASE_LOST);
            return;
        }
        wire.tell(Wire.CLOSED);
    }

    private static EscrowBroker.Builder settings(Task task) {
        EscrowBroker.Builder settings = EscrowBroker.builder().maxDeliveryAttempts(-1);
        if (task.gathersLong()) {
            settings.journalBufferTimeoutNanos(LONG_TIMEOUT_NANOS);
        }
        if (task.pressure().memory() > 0) {
            settings.globalMaxBytes(task.pressure().memory());
        }
        return settings;
    }

    private void run() throws Exception {
        int waiting = recoverAndTell(task.since());
        switch (words.take()) {
            case Words.WORK -> work(waiting);
            case Words.REHEARSE -> {
                Load.start(stores, wire, task, waiting);
                Thread.sleep(REHEARSAL_MILLIS);
                System.exit(0);
            }
            default -> {
                // Nothing more is wanted.
            }
        }
    }

    /** Until it is killed. */
    private void work(int waiting) throws Exception {
        if (!task.inRecovery()) {
            Points.arm(wire, task.hit());
        }
        Load load = Load.start(stores, wire, task, waiting);
        if (Words.SETTLE.equals(words.take())) {
            load.stop();
            // Rows of earlier processes have been told.
            recoverAndTell(task.cycle());
        }
        Thread.currentThread().join();
    }

    private int recoverAndTell(int since)
            throws SQLException, XAException, IOException, JMSException, JMException, InterruptedException {
        Recovery.run(stores, new Layout(directory).decisions(), wire);
        words.await(Words.LOOK);
        int waiting = new Look(stores, wire).tell(since);
        Points.disarm();
        wire.tell(Wire.READY);
        return waiting;
    }
}
