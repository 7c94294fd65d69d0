package org.escrowmq.sample;

import java.time.Instant;

/**
 * An order as the database holds it. Immutable.
 *
 * @param id the order's identity, chosen by the client or by {@link OrdersResource}
 * @param kind what was asked for, as in {@link OrderKind#parameter}
 * @param state PLACED or CONFIRMED
 * @param deliveries how often the message was delivered until its consumer succeeded, 0 before that
 * @param placedAt when the row was inserted
 * @param confirmedAt when the row was confirmed; null before that
 * @param consumptions how often the message was consumed: more than once is an error
 * @param events how often the event arrived: more than once is an error
 */
public record Order(String id, String kind, String state, int deliveries, Instant placedAt, Instant confirmedAt,
        int consumptions, int events) {
}
