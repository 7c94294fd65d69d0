package org.escrowmq.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.escrowmq.broker.store.JournalEntry.Type;

/** Changes of some bytes of a file, each on the disk when its method returns. */
final class BytePatch {

    /** Marker, file identifier, compactions, length at the end: what every record has. */
    private static final int FRAME = 1 + Integer.BYTES + 1 + Integer.BYTES;
    private static final int TRACE = 1 + Integer.BYTES;
    private static final int ROLLBACK_LENGTH = FRAME + Long.BYTES;
    private static final int COMMIT_LENGTH = ROLLBACK_LENGTH + Integer.BYTES;
    private static final int EMPTY_EVENT_LENGTH = FRAME + Long.BYTES + Integer.BYTES + 1;
    private static final int COUNT_OFFSET = 1 + Integer.BYTES + 1 + Long.BYTES;
    private static final long NO_TRANSACTION = -1;

    private BytePatch() { }

    static void write(Path file, long offset, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long position = offset;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(true);
        }
    }

    static void setByte(Path file, long offset, int value) throws IOException {
        write(file, offset, ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    /** Writes the beginning of a journal file. */
    static void setHeader(Path file, long fileId) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(JournalImpl.SIZE_HEADER);
        write(file, 0, header.putInt(JournalImpl.FORMAT_VERSION).putInt(0).putLong(fileId).flip());
    }

    /** Cuts a file off, or adds zeros. */
    static void setLength(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long now = channel.size();
            if (now > length) {
                channel.truncate(length);
            }
            ByteBuffer zeros = ByteBuffer.allocate(BlockDigest.BLOCK);
            while (now < length) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), length - now));
                now += channel.write(zeros, now);
            }
            channel.force(true);
        }
    }

    /** Removes the beginning of a record that nothing follows. */
    static void eraseTrace(Path file, long offset, long fileLength) throws IOException {
        write(file, offset, ByteBuffer.allocate((int) Math.min(TRACE, fileLength - offset)));
    }

    /** Says how many records of its transaction the file of a PREPARE or COMMIT holds. */
    static void setCount(Path file, long offset, long count) throws IOException {
        write(file, offset + COUNT_OFFSET, ByteBuffer.allocate(Integer.BYTES).putInt((int) count).flip());
    }

    /**
     * Puts a record that does nothing in the place of bytes that are no record.
     *
     * @return false if there is no record of that length
     */
    static boolean fill(Path file, long offset, int length) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(length);
        int fileId;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(JournalImpl.SIZE_HEADER);
            channel.read(header, 0);
            fileId = (int) (header.getLong(Long.BYTES) & Integer.MAX_VALUE);
        }
        if (length >= EMPTY_EVENT_LENGTH) {
            start(record, Type.EVENT, fileId).putLong(0).putInt(length - EMPTY_EVENT_LENGTH);
        } else if (length == ROLLBACK_LENGTH) {
            start(record, Type.ROLLBACK, fileId).putLong(NO_TRANSACTION);
        } else if (length == COMMIT_LENGTH) {
            start(record, Type.COMMIT, fileId).putLong(NO_TRANSACTION);
        } else {
            return false;
        }
        record.putInt(length - Integer.BYTES, length);
        write(file, offset, record.clear());
        return true;
    }

    private static ByteBuffer start(ByteBuffer record, Type type, int fileId) {
        return record.put((byte) type.marker()).putInt(fileId).put((byte) 0);
    }
}
