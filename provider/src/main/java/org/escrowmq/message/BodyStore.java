package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;

/**
 * Where messages keep bodies that are too large for memory. A broker has one, and gives it to the messages that are
 * made for it.
 *
 * <p>Safe for use by several threads. The broker closes it.
 */
public interface BodyStore {

    /** The largest array that every JVM can make. */
    int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** For messages that no broker knows: their bodies stay in memory, however large they are. */
    BodyStore NONE = new BodyStore() {

        @Override
        public int memoryLimit() {
            return MAX_ARRAY;
        }

        @Override
        public StoredBody create() throws JMSException {
            throw new ResourceAllocationException("The body of a BytesMessage that is kept in memory cannot have more "
                    + "than " + MAX_ARRAY + " bytes");
        }
    };

    /** How many bytes of a body a message keeps in memory before it asks for a place to put them. */
    int memoryLimit();

    /**
     * Makes a place for a body, empty.
     *
     * @throws ResourceAllocationException if there is no room for it
     * @throws jakarta.jms.IllegalStateException if the broker is closed
     */
    StoredBody create() throws JMSException;
}
