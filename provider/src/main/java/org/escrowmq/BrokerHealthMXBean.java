package org.escrowmq;

/**
 * What {@link EscrowBroker#health} says, for whoever watches by JMX: {@code org.escrowmq:broker="...",type=health}. The
 * adapter shows the same of remote brokers, under its own name.
 *
 * <p>Safe for use by several threads. {@link EscrowBroker} registers and unregisters it, or the adapter.
 */
public interface BrokerHealthMXBean {

    /** The name of a {@link BrokerHealth.State}. */
    String getState();

    /** Why not everything works, in sentences; empty if everything does. */
    String[] getReasons();
}
