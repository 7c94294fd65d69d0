package org.escrowmq.jms;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes the message identifiers of one producer: UUIDs with a random half chosen once and a counted half, so that no
 * random number is drawn for each message.
 *
 * <p>Used by the producer's thread only.
 */
final class MessageIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final long prefix = RANDOM.nextLong();
    private long next = RANDOM.nextLong();

    /** The next JMSMessageID. */
    String next() {
        return "ID:" + new UUID(prefix, next++);
    }
}
