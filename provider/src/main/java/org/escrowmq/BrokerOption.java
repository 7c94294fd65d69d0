package org.escrowmq;

import java.io.ObjectInputFilter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.ObjectFilters;
import org.escrowmq.security.AccessRules;

/**
 * One thing that can be configured: its name, how it is read from a text, what is allowed and what it is by default.
 * Each is declared here, once.
 *
 * @param <T> the type of its value
 */
final class BrokerOption<T> {

    static final BrokerOption<Path> DIRECTORY = new BrokerOption<>("directory", "the path of a directory", null,
            BrokerOption::path, path -> true);

    static final BrokerOption<String> NAME = new BrokerOption<>("name",
            "a name that is not blank", null, text -> text, name -> !name.isBlank());

    static final BrokerOption<Boolean> FSYNC = new BrokerOption<>("fsync",
            "true or false", true, BrokerOption::flag, flag -> true);

    static final BrokerOption<Boolean> JMX = new BrokerOption<>("jmx",
            "true or false", true, BrokerOption::flag, flag -> true);

    static final BrokerOption<Boolean> CREATE_DESTINATIONS = new BrokerOption<>("createDestinations",
            "true or false", true, BrokerOption::flag, flag -> true);

    static final BrokerOption<Long> JOURNAL_BUFFER_TIMEOUT = new BrokerOption<>("journalBufferTimeoutNanos",
            "a number of nanoseconds from 0 to 1000000000", 100_000L,
            Long::valueOf, nanos -> nanos >= 0 && nanos <= 1_000_000_000);

    static final BrokerOption<Long> GLOBAL_MAX_BYTES = new BrokerOption<>("globalMaxBytes",
            "a number of bytes, at least 1048576", defaultGlobalMaxBytes(),
            Long::valueOf, bytes -> bytes >= 1 << 20);

    static final BrokerOption<Long> MIN_FREE_DISK_BYTES = new BrokerOption<>("minFreeDiskBytes",
            "a number of bytes, at least 0", 128L << 20,
            Long::valueOf, bytes -> bytes >= 0);

    static final BrokerOption<Integer> MAX_DELIVERY_ATTEMPTS = new BrokerOption<>("maxDeliveryAttempts",
            "a number, at least 1, or -1 for no limit", 10,
            Integer::valueOf, attempts -> attempts >= 1 || attempts == -1);

    static final BrokerOption<Long> REDELIVERY_DELAY = new BrokerOption<>("redeliveryDelayMillis",
            "a number of milliseconds, at least 0", 100L,
            Long::valueOf, millis -> millis >= 0);

    static final BrokerOption<Integer> IMMEDIATE_REDELIVERIES = new BrokerOption<>("immediateRedeliveries",
            "a number, at least 0", 2,
            Integer::valueOf, number -> number >= 0);

    static final BrokerOption<Double> REDELIVERY_MULTIPLIER = new BrokerOption<>("redeliveryBackOffMultiplier",
            "a number, at least 1", 2.0,
            Double::valueOf, multiplier -> multiplier >= 1 && multiplier <= Double.MAX_VALUE);

    static final BrokerOption<Long> MAX_REDELIVERY_DELAY = new BrokerOption<>("maxRedeliveryDelayMillis",
            "a number of milliseconds, at least 0", 1_000L,
            Long::valueOf, millis -> millis >= 0);

    static final BrokerOption<ObjectInputFilter> OBJECT_MESSAGE_CLASSES = new BrokerOption<>(ObjectFilters.PROPERTY,
            "patterns of java.io.ObjectInputFilter, separated by semicolons, such as com.example.orders.*",
            ObjectFilters.standard(), ObjectFilters::allowing, filter -> true);

    static final BrokerOption<Path> USERS_FILE = new BrokerOption<>("usersFile",
            "the path of a file with lines name=password,role,role", null, BrokerOption::path, path -> true);

    static final BrokerOption<String> LOGIN_CONFIGURATION = new BrokerOption<>("loginConfiguration",
            "the name of an entry in the JAAS configuration of this JVM", null, text -> text, name -> !name.isBlank());

    static final BrokerOption<String> PERMISSIONS = new BrokerOption<>("permissions",
            AccessRules.SYNTAX, "", text -> text, text -> true);

    static final BrokerOption<Boolean> JMSX_USER_ID = new BrokerOption<>("jmsxUserId",
            "true or false", false, BrokerOption::flag, flag -> true);

    static final BrokerOption<Path> BROKER_CONFIGURATION = new BrokerOption<>("brokerConfiguration",
            "the path of a broker.xml", null, BrokerOption::path, path -> true);

    static final BrokerOption<List<String>> INSECURE_ACCEPTORS = new BrokerOption<>("insecureAcceptors",
            "names of acceptors in brokerConfiguration, separated by commas", List.of(),
            BrokerOption::names, names -> names.stream().noneMatch(String::isBlank));

    /** A consumer's only: the broker's own is always {@code DLQ}. */
    static final BrokerOption<EscrowQueue> DEAD_LETTER_DESTINATION = new BrokerOption<>("deadLetterDestination",
            "the name of a queue", null, EscrowQueue::new, queue -> true);

    static final List<BrokerOption<?>> ALL = List.of(DIRECTORY, NAME, FSYNC, JMX, CREATE_DESTINATIONS,
            JOURNAL_BUFFER_TIMEOUT, GLOBAL_MAX_BYTES, MIN_FREE_DISK_BYTES, MAX_DELIVERY_ATTEMPTS,
            IMMEDIATE_REDELIVERIES, REDELIVERY_DELAY, REDELIVERY_MULTIPLIER, MAX_REDELIVERY_DELAY,
            OBJECT_MESSAGE_CLASSES, USERS_FILE, LOGIN_CONFIGURATION, PERMISSIONS, JMSX_USER_ID,
            BROKER_CONFIGURATION, INSECURE_ACCEPTORS);

    private final String name;
    private final String allowed;
    private final T defaultValue;
    private final Function<String, T> parser;
    private final Predicate<T> validity;

    private BrokerOption(
            String name, String allowed, T defaultValue, Function<String, T> parser, Predicate<T> validity) {
        this.name = name;
        this.allowed = allowed;
        this.defaultValue = defaultValue;
        this.parser = parser;
        this.validity = validity;
    }

    String name() {
        return name;
    }

    T defaultValue() {
        return defaultValue;
    }

    /**
     * Reads and checks a value.
     *
     * @throws IllegalArgumentException naming the option, the value and what is allowed
     */
    T parse(String text) {
        if (text == null) {
            throw invalid("null", null);
        }
        T value;
        try {
            value = parser.apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw invalid(text, e);
        }
        return check(value);
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException naming the option, the value and what is allowed
     */
    T check(T value) {
        if (value == null || !validity.test(value)) {
            throw invalid(String.valueOf(value), null);
        }
        return value;
    }

    private IllegalArgumentException invalid(String value, Exception cause) {
        return new IllegalArgumentException(name + " is '" + value + "', allowed is " + allowed, cause);
    }

    /** A quarter of the heap: the broker is a guest in its process, but what goes to page files costs twice as much. */
    private static long defaultGlobalMaxBytes() {
        return Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 4);
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new InvalidPathException(text, "empty");
        }
        return Path.of(text);
    }

    private static List<String> names(String text) {
        List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new IllegalArgumentException(text);
        }
        return names;
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
