package org.escrowmq.broker;

import org.apache.activemq.artemis.core.server.MessageReference;
import org.escrowmq.destination.EscrowQueue;

/**
 * What one consumer wants done with messages that it could not handle; what is null is as the broker does it.
 *
 * <p>It belongs to a delivery and decides when that delivery is rolled back, whoever does it, and as long as the
 * process lives. Immutable.
 *
 * @param maxDeliveryAttempts after so many deliveries, by whomever, a message is given up; -1 for never
 * @param atOnce as in {@link RedeliveryPolicy}
 * @param delayMillis as in {@link RedeliveryPolicy}
 * @param multiplier as in {@link RedeliveryPolicy}
 * @param maxDelayMillis as in {@link RedeliveryPolicy}
 * @param deadLetters where messages go that are given up
 */
public record Redelivery(Integer maxDeliveryAttempts, Integer atOnce, Long delayMillis, Double multiplier,
        Long maxDelayMillis, EscrowQueue deadLetters) {

    /** All as the broker does it. */
    public static final Redelivery AS_USUAL = new Redelivery(null, null, null, null, null, null);

    /** For what was reserved and never handed out: it goes back as it was, however often others have tried. */
    static final Redelivery UNDISTURBED = new Redelivery(-1, 0, 0L, 1.0, 0L, null);

    /** Lets this decide about a delivery. */
    void governs(MessageReference delivered) {
        delivered.setProtocolData(Redelivery.class, this);
    }

    /** What decides about the last delivery of a message. */
    static Redelivery of(MessageReference reference) {
        Redelivery own = reference.getProtocolData(Redelivery.class);
        return own == null ? AS_USUAL : own;
    }

    /**
     * True if the message was delivered as often as is allowed.
     *
     * @param usualLimit what holds if this does not say it; -1 for never
     */
    public boolean isOver(int deliveries, int usualLimit) {
        int limit = maxDeliveryAttempts == null ? usualLimit : maxDeliveryAttempts;
        return limit > 0 && deliveries >= limit;
    }

    /** True if this says anything of when a message is delivered again. */
    public boolean saysWhen() {
        return atOnce != null || delayMillis != null || multiplier != null || maxDelayMillis != null;
    }

    /** When a message comes again: the usual, changed where this says something. */
    public RedeliveryPolicy policy(RedeliveryPolicy usual) {
        return usual.with(atOnce, delayMillis, multiplier, maxDelayMillis);
    }
}
