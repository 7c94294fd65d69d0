package org.escrowmq.broker.encoding;

import java.util.Objects;

/**
 * Why the last delivery of a message failed that is known to have failed, for whoever reads a dead letter. Immutable.
 *
 * @param description what was thrown, with its causes
 * @param delivery which delivery it was, from 1
 */
public record FailedDelivery(String description, int delivery) {

    private static final int LONGEST = 1_000;
    private static final int CAUSES_OF_CAUSES = 4;

    /** Describes what was thrown. */
    public static FailedDelivery of(Throwable cause, int delivery) {
        StringBuilder description = new StringBuilder(Objects.toString(cause));
        Throwable next = cause == null ? null : cause.getCause();
        for (int i = 0; i < CAUSES_OF_CAUSES && next != null; i++) {
            description.append("; caused by ").append(next);
            next = next.getCause();
        }
        if (description.length() > LONGEST) {
            description.replace(LONGEST, description.length(), "...");
        }
        return new FailedDelivery(description.toString(), delivery);
    }

    /**
     * Why a message is given up that was delivered as often as is allowed.
     *
     * @param delivery which delivery was the last
     * @param last the last one of which is known why it failed, or null
     */
    public static String tooOften(int delivery, FailedDelivery last) {
        String begin = "delivery " + delivery + ", the last that is allowed, ";
        if (last == null) {
            return begin + "was rolled back";
        }
        return last.delivery == delivery
                ? begin + "failed: " + last.description
                : begin + "was rolled back; delivery " + last.delivery + " failed: " + last.description;
    }
}
