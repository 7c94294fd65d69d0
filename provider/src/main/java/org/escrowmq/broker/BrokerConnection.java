package org.escrowmq.broker;

import jakarta.jms.JMSException;
import org.escrowmq.destination.EscrowDestination;

/**
 * One client's connection: the owner of its sessions, its client identifier and its temporary destinations.
 *
 * <p>Safe for use by several threads. {@link #close} closes the sessions that are still open.
 */
public interface BrokerConnection {

    /**
     * Takes a client identifier for this connection, until it is closed (specification 6.1.2).
     *
     * @throws jakarta.jms.InvalidClientIDException if another open connection has it
     */
    void setClientId(String clientId) throws JMSException;

    /** Opens a session; several may be open at a time. */
    BrokerSession createSession() throws JMSException;

    /**
     * Creates a temporary destination that lives until this connection closes.
     *
     * @param topic true for a topic, false for a queue
     * @return its name, unique in this broker
     */
    String createTemporary(boolean topic) throws JMSException;

    /**
     * Deletes a temporary destination.
     *
     * @throws jakarta.jms.IllegalStateException if it still has consumers
     * @throws jakarta.jms.InvalidDestinationException if this connection did not create it, or deleted it already
     */
    void deleteTemporary(EscrowDestination destination) throws JMSException;

    /** Sets what is to be told when the broker ends this connection by itself; null for nobody. */
    void onFailure(java.util.function.Consumer<JMSException> listener);

    /** Closes the connection and its sessions and deletes its temporary destinations. Prepared branches stay. */
    void close() throws JMSException;
}
