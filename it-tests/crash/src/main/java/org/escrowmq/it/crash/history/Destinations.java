package org.escrowmq.it.crash.history;

import java.util.List;
import java.util.Set;

/** The destinations of the load. */
public final class Destinations {

    /** A queue with one consumer, so that order holds from one process to the next. */
    public static final String SINGLE = "single";
    /** A queue with two consumers, who forward some of what they get. */
    public static final String SHARED = "shared";
    /** A topic with one durable subscription, {@link #SUBSCRIPTION}. */
    public static final String TOPIC = "topic";
    /** The subscription's name. */
    public static final String SUBSCRIPTION = "subscription";
    /** The client identifier that it belongs to. */
    public static final String CLIENT_ID = "crash";

    /** Those that can be looked at without consuming. */
    public static final List<String> QUEUES = List.of(SINGLE, SHARED);
    /** All of them. */
    public static final Set<String> ALL = Set.of(SINGLE, SHARED, TOPIC);

    private Destinations() {
    }
}
