package org.escrowmq.jms;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.escrowmq.destination.EscrowDestination;

/** Checks what applications name: destinations, subscriptions, selectors. */
final class Names {

    private Names() { }

    static String destination(String name) throws JMSException {
        if (name == null || name.isBlank()) {
            throw new InvalidDestinationException("The name of a queue or topic must not be null or blank");
        }
        return name;
    }

    static String subscription(String name) throws JMSException {
        if (name == null || name.isBlank()) {
            throw new JMSException("The name of a subscription must not be null or blank");
        }
        return name;
    }

    /** An empty selector is no selector (specification 3.8.1). */
    static String selector(String selector) {
        return selector == null || selector.isBlank() ? null : selector;
    }

    /** Only the connection that created a temporary destination may consume from it (specification 6.2.2). */
    static void requireOwnTemporary(EscrowDestination destination, EscrowConnection connection) throws JMSException {
        if (destination.isTemporary() && !connection.owns(destination)) {
            throw new InvalidDestinationException("Only the connection that created " + destination
                    + " can consume from it, and only until it is deleted");
        }
    }
}
