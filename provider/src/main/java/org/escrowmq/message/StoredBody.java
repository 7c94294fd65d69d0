package org.escrowmq.message;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;

/**
 * The bytes of one message's body, outside of memory: appended at the end and read at any position. What was written
 * once does not change.
 *
 * <p>It belongs to one message, and like that is used by one thread at a time. It goes when {@link #discard} is called
 * or when nothing refers to it any more, at the latest with the broker that keeps it.
 */
public interface StoredBody {

    /** How many bytes there are. */
    long length();

    /**
     * Appends what remains in a buffer: all of it, or nothing if that fails.
     *
     * @throws jakarta.jms.ResourceAllocationException if there is no room for it
     */
    void append(ByteBuffer bytes) throws JMSException;

    /**
     * Reads some bytes into a buffer, at most as many as remain in it, which must be one at least.
     *
     * @param position where to begin, from 0
     * @return how many bytes were read, at least one, or -1 if the position is not before the end
     */
    int read(long position, ByteBuffer into) throws JMSException;

    /** Gives the place back. Nothing else can be done with the body after that. */
    void discard();
}
