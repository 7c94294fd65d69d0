package org.escrowmq.broker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeBody;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.escrowmq.broker.store.BodyCheck;
import org.escrowmq.message.StoredBody;

/**
 * Bodies that are too large for the journal, each in a file of its own. Those that are too large for memory go from
 * file to file, piece by piece.
 *
 * <p><b>Crash argument.</b> The file is complete and, for a persistent message, on the disk before the record that
 * refers to it is given to the journal. A crash in between leaves a file that nothing refers to, which the engine
 * deletes at its next start, and no message.
 */
final class LargeBodies {

    /** The limit of Artemis' own client. */
    private static final int LARGE_BYTES = 100 * 1024;

    private static final int PIECE = 256 * 1024;

    private final StorageManager storage;
    private final boolean fsync;
    private final BodyFiles files;

    LargeBodies(StorageManager storage, boolean fsync, BodyFiles files) {
        this.storage = storage;
        this.fsync = fsync;
        this.files = files;
    }

    /** Where messages keep bodies that are too large for memory. */
    BodyFiles files() {
        return files;
    }

    static boolean isLarge(ByteBuffer body) {
        return body.remaining() > LARGE_BYTES;
    }

    /** Gives the next bytes of a body, so many that the array is full. */
    @FunctionalInterface
    private interface Source {
        void next(byte[] piece) throws Exception;
    }

    /** Writes a body to its file and returns the message that refers to it. */
    Message store(CoreMessage headers, ByteBuffer body) throws Exception {
        return store(headers, body.remaining(), body::get);
    }

    /** Copies a body to its file and returns the message that refers to it. */
    Message store(CoreMessage headers, StoredBody body) throws Exception {
        long[] position = {0};
        return store(headers, body.length(), piece -> {
            ByteBuffer into = ByteBuffer.wrap(piece);
            while (into.hasRemaining()) {
                position[0] += body.read(position[0], into);
            }
        });
    }

    private Message store(CoreMessage headers, long length, Source body) throws Exception {
        files.requireRoom(length);
        headers.putLongProperty(Message.HDR_LARGE_BODY_SIZE, length);
        LargeServerMessage large = storage.createCoreLargeMessage(storage.generateID(), headers);
        boolean stored = false;
        try {
            BodyCheck check = new BodyCheck();
            byte[] piece = new byte[0];
            for (long left = length; left > 0; left -= piece.length) {
                int size = (int) Math.min(left, PIECE);
                piece = piece.length == size ? piece : new byte[size];
                body.next(piece);
                large.addBytes(piece);
                check.update(ByteBuffer.wrap(piece));
            }
            check.putInto(large.toMessage());
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

    /** True if a body is better left where it is, to be read piece by piece. */
    boolean isTooLargeForMemory(ICoreMessage message) throws ActiveMQException {
        if (!message.isLargeMessage()) {
            return false;
        }
        long size = ((LargeServerMessage) message).getLargeBody().getBodySize();
        if (isCompressed(message) && message.containsProperty(Message.HDR_LARGE_BODY_SIZE)) {
            size = Math.max(size, message.getLongProperty(Message.HDR_LARGE_BODY_SIZE));
        }
        return size > files.memoryLimit();
    }

    /** The body of a message on a queue, to be read also when the message is no longer there. */
    StoredBody stored(ICoreMessage message) throws Exception {
        if (isCompressed(message)) {
            return inflate(message);
        }
        LargeBody body = ((LargeServerMessage) message).getLargeBody();
        Path file = body.getReadingFile().getJavaFile().toPath();
        boolean interrupted = Thread.interrupted();
        try {
            requireIntact(BodyCheck.agrees(message, file), message);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return files.link(file, body.getBodySize());
    }

    private StoredBody inflate(ICoreMessage message) throws Exception {
        StoredBody inflated = files.create();
        byte[] piece = new byte[PIECE];
        try (InputStream in = new InflaterInputStream(new LargeBodyInput(message))) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                inflated.append(ByteBuffer.wrap(piece, 0, count));
            }
        }
        return inflated;
    }

    /** The body of a message, from its file if it is a large one. */
    ByteBuffer read(ICoreMessage message) throws Exception {
        if (!message.isLargeMessage()) {
            ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
            byte[] bytes = new byte[body.readableBytes()];
            body.getBytes(0, bytes);
            return ByteBuffer.wrap(bytes);
        }
        try (LargeBodyInput file = new LargeBodyInput(message)) {
            if (isCompressed(message)) {
                return ByteBuffer.wrap(new InflaterInputStream(file).readAllBytes());
            }
            byte[] bytes = new byte[Math.toIntExact(file.size)];
            file.readNBytes(bytes, 0, bytes.length);
            requireIntact(new BodyCheck().update(ByteBuffer.wrap(bytes)).agreesWith(message), message);
            return ByteBuffer.wrap(bytes);
        }
    }

    private static void requireIntact(boolean intact, ICoreMessage message) throws IOException {
        if (!intact) {
            throw new IOException("The body of message " + message.getMessageID()
                    + " in large-messages/" + message.getMessageID() + ".msg is not what was sent");
        }
    }

    /** Only Artemis' client compresses, if told to. */
    private static boolean isCompressed(ICoreMessage message) {
        return Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED));
    }

    /** Reads the file of a large message. */
    private static final class LargeBodyInput extends InputStream {

        private final long id;
        private final LargeBodyReader reader;
        private final long size;
        private long done;

        LargeBodyInput(ICoreMessage message) throws ActiveMQException {
            id = message.getMessageID();
            reader = message.getLargeBodyReader();
            reader.open();
            size = reader.getSize();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (done >= size) {
                return -1;
            }
            try {
                int wanted = (int) Math.min(Math.min(length, PIECE), size - done);
                int read = reader.readInto(ByteBuffer.wrap(into, offset, wanted));
                if (read <= 0) {
                    throw new EOFException("The file of the large message " + id + " ends after " + done + " of "
                            + size + " bytes");
                }
                done += read;
                return read;
            } catch (ActiveMQException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                reader.close();
            } catch (ActiveMQException e) {
                throw new IOException(e);
            }
        }
    }
}
