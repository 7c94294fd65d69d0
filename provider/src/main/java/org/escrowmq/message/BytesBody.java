package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.nio.ByteBuffer;

/**
 * Where the body of a BytesMessage is kept: bytes are appended at the end and read from the beginning, high byte first.
 * The only class that knows where they are: in memory, or beyond the limit of the {@link BodyStore} in a
 * {@link StoredBody}, of which a window is in memory for reading, or the end that was written last.
 */
final class BytesBody {

    /** How much of a stored body is in memory at a time; more than one read of a single value may need. */
    static final int WINDOW = 256 * 1024;

    private static final int INITIAL_CAPACITY = 256;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final BodyStore store;

    /** What comes first, or null if everything is in memory. */
    private StoredBody stored;

    /** What was written after it ends at its position. */
    private ByteBuffer written;

    /** What is left to read is what remains, and after that what is stored from the next position on. */
    private ByteBuffer unread;
    private long nextPosition;

    BytesBody(BodyStore store) {
        this.store = store;
        this.written = ByteBuffer.allocate(INITIAL_CAPACITY);
        this.unread = content(written);
    }

    /** Takes over what remains in a ByteBuffer, without copying it and never writing to it, or a StoredBody. */
    BytesBody(Object content, BodyStore store) {
        this.store = store;
        if (content instanceof StoredBody body) {
            stored = body;
            written = NOTHING;
            unread = NOTHING;
        } else {
            written = ((ByteBuffer) content).slice();
            written.position(written.limit());
            unread = content(written);
        }
    }

    /** A body of its own with the same bytes. */
    static BytesBody copyOf(StoredBody original, BodyStore store) throws JMSException {
        BytesBody copy = new BytesBody(store);
        ByteBuffer chunk = ByteBuffer.allocate(WINDOW);
        long position = 0;
        while (position < original.length()) {
            position += original.read(position, chunk.clear());
            copy.append(chunk.array(), 0, chunk.position());
        }
        return copy;
    }

    /** How many bytes were written. */
    long length() {
        return written.position() + (stored == null ? 0 : stored.length());
    }

    /** All that was written, not copied: a read-only ByteBuffer or a StoredBody. */
    Object content() throws JMSException {
        if (stored == null) {
            return content(written);
        }
        store();
        return stored;
    }

    private static ByteBuffer content(ByteBuffer written) {
        return written.duplicate().flip().asReadOnlyBuffer();
    }

    /** A buffer to write so many bytes to, which are fewer than a window, at once. */
    ByteBuffer append(int size) throws JMSException {
        if (size > written.remaining() || written.isReadOnly()) {
            makeRoom(size);
        }
        return written;
    }

    void append(byte[] from, int offset, int length) throws JMSException {
        if (length <= written.remaining() && !written.isReadOnly() || fitsMemory(length)) {
            append(length).put(from, offset, length);
            return;
        }
        store();
        if (length < WINDOW) {
            append(length).put(from, offset, length);
        } else {
            stored.append(ByteBuffer.wrap(from, offset, length));
        }
    }

    private boolean fitsMemory(int size) {
        return stored == null && (long) written.position() + size <= store.memoryLimit();
    }

    private void makeRoom(int size) throws JMSException {
        if (fitsMemory(size)) {
            grow(written.position() + size);
            return;
        }
        store();
        if (written.capacity() < WINDOW || written.isReadOnly()) {
            written = ByteBuffer.allocate(WINDOW);
        }
    }

    /** Doubles, so that appending costs the same however large the body is. */
    private void grow(int needed) {
        long capacity = Math.max(Math.max(needed, INITIAL_CAPACITY), 2L * written.capacity());
        ByteBuffer larger = ByteBuffer.allocate((int) Math.min(capacity, store.memoryLimit()));
        larger.put(written.duplicate().flip());
        written = larger;
    }

    /** Moves what is in memory out of it. If that fails everything is where it was. */
    private void store() throws JMSException {
        if (stored == null) {
            stored = store.create();
        }
        if (written.position() > 0) {
            stored.append(written.duplicate().flip());
            written = written.isReadOnly() || written.capacity() != WINDOW ? NOTHING : written.clear();
        }
    }

    /** Goes back to the beginning, for reading. What is written after that cannot be read before the next rewind. */
    void rewind() throws JMSException {
        if (stored == null) {
            unread = content(written);
            return;
        }
        store();
        written = NOTHING;
        unread = unread.isReadOnly() ? NOTHING : unread.position(unread.limit());
        nextPosition = 0;
    }

    boolean hasUnread(int size) throws JMSException {
        return unread.remaining() >= size || isStored(size - unread.remaining()) && fill(size);
    }

    /** True if there are so many bytes more than those at hand. */
    private boolean isStored(int size) {
        return stored != null && size <= stored.length() - nextPosition;
    }

    /** Moves the window on, until it has so many bytes. */
    private boolean fill(int size) throws JMSException {
        unread = unread.isReadOnly() ? ByteBuffer.allocate(WINDOW) : unread.compact();
        try {
            while (unread.position() < size) {
                nextPosition += stored.read(nextPosition, unread);
            }
        } finally {
            unread.flip();
        }
        return true;
    }

    /** A buffer to read {@linkplain #hasUnread so many} bytes from, at once. */
    ByteBuffer next() {
        return unread;
    }

    /** Reads at most so many bytes and returns how many. */
    int read(byte[] into, int length) throws JMSException {
        long start = nextPosition - unread.remaining();
        int done = Math.min(unread.remaining(), length);
        unread.get(into, 0, done);
        try {
            while (done < length && isStored(1)) {
                done += readStored(ByteBuffer.wrap(into, done, length - done));
            }
        } catch (JMSException e) {
            nextPosition = start;
            unread.position(unread.limit());
            throw e;
        }
        return done;
    }

    private int readStored(ByteBuffer into) throws JMSException {
        if (into.remaining() >= WINDOW) {
            int count = stored.read(nextPosition, into);
            nextPosition += count;
            return count;
        }
        fill(1);
        int count = Math.min(unread.remaining(), into.remaining());
        into.put(unread.slice(unread.position(), count));
        unread.position(unread.position() + count);
        return count;
    }

    /** False if no array in this process can have so many bytes. */
    boolean fitsArray() {
        return length() <= BodyStore.MAX_ARRAY && length() <= Runtime.getRuntime().maxMemory();
    }

    /** All of it, copied; it must {@linkplain #fitsArray fit}. */
    byte[] toArray() throws JMSException {
        rewind();
        byte[] copy = newArray((int) length());
        read(copy, copy.length);
        rewind();
        return copy;
    }

    private static byte[] newArray(int length) throws JMSException {
        try {
            return new byte[length];
        } catch (OutOfMemoryError e) {
            ResourceAllocationException refusal = new ResourceAllocationException("There is no memory for a body of "
                    + length + " bytes as one array. Read it with readBytes, piece by piece");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Gives up everything that was written. */
    void discard() {
        if (stored != null) {
            stored.discard();
        }
    }
}
