package org.escrowmq.broker.encoding;

import java.util.Set;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * What a copy says of the message whose place in a remote broker's queue it took, because that has to wait for its next
 * delivery: a client cannot have the message itself wait. In properties that no application sees, nor one that uses
 * Artemis' own JMS client: it hides names that begin with JMS. Stateless.
 */
public final class DelayedCopy {

    /** How often it was delivered before, an int: the broker counts the deliveries of the copy alone. */
    private static final SimpleString DELIVERIES = SimpleString.of("JMSEscrowDeliveriesBefore");
    /** When it was to be delivered first, a long; 0 for at once. */
    private static final SimpleString DELIVERY_TIME = SimpleString.of("JMSEscrowDeliveryTimeBefore");
    /** Why a delivery failed. */
    private static final SimpleString FAILURE = SimpleString.of("JMSEscrowFailureBefore");
    /** Which one that was, an int. */
    private static final SimpleString FAILED_DELIVERY = SimpleString.of("JMSEscrowFailedBefore");

    /** All these properties. */
    static final Set<SimpleString> NAMES = Set.of(DELIVERIES, DELIVERY_TIME, FAILURE, FAILED_DELIVERY);

    private DelayedCopy() { }

    /**
     * Writes it.
     *
     * @param copy what has everything of the original by now
     * @param deliveries how often that was delivered, by whomever
     * @param failure the last that is known, or null
     * @param due when the copy is to be delivered
     */
    public static void mark(ICoreMessage copy, int deliveries, FailedDelivery failure, long due) {
        copy.putLongProperty(DELIVERY_TIME, firstDeliveryTime(copy));
        copy.putIntProperty(DELIVERIES, deliveries);
        if (failure != null) {
            copy.putStringProperty(FAILURE, SimpleString.of(failure.description()));
            copy.putIntProperty(FAILED_DELIVERY, failure.delivery());
        }
        copy.setScheduledDeliveryTime(due);
    }

    /** Removes it from a copy that begins anew elsewhere. */
    public static void unmark(ICoreMessage copy) {
        long time = firstDeliveryTime(copy);
        NAMES.forEach(copy::removeProperty);
        copy.setScheduledDeliveryTime(time);
    }

    /** How often a message was delivered that this one is a copy of; 0 if it is none. */
    public static int deliveriesBefore(ICoreMessage message) {
        return message.getObjectProperty(DELIVERIES) instanceof Integer deliveries ? deliveries : 0;
    }

    /** Why a delivery failed of a message that this one is a copy of, or null. */
    public static FailedDelivery failureBefore(ICoreMessage message) {
        Object failure = message.getObjectProperty(FAILURE);
        return failure != null && message.getObjectProperty(FAILED_DELIVERY) instanceof Integer delivery
                ? new FailedDelivery(failure.toString(), delivery) : null;
    }

    /** When the message itself was to be delivered first; 0 for at once. */
    static long firstDeliveryTime(ICoreMessage message) {
        return message.getObjectProperty(DELIVERY_TIME) instanceof Long time
                ? time : message.getScheduledDeliveryTime();
    }
}
