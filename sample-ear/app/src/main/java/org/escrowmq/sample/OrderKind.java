package org.escrowmq.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What shall happen to an order. Immutable.
 */
public enum OrderKind {
    /** Row and message are committed; the consumer succeeds at once. */
    NORMAL,
    /** Row and message are written, then the transaction is rolled back: neither may be seen by anyone. */
    ROLLBACK,
    /** Row and message are committed; the consumer fails on its first two deliveries, after it did all its work. */
    FLAKY;

    /** The delivery on which the consumer of a flaky order succeeds. */
    static final int FLAKY_SUCCEEDS_ON = 3;

    /**
     * @return the kind with this name, as it is written in a request; empty if there is none
     */
    static Optional<OrderKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.parameter().equals(name)).findFirst();
    }

    /**
     * @return the names that {@link #named} knows
     */
    static List<String> names() {
        return Arrays.stream(values()).map(OrderKind::parameter).toList();
    }

    /**
     * @return the name as it is written in a request
     */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @return whether the consumer has to fail on this delivery, counted from 1
     */
    boolean failsOn(int delivery) {
        return this == FLAKY && delivery < FLAKY_SUCCEEDS_ON;
    }
}
