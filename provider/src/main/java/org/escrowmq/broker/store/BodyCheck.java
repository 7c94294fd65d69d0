package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * A check of a body that has a file of its own, kept in its message's record. Of the record there are digests, so what
 * is changed in the file later is noticed when it is read.
 *
 * <p>The check says which message it was made for: a client of Artemis' own that sends a received message on with
 * another body takes it along.
 *
 * <p>Gathers the check of one body, for one thread.
 */
public final class BodyCheck {

    /** The property with the check. Artemis' own clients hide such a name from applications, as EscrowMQ does. */
    public static final SimpleString PROPERTY = SimpleString.of("JMSEscrowBodyCheck");

    private static final int PIECE = 256 * 1024;

    private final CRC32C sum = new CRC32C();

    /** Takes further bytes of the body. */
    public BodyCheck update(ByteBuffer bytes) {
        sum.update(bytes);
        return this;
    }

    /** Notes the check of what was taken in the message. */
    public void putInto(Message message) {
        message.putLongProperty(PROPERTY, owner(message) | sum.getValue());
    }

    /** True unless the message has a check of its body and what was taken is something else. */
    public boolean agreesWith(Message message) {
        return !isIn(message) || message.getLongProperty(PROPERTY) == (owner(message) | sum.getValue());
    }

    /** True if the message has a check of its body. */
    public static boolean isIn(Message message) {
        return message.getObjectProperty(PROPERTY) instanceof Long check
                && (check & ~0xFFFFFFFFL) == owner(message);
    }

    private static long owner(Message message) {
        Object id = message.getUserID();
        return id == null ? 0 : (long) id.hashCode() << Integer.SIZE;
    }

    /** True unless the message has a check of its body and the file is something else. */
    public static boolean agrees(Message message, Path file) throws IOException {
        if (!isIn(message)) {
            return true;
        }
        BodyCheck check = new BodyCheck();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            while (content.read(piece.clear()) >= 0) {
                check.update(piece.flip());
            }
        }
        return check.agreesWith(message);
    }
}
