package org.escrowmq.destination;

import jakarta.jms.Queue;
import java.io.Serial;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A queue by name. It can be bound in a naming service. */
public class EscrowQueue extends EscrowDestination implements Queue, Referenceable {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names a queue.
     *
     * @throws IllegalArgumentException if the name is null or blank
     */
    public EscrowQueue(String name) {
        super(name);
    }

    EscrowQueue(String name, boolean administered) {
        super(name, administered);
    }

    @Override
    public String getQueueName() {
        return name();
    }

    @Override
    public boolean isTopic() {
        return false;
    }

    /** What a naming service keeps of it: the name and the kind. */
    @Override
    public Reference getReference() throws NamingException {
        return DestinationFactory.referenceTo(this);
    }
}
