package org.escrowmq.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.escrowmq.broker.encoding.DeadLetterLabel;
import org.escrowmq.broker.encoding.FailedDelivery;

/**
 * Makes dead letters: copies of messages for the dead letter queue, labelled with where they were and why they are
 * there ({@link DeadLetterLabel}), and by the engine's own {@code _AMQ_ORIG_*}, which it needs to send a message back.
 *
 * <p>Stateless.
 */
final class DeadLetters {

    private DeadLetters() { }

    /** Remembers, until the next one, why a delivery failed; as long as the message's reference is in memory. */
    static void failed(MessageReference reference, Throwable cause) {
        reference.setProtocolData(FailedDelivery.class,
                FailedDelivery.of(cause, reference.getDeliveryCount()));
    }

    /** Why a message is given up that was delivered as often as is allowed. */
    static String deliveredTooOften(MessageReference reference) {
        return FailedDelivery.tooOften(
                reference.getDeliveryCount(), reference.getProtocolData(FailedDelivery.class));
    }

    /** Why a message is set aside that could have been delivered again. */
    static String setAside(MessageReference reference) {
        FailedDelivery failure = reference.getProtocolData(FailedDelivery.class);
        return failure == null ? "an operator moved it" : failure.description();
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
        DeadLetterLabel.write(copy, cause, original.getAddressSimpleString(), reference.getQueue().getRoutingType(),
                reference.getDeliveryCount());
        copy.reencode();
        return LargeServerMessageImpl.checkLargeMessage(copy, storage);
    }
}
