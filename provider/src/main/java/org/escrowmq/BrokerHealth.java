package org.escrowmq;

import java.util.List;

/**
 * How a broker is, or the remote brokers of a URL are, for whoever watches it.
 *
 * <p>Immutable.
 *
 * @param state what still works
 * @param reasons why not everything does, in sentences; empty if everything does
 */
public record BrokerHealth(State state, List<String> reasons) {

    /** What of a broker works. */
    public enum State {
        /** Everything. */
        UP,
        /** Messages are delivered and acknowledged, and sending fails for the time being. */
        NOT_SENDING,
        /** Of several remote brokers some do not answer: connections go to the others. */
        DEGRADED,
        /** Nothing, until the broker is opened again, or one of the remote ones answers. */
        DOWN
    }

    /** Copies the reasons. */
    public BrokerHealth {
        reasons = List.copyOf(reasons);
    }
}
