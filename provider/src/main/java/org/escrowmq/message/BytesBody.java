package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.nio.ByteBuffer;

/**
 * Where the body of a BytesMessage is kept: bytes are appended at the end and read from the beginning, high byte first.
 * The only class that knows that they are in memory.
 */
final class BytesBody {

    private static final int INITIAL_CAPACITY = 256;

    /** The largest array that every JVM can make. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    /** What was written ends at its position. */
    private ByteBuffer written;

    /** What is left to read is what remains. */
    private ByteBuffer unread;

    BytesBody() {
        written = ByteBuffer.allocate(INITIAL_CAPACITY);
        rewind();
    }

    /** Takes over what remains in a buffer, without copying it; it is never written to. */
    BytesBody(ByteBuffer content) {
        written = content.slice();
        written.position(written.limit());
        rewind();
    }

    /** How many bytes were written. */
    long length() {
        return written.position();
    }

    /** All that was written, read-only and not copied. What is appended later is not in it. */
    ByteBuffer content() {
        return written.duplicate().flip().asReadOnlyBuffer();
    }

    /** A buffer to write so many bytes to, at once. */
    ByteBuffer append(int size) throws JMSException {
        if (size > written.remaining() || written.isReadOnly()) {
            grow((long) written.position() + size);
        }
        return written;
    }

    void append(byte[] from, int offset, int length) throws JMSException {
        append(length).put(from, offset, length);
    }

    /** Doubles, so that appending costs the same however large the body is. */
    private void grow(long needed) throws JMSException {
        if (needed > MAX_CAPACITY) {
            throw new ResourceAllocationException("The body of a BytesMessage cannot have " + needed
                    + " bytes; the most that is allowed are " + MAX_CAPACITY);
        }
        long capacity = Math.max(Math.max(needed, INITIAL_CAPACITY), 2L * written.capacity());
        ByteBuffer larger = ByteBuffer.allocate((int) Math.min(capacity, MAX_CAPACITY));
        larger.put(written.duplicate().flip());
        written = larger;
    }

    /** Goes back to the beginning, for reading. What is written after that cannot be read before the next rewind. */
    void rewind() {
        unread = content();
    }

    boolean hasUnread(int size) {
        return unread.remaining() >= size;
    }

    /** A buffer to read {@linkplain #hasUnread so many} bytes from, at once. */
    ByteBuffer next() {
        return unread;
    }

    /** Reads at most so many bytes and returns how many. */
    int read(byte[] into, int length) {
        int count = Math.min(unread.remaining(), length);
        unread.get(into, 0, count);
        return count;
    }
}
