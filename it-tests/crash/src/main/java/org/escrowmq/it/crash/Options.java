package org.escrowmq.it.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.escrowmq.it.common.CommandLine;

/**
 * What the command line says. Immutable.
 *
 * @param seed decides the load, and when and where to kill
 * @param cycles how often to start and kill
 * @param points where to kill: {@code all} points and random moments, {@code random} moments only, or names
 * @param sabotage the name of a rule that breaks the broker, or empty
 * @param remote whether the broker is a process of its own, and killed in turn with the one that works
 * @param work a directory for the stores
 */
record Options(long seed, int cycles, String points, String sabotage, boolean remote, Path work) {

    static final String ALL = "all";
    static final String RANDOM = "random";

    private static final Set<String> NAMES =
            Set.of("--seed", "--cycles", "--points", "--sabotage", "--broker", "--work");
    private static final String EMBEDDED = "embedded";
    private static final String REMOTE = "remote";
    private static final int FULL_RUN = 1_000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if there is an unknown option or a value that is none; the message says which
     */
    static Options parse(String... arguments) {
        CommandLine line = CommandLine.parse(NAMES, arguments);
        return new Options(line.number("--seed", ThreadLocalRandom.current().nextInt(1_000_000)),
                line.positive("--cycles", FULL_RUN), line.text("--points", ALL), line.text("--sabotage", ""),
                isRemote(line.text("--broker", EMBEDDED)), line.path("--work"));
    }

    private static boolean isRemote(String broker) {
        if (!Set.of(EMBEDDED, REMOTE).contains(broker)) {
            throw new IllegalArgumentException(
                    "--broker is " + broker + "; it has to be " + EMBEDDED + " or " + REMOTE);
        }
        return REMOTE.equals(broker);
    }

    /** The points that are named, if they are. */
    List<String> namedPoints() {
        return ALL.equals(points) || RANDOM.equals(points) ? List.of() : List.of(points.split(","));
    }
}
