package org.escrowmq.destination;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.io.Serial;
import java.io.Serializable;

/**
 * A queue or a topic: a kind and a name. Immutable; equal to every other destination of the same kind and name.
 */
public abstract class EscrowDestination implements Destination, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient boolean administered;

    EscrowDestination(String name) {
        this(name, false);
    }

    EscrowDestination(String name, boolean administered) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("The name of a queue or topic must not be null or blank");
        }
        this.name = name;
        this.administered = administered;
    }

    /**
     * Accepts any queue or topic object, ours or of an adapter in front of us, by its name.
     *
     * @throws InvalidDestinationException if it is null, nameless, or neither a queue nor a topic
     */
    public static EscrowDestination of(Destination destination) throws JMSException {
        if (destination instanceof EscrowDestination own) {
            return own;
        }
        boolean administered = destination instanceof Administered;
        try {
            if (destination instanceof Queue queue) {
                return new EscrowQueue(queue.getQueueName(), administered);
            }
            if (destination instanceof Topic topic) {
                return new EscrowTopic(topic.getTopicName(), administered);
            }
        } catch (IllegalArgumentException e) {
            InvalidDestinationException invalid = new InvalidDestinationException(e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
        throw new InvalidDestinationException(destination == null
                ? "The destination is null; a jakarta.jms.Queue or jakarta.jms.Topic is needed"
                : "A destination must be a jakarta.jms.Queue or jakarta.jms.Topic, not a "
                        + destination.getClass().getName());
    }

    /** The name, as the application gave it. */
    public final String name() {
        return name;
    }

    /** True for a topic, false for a queue. */
    public abstract boolean isTopic();

    /** True if it comes from an {@link Administered} object. */
    public final boolean isAdministered() {
        return administered;
    }

    /** True if it lives only as long as the connection that created it. */
    public boolean isTemporary() {
        return false;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof EscrowDestination that && isTopic() == that.isTopic() && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode() * 2 + (isTopic() ? 1 : 0);
    }

    @Override
    public final String toString() {
        return (isTemporary() ? "temporary " : "") + (isTopic() ? "topic " : "queue ") + name;
    }
}
