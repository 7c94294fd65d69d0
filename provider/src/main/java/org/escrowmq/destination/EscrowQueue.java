package org.escrowmq.destination;

import jakarta.jms.Queue;
import java.io.Serial;

/** A queue by name. */
public class EscrowQueue extends EscrowDestination implements Queue {

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

    @Override
    public String getQueueName() {
        return name();
    }

    @Override
    public boolean isTopic() {
        return false;
    }
}
