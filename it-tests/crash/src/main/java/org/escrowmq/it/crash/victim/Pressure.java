package org.escrowmq.it.crash.victim;

import java.util.List;

/** What part of the broker a pair of stores is chosen to wear out, the same for all processes on it. Immutable. */
public enum Pressure {

    /** Nothing in particular. */
    NONE(List.of()),

    /** Little memory, large bodies and a backlog: queues go to page files, branches send and consume there. */
    PAGING(List.of("page-", "body-")),

    /** The journal is compacted all the time; see {@code pressure.btm}. */
    COMPACTION(List.of("compaction-"));

    private static final int LEAST_MEMORY = 1 << 20;
    private static final int BACKLOG = 200;

    private final List<String> prefixes;

    Pressure(List<String> prefixes) {
        this.prefixes = prefixes;
    }

    /** The one under which a point is reached. */
    public static Pressure of(String point) {
        for (Pressure pressure : values()) {
            if (pressure.prefixes.stream().anyMatch(point::startsWith)) {
                return pressure;
            }
        }
        return NONE;
    }

    /** The rule of {@code pressure.btm} that makes it, or an empty text. */
    public String rule() {
        return this == COMPACTION ? "compact" : "";
    }

    /** How much memory the broker has for messages, or 0 for as much as it takes by itself. */
    long memory() {
        return this == PAGING ? LEAST_MEMORY : 0;
    }

    /** How many messages consumers leave. */
    int backlog() {
        return this == PAGING ? BACKLOG : 0;
    }
}
