package org.escrowmq.broker;

import org.escrowmq.destination.EscrowDestination;

/**
 * What a consumer takes its messages from.
 *
 * @param destination the queue or topic
 * @param subscription for a topic, the kind of subscription; {@link Subscription#NONE} for a queue
 * @param selector a message selector, or null for every message
 * @param noLocal true to leave out what was sent through a connection with the same identity
 * @param browse true to look at messages without taking them; such deliveries need no acknowledgement
 */
public record ConsumerSpec(
        EscrowDestination destination, Subscription subscription, String selector, boolean noLocal, boolean browse) {

    /**
     * A subscription on a topic (specification 8.3).
     *
     * @param name its name, or null for an unshared non-durable one
     * @param clientId the client identifier that is part of its identity, or null
     * @param durable whether it outlives its consumers
     * @param shared whether it may have several
     */
    public record Subscription(String name, String clientId, boolean durable, boolean shared) {

        /** Unshared and non-durable, or no subscription at all because the destination is a queue. */
        public static final Subscription NONE = new Subscription(null, null, false, false);
    }
}
