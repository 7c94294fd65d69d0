package org.escrowmq.broker.encoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Strings as 16 bits for each character, surrogates included: a String may contain any, also unpaired ones, which the
 * JDK's own conversions would replace.
 */
final class Characters {

    private Characters() { }

    /** The characters, the low byte of each first. */
    static byte[] toBytes(String text) {
        byte[] bytes = new byte[text.length() * Character.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
        return bytes;
    }

    /** The text of which these are the characters, in this order of bytes. */
    static String toText(byte[] bytes, ByteOrder order) {
        return ByteBuffer.wrap(bytes).order(order).asCharBuffer().toString();
    }
}
