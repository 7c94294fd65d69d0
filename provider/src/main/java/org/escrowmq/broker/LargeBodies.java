package org.escrowmq.broker;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/**
 * Bodies that are too large for the journal, each in a file of its own.
 *
 * <p><b>Crash argument.</b> The file is complete and, for a persistent message, on the disk before the record that
 * refers to it is given to the journal. A crash in between leaves a file that nothing refers to, which the engine
 * deletes at its next start, and no message.
 */
final class LargeBodies {

    /** The limit of Artemis' own client. */
    private static final int LARGE_BYTES = 100 * 1024;

    private final StorageManager storage;
    private final boolean fsync;

    LargeBodies(StorageManager storage, boolean fsync) {
        this.storage = storage;
        this.fsync = fsync;
    }

    static boolean isLarge(ByteBuffer body) {
        return body.remaining() > LARGE_BYTES;
    }

    /** Writes a body to its file and returns the message that refers to it. */
    Message store(CoreMessage headers, ByteBuffer body) throws Exception {
        headers.putLongProperty(Message.HDR_LARGE_BODY_SIZE, body.remaining());
        LargeServerMessage large = storage.createCoreLargeMessage(storage.generateID(), headers);
        boolean stored = false;
        try {
            byte[] chunk = new byte[LARGE_BYTES];
            while (body.hasRemaining()) {
                byte[] bytes = body.remaining() < chunk.length ? new byte[body.remaining()] : chunk;
                body.get(bytes);
                large.addBytes(bytes);
            }
            if (fsync && headers.isDurable()) {
                // The engine's own way to do this, releaseResources(true, ..), logs a failure and goes on.
                large.getAppendFile().sync();
            }
            large.releaseResources(false, true);
            stored = true;
        } finally {
            if (!stored) {
                large.deleteFile();
            }
        }
        return large.toMessage();
    }

    /** Deletes the file of a message that the engine did not accept. */
    static void discard(Message message) throws Exception {
        if (message instanceof LargeServerMessage large && message.getRefCount() == 0) {
            large.deleteFile();
        }
    }

    /** The body of a message, from its file if it is a large one. */
    ByteBuffer read(ICoreMessage message) throws Exception {
        if (!message.isLargeMessage()) {
            ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
            byte[] bytes = new byte[body.readableBytes()];
            body.getBytes(0, bytes);
            return ByteBuffer.wrap(bytes);
        }
        ByteBuffer bytes = readFile(message);
        return Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED)) ? inflate(bytes) : bytes;
    }

    private static ByteBuffer readFile(ICoreMessage message) throws Exception {
        try (LargeBodyReader reader = message.getLargeBodyReader()) {
            reader.open();
            byte[] bytes = new byte[Math.toIntExact(reader.getSize())];
            int done = 0;
            while (done < bytes.length) {
                int read = reader.readInto(ByteBuffer.wrap(bytes, done, Math.min(LARGE_BYTES, bytes.length - done)));
                if (read <= 0) {
                    throw new EOFException("The file of the large message " + message.getMessageID() + " ends after "
                            + done + " of " + bytes.length + " bytes");
                }
                done += read;
            }
            return ByteBuffer.wrap(bytes);
        }
    }

    /** Only Artemis' client compresses, if told to. */
    private static ByteBuffer inflate(ByteBuffer compressed) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(
                compressed.array(), compressed.arrayOffset(), compressed.remaining());
        try (InflaterInputStream inflated = new InflaterInputStream(bytes)) {
            return ByteBuffer.wrap(inflated.readAllBytes());
        }
    }
}
