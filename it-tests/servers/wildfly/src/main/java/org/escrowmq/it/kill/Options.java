package org.escrowmq.it.kill;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.escrowmq.it.common.CommandLine;

/**
 * What the command line says. Immutable.
 *
 * @param seed decides the moments of the kills and the orders
 * @param kills how often to kill
 * @param clients how many clients place orders at a time
 * @param home an unpacked WildFly
 * @param ear the sample application
 * @param work a directory for the server's data
 */
record Options(long seed, int kills, int clients, Path home, Path ear, Path work) {

    private static final Set<String> NAMES = Set.of("--seed", "--kills", "--clients", "--home", "--ear", "--work");

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if there is an unknown option or a value that is none; the message says which
     */
    static Options parse(String... arguments) {
        CommandLine line = CommandLine.parse(NAMES, arguments);
        return new Options(line.number("--seed", ThreadLocalRandom.current().nextInt(1_000_000)),
                line.positive("--kills", 10), line.positive("--clients", 4),
                line.path("--home"), line.path("--ear"), line.path("--work"));
    }
}
