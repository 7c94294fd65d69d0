package org.escrowmq.broker.encoding;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * The properties of a dead letter that say where it was and why it is there, for applications and for selectors.
 * Stateless.
 */
public final class DeadLetterLabel {

    /** Why it is there, for a person. */
    static final String CAUSE = "JMS_ESCROW_CAUSE";

    /** Where it had been sent, as {@code queue://name} or {@code topic://name}. */
    static final String ORIGINAL_DESTINATION = "JMS_ESCROW_ORIGINAL_DESTINATION";

    /** How often it was delivered there, an int. */
    static final String DELIVERIES = "JMS_ESCROW_DELIVERIES";

    private DeadLetterLabel() { }

    /**
     * Writes them.
     *
     * @param letter the copy that becomes the dead letter
     * @param address where the original had been sent
     * @param type whether that is a queue or a topic
     */
    public static void write(Message letter, String cause, SimpleString address, RoutingType type, int deliveries) {
        letter.putStringProperty(CAUSE, cause);
        letter.putStringProperty(ORIGINAL_DESTINATION, (type == RoutingType.MULTICAST
                ? CoreMessages.TOPIC_PREFIX : CoreMessages.QUEUE_PREFIX) + address);
        letter.putIntProperty(DELIVERIES, deliveries);
    }
}
