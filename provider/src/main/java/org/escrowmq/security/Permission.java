package org.escrowmq.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a role may be allowed to do with a destination. */
public enum Permission {

    /** Send to the queue, publish on the topic. */
    SEND,

    /** Receive from the queue; receive from the topic, by durable subscriptions only if they exist already. */
    CONSUME,

    /** Look through the queue without receiving anything. */
    BROWSE,

    /**
     * Create the destination by using it for the first time; create, change and delete durable subscriptions on the
     * topic; create temporary destinations, whose names begin with {@value #TEMPORARY_PREFIX}.
     */
    CREATE,

    /** Send commands to the engine: only its own clients can, where an acceptor lets them in. */
    MANAGE;

    /** How the name of every temporary destination begins. */
    public static final String TEMPORARY_PREFIX = "temporary.";

    /** Its name in configuration texts. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds one by its name in configuration texts. */
    static Optional<Permission> of(String text) {
        return Arrays.stream(values()).filter(permission -> permission.text().equals(text)).findAny();
    }

    /** All their names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(Permission::text).collect(Collectors.joining(", "));
    }
}
