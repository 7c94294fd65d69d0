package org.escrowmq.destination;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;

/** The connection that created a temporary destination, as far as the destination needs to know it. */
public interface TemporaryOwner {

    /** Deletes a temporary destination of this connection. */
    void deleteTemporary(EscrowDestination destination) throws JMSException;

    /** Deletes through the owner, if there is one. */
    static void delete(TemporaryOwner owner, EscrowDestination destination) throws JMSException {
        if (owner == null) {
            throw new IllegalStateException("Only the connection that created " + destination + " can delete it");
        }
        owner.deleteTemporary(destination);
    }
}
