package org.escrowmq.jms;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes the message identifiers of one producer: UUIDs with a random half chosen once and a counted half, so that no
 * random number is drawn for each message. They have the shape of version 1, the only one that the engine stores as
 * 16 bytes; others it keeps as text.
 *
 * <p>Used by the producer's thread only.
 */
final class MessageIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_1 = 0x1000L;
    private static final long COUNTER_BITS = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long prefix = RANDOM.nextLong() & ~VERSION_BITS | VERSION_1;
    private long counter = RANDOM.nextLong();

    /** The next JMSMessageID. */
    String next() {
        return "ID:" + new UUID(prefix, counter++ & COUNTER_BITS | VARIANT);
    }
}
