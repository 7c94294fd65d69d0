package org.escrowmq;

/**
 * What {@link EscrowBroker#health} says, for whoever watches by JMX: {@code org.escrowmq:broker="...",type=health}.
 *
 * <p>Safe for use by several threads. {@link EscrowBroker} registers and unregisters it.
 */
public interface BrokerHealthMXBean {

    /** The name of a {@link BrokerHealth.State}. */
    String getState();

    /** Why not everything works, in sentences; empty if everything does. */
    String[] getReasons();
}
