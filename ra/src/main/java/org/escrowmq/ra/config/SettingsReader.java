package org.escrowmq.ra.config;

import jakarta.resource.spi.InvalidPropertyException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escrowmq.ra.Credentials;

/**
 * Reads the adapter's properties as a whole and reports every mistake at once, with what is allowed. Used once, by one
 * thread.
 */
public final class SettingsReader {

    private final List<String> mistakes = new ArrayList<>();

    /** Knows which URLs and options there are. */
    @FunctionalInterface
    public interface BrokerCheck {

        /** Says what is wrong, a sentence each; an empty list if nothing is. */
        List<String> mistakes(String brokerUrl, Map<String, String> options);
    }

    /**
     * Makes settings of what was configured.
     *
     * @param credentials the adapter's user and password
     * @param dataDirectory where to store, or null for the server's own place
     * @param properties further options of the broker, {@code name=value;name=value}, with a backslash before a
     *     semicolon in a value; or null
     * @param check knows what brokers there are
     * @throws InvalidPropertyException if there is any mistake; it names all of them
     */
    public AdapterSettings read(String name, String brokerUrl, Credentials credentials, String dataDirectory,
            String properties, BrokerCheck check)
            throws InvalidPropertyException {
        checkName(name);
        if (credentials.userName() == null && credentials.password() != null) {
            mistakes.add("password is set but userName is not; set both or none");
        }
        Path directory = directory(dataDirectory, name);
        Map<String, String> options = options(properties);
        mistakes.addAll(check.mistakes(brokerUrl, options));
        if (!mistakes.isEmpty()) {
            throw new InvalidPropertyException("The configuration of the EscrowMQ resource adapter has "
                    + (mistakes.size() == 1 ? "a mistake: " : mistakes.size() + " mistakes: ")
                    + String.join("; ", mistakes));
        }
        return new AdapterSettings(name, brokerUrl, directory, options);
    }

    /** Checks how long deactivations may take. */
    public SettingsReader deactivation(Long millis) {
        if (millis == null || millis < 0) {
            mistakes.add("deactivationMillis is " + millis + "; a number of milliseconds from 0 is needed");
        }
        return this;
    }

    private void checkName(String name) {
        if (name == null || !name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            mistakes.add("name is " + quoted(name) + "; it names a directory, so only letters, digits, '_', '-' and, "
                    + "not in the first place, '.' are allowed");
        }
    }

    private Path directory(String dataDirectory, String name) {
        try {
            if (dataDirectory != null && !dataDirectory.isBlank()) {
                return Path.of(dataDirectory).toAbsolutePath();
            }
            return name == null ? null : AdapterSettings.defaultDirectory(name).toAbsolutePath();
        } catch (InvalidPathException e) {
            mistakes.add("dataDirectory is " + quoted(dataDirectory) + ", which is no path: " + e.getReason());
            return null;
        }
    }

    private Map<String, String> options(String properties) {
        Map<String, String> options = new LinkedHashMap<>();
        if (properties == null) {
            return options;
        }
        // A semicolon that belongs to a value, as between patterns of classes, has a backslash before it.
        for (String entry : properties.split("(?<!\\\\);")) {
            if (!entry.isBlank()) {
                addOption(options, entry);
            }
        }
        return options;
    }

    private void addOption(Map<String, String> options, String entry) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
            mistakes.add("properties contains " + quoted(entry.strip()) + "; allowed is name=value;name=value");
            return;
        }
        String option = entry.substring(0, equals).strip();
        if (options.put(option, entry.substring(equals + 1).strip().replace("\\;", ";")) != null) {
            mistakes.add("properties contains " + option + " twice");
        }
    }

    private static String quoted(String value) {
        return value == null ? "not set" : '"' + value + '"';
    }
}
