package org.escrowmq.it.common;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Options of the form {@code --name value}. Every fault is an IllegalArgumentException that says which option it is and
 * what is allowed. Immutable.
 */
public final class CommandLine {

    private final Map<String, String> values;

    private CommandLine(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a command line.
     *
     * @param names the options that there are, each with its dashes
     * @throws IllegalArgumentException if there is another one, or one without its value
     */
    public static CommandLine parse(Set<String> names, String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!names.contains(arguments[i])) {
                throw new IllegalArgumentException(
                        "There is no option " + arguments[i] + "; there are " + new TreeSet<>(names));
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("The option " + arguments[i] + " needs a value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new CommandLine(values);
    }

    /** The option as it was given, or else the default. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A whole number. */
    public long number(String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + value + "; it has to be a whole number", e);
        }
    }

    /** A number of things, at least one. */
    public int positive(String name, int otherwise) {
        long value = number(name, otherwise);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " is " + value + "; it has to be 1 or more");
        }
        return (int) value;
    }

    /** A path, which has to be given. */
    public Path path(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option " + name + " is missing");
        }
        return Path.of(value);
    }
}
