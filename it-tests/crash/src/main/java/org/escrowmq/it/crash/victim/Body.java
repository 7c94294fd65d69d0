package org.escrowmq.it.crash.victim;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Arrays;
import java.util.Random;
import org.escrowmq.it.crash.history.MessageId;

/** Bodies that can be checked: their size and their message's name say what has to be in them. Stateless. */
public final class Body {

    /** The property with the message's name. */
    private static final String NAME = "name";
    private static final String SIZE = "size";
    private static final int KIB = 1024;
    private static final int PERCENT = 100;
    private static final int SMALL = 90;
    private static final int MEDIUM = 98;
    private static final int SMALL_IN_PAGES = 50;
    private static final int MEDIUM_IN_PAGES = 88;
    private static final int LARGE_IN_PAGES = 97;

    private Body() {
    }

    /**
     * Mostly small, sometimes tens of KiB, now and then so large that the engine gives it a file of its own. Where
     * queues are to go to page files, larger ones, some of them too large for memory.
     */
    static int size(Random random, Pressure pressure) {
        int kind = random.nextInt(PERCENT);
        boolean pages = pressure == Pressure.PAGING;
        if (kind < (pages ? SMALL_IN_PAGES : SMALL)) {
            return random.nextInt(KIB / 2);
        }
        if (pages && kind >= LARGE_IN_PAGES) {
            return random.nextInt(1_100 * KIB, 2_000 * KIB);
        }
        return kind < (pages ? MEDIUM_IN_PAGES : MEDIUM)
                ? random.nextInt(4 * KIB, 60 * KIB) : random.nextInt(110 * KIB, 300 * KIB);
    }

    static void fill(BytesMessage message, MessageId id, int size) throws JMSException {
        message.setStringProperty(NAME, id.toString());
        message.setIntProperty(SIZE, size);
        message.writeBytes(bytes(id, size));
    }

    /** Who the message says it is. */
    public static MessageId id(Message message) throws JMSException {
        return MessageId.parse(message.getStringProperty(NAME));
    }

    /** Whether every byte is what was sent. */
    public static boolean isIntact(Message message) throws JMSException {
        byte[] expected = bytes(id(message), message.getIntProperty(SIZE));
        return Arrays.equals(message.getBody(byte[].class), expected)
                || expected.length == 0 && message.getBody(byte[].class) == null;
    }

    private static byte[] bytes(MessageId id, int size) {
        byte[] bytes = new byte[size];
        new Random(id.toString().hashCode()).nextBytes(bytes);
        return bytes;
    }
}
