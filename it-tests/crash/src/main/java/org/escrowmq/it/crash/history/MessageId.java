package org.escrowmq.it.crash.history;

/**
 * Names a message by the one who sent it, the sender's own count, and where it was sent. Immutable.
 *
 * @param producer the sender
 * @param sequence higher than that of all messages that this sender has sent before, in earlier processes too
 * @param destination a name of {@link Destinations}
 */
public record MessageId(String producer, long sequence, String destination) {

    private static final String SEPARATOR = "/";

    /** Reads what {@link #toString} wrote. */
    public static MessageId parse(String text) {
        String[] parts = text.split(SEPARATOR);
        return new MessageId(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
        return producer + SEPARATOR + sequence + SEPARATOR + destination;
    }
}
