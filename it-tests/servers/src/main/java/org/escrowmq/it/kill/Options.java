package org.escrowmq.it.kill;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

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
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i])) {
                throw new IllegalArgumentException("There is no option " + arguments[i] + "; there are " + NAMES);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("The option " + arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new Options(number(values, "--seed", ThreadLocalRandom.current().nextInt(1_000_000)),
                positive(values, "--kills", 10), positive(values, "--clients", 4),
                path(values, "--home"), path(values, "--ear"), path(values, "--work"));
    }

    private static int positive(Map<String, String> values, String name, int otherwise) {
        long value = number(values, name, otherwise);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " is " + value + "; it has to be 1 or more");
        }
        return (int) value;
    }

    private static long number(Map<String, String> values, String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + value + "; it has to be a whole number", e);
        }
    }

    private static Path path(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option " + name + " is missing");
        }
        return Path.of(value);
    }
}
