package org.escrowmq.broker;

import java.util.Objects;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.escrowmq.broker.encoding.CoreMessages;

/**
 * Makes dead letters: copies of messages for the dead letter queue, with properties that say where they were and why
 * they are there. The engine's own {@code _AMQ_ORIG_*} are among them, which it needs to send a message back.
 *
 * <p>Stateless.
 */
final class DeadLetters {

    /** Why it is there, for a person. */
    static final String CAUSE = "JMS_ESCROW_CAUSE";

    /** Where it had been sent, as {@code queue://name} or {@code topic://name}. */
    static final String ORIGINAL_DESTINATION = "JMS_ESCROW_ORIGINAL_DESTINATION";

    /** How often it was delivered there, an int. */
    static final String DELIVERIES = "JMS_ESCROW_DELIVERIES";

    private static final int LONGEST_CAUSE = 1_000;
    private static final int CAUSES_OF_CAUSES = 4;

    /** Why the last delivery of a message failed, as long as its reference is in memory. */
    private record Failure(String description, int delivery) { }

    private DeadLetters() { }

    /** Remembers, until the next one, why a delivery failed. */
    static void failed(MessageReference reference, Throwable cause) {
        StringBuilder description = new StringBuilder(Objects.toString(cause));
        Throwable next = cause == null ? null : cause.getCause();
        for (int i = 0; i < CAUSES_OF_CAUSES && next != null; i++) {
            description.append("; caused by ").append(next);
            next = next.getCause();
        }
        if (description.length() > LONGEST_CAUSE) {
            description.replace(LONGEST_CAUSE, description.length(), "...");
        }
        reference.setProtocolData(Failure.class, new Failure(description.toString(),
                reference.getDeliveryCount()));
    }

    /** Why a message is given up that was delivered as often as is allowed. */
    static String deliveredTooOften(MessageReference reference) {
        Failure failure = reference.getProtocolData(Failure.class);
        int delivery = reference.getDeliveryCount();
        String last = "delivery " + delivery + ", the last that is allowed, ";
        if (failure == null) {
            return last + "was rolled back";
        }
        return failure.delivery == delivery
                ? last + "failed: " + failure.description
                : last + "was rolled back; delivery " + failure.delivery + " failed: " + failure.description;
    }

    /** Why a message is set aside that could have been delivered again. */
    static String setAside(MessageReference reference) {
        Failure failure = reference.getProtocolData(Failure.class);
        return failure == null ? "an operator moved it" : failure.description;
    }

    /**
     * Copies a message for the dead letter queue. To be called within {@link Engine#call} or on an engine's thread.
     *
     * @param cause why it is given up
     */
    static Message copy(MessageReference reference, SimpleString deadLetterAddress, String cause,
            StorageManager storage) throws Exception {
        Message original = reference.getMessage();
        Message copy = original.copy(storage.generateID(), true);
        copy.setAddress(deadLetterAddress);
        copy.referenceOriginalMessage(original, reference.getQueue().getName());
        copy.setExpiration(0L);
        copy.setRoutingType(null);
        copy.putStringProperty(CAUSE, cause);
        copy.putStringProperty(ORIGINAL_DESTINATION, destination(reference));
        copy.putIntProperty(DELIVERIES, reference.getDeliveryCount());
        copy.reencode();
        return LargeServerMessageImpl.checkLargeMessage(copy, storage);
    }

    private static String destination(MessageReference reference) {
        boolean topic = reference.getQueue().getRoutingType() == RoutingType.MULTICAST;
        return (topic ? CoreMessages.TOPIC_PREFIX : CoreMessages.QUEUE_PREFIX)
                + reference.getMessage().getAddress();
    }
}
