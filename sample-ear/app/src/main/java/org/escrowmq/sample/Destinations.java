package org.escrowmq.sample;

/**
 * The names under which the application's parts find each other; {@link OrderService} defines what they stand for.
 * Immutable.
 */
final class Destinations {
    /** The queue with one message for each order. */
    static final String ORDERS = "java:app/jms/orders";
    /** The topic with one message for each confirmed order. */
    static final String EVENTS = "java:app/jms/events";
    /** The message property that holds the name of an {@link OrderKind}. */
    static final String KIND = "kind";

    private Destinations() {
    }
}
