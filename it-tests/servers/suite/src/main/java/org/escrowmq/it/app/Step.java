package org.escrowmq.it.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What can be done in a transaction. The order of the steps is the order in which their resources are enlisted. */
public enum Step {
    /** Insert a row through the XA datasource. */
    ROW,
    /** Send a message. */
    MESSAGE,
    /** Send a message through the connection factory with a visibility barrier. */
    HELD_MESSAGE,
    /** Send the message on to the queue on which no bean listens. */
    FORWARD,
    /** Enlist the probe. */
    PROBE;

    /** Writes steps as text that {@link #parse} reads. */
    public static String format(Step... steps) {
        return Arrays.stream(steps).map(Step::name).collect(Collectors.joining(","));
    }

    /** Reads steps. */
    public static List<Step> parse(String text) {
        return Arrays.stream(text.split(",")).map(Step::valueOf).toList();
    }
}
