package org.escrowmq.it.crash.victim;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.escrowmq.EscrowBroker;

/**
 * The program that is killed. It opens its stores, lets them recover, tells what is in them, and waits for a word on
 * its standard input: {@link #WORK} to work until it is killed, anything else to close everything and end.
 */
public final class Victim {

    /** What is said to it to make it work. */
    public static final String WORK = "work";

    /** What is said to it to make it work for a moment and exit, so that its JVM knows which classes it needs. */
    public static final String REHEARSE = "rehearse";

    private static final long REHEARSAL_MILLIS = 1_500;
    private static final int LONG_TIMEOUT_NANOS = 200_000_000;

    private Victim() {
    }

    /**
     * Runs.
     *
     * @param arguments directory, number of this process among those on the directory, first process whose rows have
     *     not been told, seed of the load, hit of the point at which to stop, whether that is a point of recovery, and
     *     whether the journal gathers for long, and what the stores wear out
     */
    public static void main(String... arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int cycle = Integer.parseInt(arguments[1]);
        int since = Integer.parseInt(arguments[2]);
        Random random = new Random(Long.parseLong(arguments[3]));
        Wire wire = new Wire();
        int hit = Integer.parseInt(arguments[4]);
        if (Boolean.parseBoolean(arguments[5])) {
            Points.arm(wire, hit);
        }
        EscrowBroker.Builder settings = EscrowBroker.builder().maxDeliveryAttempts(-1);
        if (Boolean.parseBoolean(arguments[6])) {
            settings.journalBufferTimeoutNanos(LONG_TIMEOUT_NANOS);
        }
        Pressure pressure = Pressure.valueOf(arguments[7]);
        if (pressure.memory() > 0) {
            settings.globalMaxBytes(pressure.memory());
        }
        try (Stores stores = Stores.open(directory, settings)) {
            Recovery.run(stores, new Layout(directory).decisions(), wire);
            int waiting = new Look(stores, wire).tell(since);
            Points.disarm();
            wire.tell(Wire.READY);
            String command = command();
            if (WORK.equals(command)) {
                if (!Boolean.parseBoolean(arguments[5])) {
                    Points.arm(wire, hit);
                }
                Load.start(stores, wire, pressure, cycle, waiting, random);
                Thread.currentThread().join();
            } else if (REHEARSE.equals(command)) {
                Load.start(stores, wire, pressure, cycle, waiting, random);
                Thread.sleep(REHEARSAL_MILLIS);
                System.exit(0);
            }
        } catch (SQLException e) {
            if (!Stores.isLost(e)) {
                throw e;
            }
            wire.tell(Wire.DATABASE_LOST);
            return;
        }
        wire.tell(Wire.CLOSED);
    }

    private static String command() throws java.io.IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }
}
