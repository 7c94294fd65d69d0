package org.escrowmq.it.crash.history;

import java.util.Locale;

/**
 * Something that a worker says about its transaction. What it is about to do it says before, what has happened it says
 * afterwards; so after a kill nothing can be in a store that was not announced. Immutable.
 */
public sealed interface Event {

    /** The transaction, unique in a run. */
    String transaction();

    /**
     * A transaction begins.
     *
     * @param worker who works in it
     * @param rows whether it has a branch in the database: each message sent or received has a row then
     */
    record Begun(String transaction, String worker, boolean rows) implements Event {
    }

    /** A message is about to be sent. */
    record Sent(String transaction, MessageId message) implements Event {
    }

    /**
     * A message was received.
     *
     * @param redelivered what it says about itself
     * @param deliveries what it says about itself
     * @param intact whether its body is what was sent
     */
    record Received(String transaction, MessageId message, boolean redelivered, int deliveries, boolean intact)
            implements Event {
    }

    /** The transaction is over. */
    record Ended(String transaction, Outcome outcome) implements Event {
    }

    /** The event in one line, words separated by spaces. */
    default String line() {
        if (this instanceof Begun begun) {
            return "begun " + begun.transaction + " " + begun.worker + " " + begun.rows;
        }
        if (this instanceof Sent sent) {
            return "sent " + sent.transaction + " " + sent.message;
        }
        if (this instanceof Received received) {
            return "received " + received.transaction + " " + received.message + " " + received.redelivered + " "
                    + received.deliveries + " " + received.intact;
        }
        return "ended " + transaction() + " " + ((Ended) this).outcome.name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #line} wrote; null if the words are something else. */
    static Event parse(String... words) {
        return switch (words[0]) {
            case "begun" -> new Begun(words[1], words[2], Boolean.parseBoolean(words[3]));
            case "sent" -> new Sent(words[1], MessageId.parse(words[2]));
            case "received" -> new Received(words[1], MessageId.parse(words[2]), Boolean.parseBoolean(words[3]),
                    Integer.parseInt(words[4]), Boolean.parseBoolean(words[5]));
            case "ended" -> new Ended(words[1], Outcome.valueOf(words[2].toUpperCase(Locale.ROOT)));
            default -> null;
        };
    }
}
