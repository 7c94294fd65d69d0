package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.util.function.Consumer;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;

/**
 * A single-threaded line of work on a broker: sends, and consumers. One thread at a time uses it; {@link #close} may be
 * called from any thread.
 */
public interface BrokerSession {

    /**
     * Stores a copy of a message, with the headers that the producer has set (destination, id, delivery mode, priority,
     * expiration, delivery time).
     *
     * <p>Messages of one session arrive at a destination in the order sent, within one priority and delivery mode.
     *
     * @param message the message; the broker keeps no reference to it
     * @param transaction what the message is sent in: it becomes durable and visible with the commit; null to send it
     *     at once: when the method returns, a persistent message is on the disk and every message is visible
     * @throws jakarta.jms.InvalidDestinationException if the destination does not exist and may not be created
     * @throws jakarta.jms.ResourceAllocationException if there is no room for it
     */
    void send(EscrowMessage message, BrokerTransaction transaction) throws JMSException;

    /**
     * Stores a copy of a message like {@link #send(EscrowMessage, BrokerTransaction)}, without waiting for the disk.
     *
     * @param completion told once, with null when a message sent in no transaction is on the disk and one sent in a
     *     transaction is part of it, else with the reason why not; in the order of the sends, on any thread
     * @throws JMSException if the message is refused at once; the completion is not told then
     */
    void send(EscrowMessage message, BrokerTransaction transaction, Consumer<JMSException> completion)
            throws JMSException;

    /**
     * Opens a consumer. Nothing is delivered until it is {@linkplain BrokerConsumer#request asked for}.
     *
     * <p>For a durable or shared subscription the subscription is created if it does not exist. An unshared durable
     * subscription whose topic, selector or noLocal differs is replaced by a new one if it has no active consumer
     * (specification 8.3.3).
     *
     * @param listener told of each delivery, on a thread of the broker's
     * @throws jakarta.jms.InvalidDestinationException if the destination does not exist
     * @throws jakarta.jms.InvalidSelectorException if the selector is not valid
     * @throws jakarta.jms.IllegalStateException if the subscription is in use and its kind allows one consumer only
     */
    BrokerConsumer createConsumer(ConsumerSpec spec, DeliveryListener listener) throws JMSException;

    /**
     * Deletes a durable subscription.
     *
     * @throws jakarta.jms.InvalidDestinationException if there is no such subscription
     * @throws jakarta.jms.IllegalStateException if it has an active consumer
     */
    void deleteSubscription(String clientId, String name) throws JMSException;

    /**
     * Makes sure that a queue or topic exists, creating it where the broker allows that.
     *
     * @throws jakarta.jms.InvalidDestinationException if it does not exist and may not be created
     */
    void ensureExists(EscrowDestination destination) throws JMSException;

    /** Where messages that are made for this broker keep bodies that are too large for memory. */
    BodyStore bodyStore();

    /** Closes the session and its consumers; what was delivered but not acknowledged goes back. */
    void close() throws JMSException;
}
