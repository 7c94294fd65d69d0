package org.escrowmq.it.scale;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.escrowmq.it.common.CommandLine;

/**
 * What the command line says. Immutable.
 *
 * @param seed decides the orders and when the primary is killed
 * @param orders how many requests each stage has at least: embedded, before the kill, after it
 * @param clients how many clients place orders at a time
 * @param home an unpacked WildFly
 * @param ear the sample application
 * @param work a directory for the data of server and brokers
 */
record Options(long seed, int orders, int clients, Path home, Path ear, Path work) {

    private static final Set<String> NAMES = Set.of("--seed", "--orders", "--clients", "--home", "--ear", "--work");

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if there is an unknown option or a value that is none; the message says which
     */
    static Options parse(String... arguments) {
        CommandLine line = CommandLine.parse(NAMES, arguments);
        return new Options(line.number("--seed", ThreadLocalRandom.current().nextInt(1_000_000)),
                line.positive("--orders", 300), line.positive("--clients", 4),
                line.path("--home"), line.path("--ear"), line.path("--work"));
    }
}
