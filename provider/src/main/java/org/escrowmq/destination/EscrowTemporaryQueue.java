package org.escrowmq.destination;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import java.io.Serial;

/** A queue that lives as long as the connection that created it (specification 6.2.2). */
public final class EscrowTemporaryQueue extends EscrowQueue implements TemporaryQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient TemporaryOwner owner;

    /**
     * Names a temporary queue.
     *
     * @param owner the connection that created it; null where it only is the destination of a received message
     */
    public EscrowTemporaryQueue(String name, TemporaryOwner owner) {
        super(name);
        this.owner = owner;
    }

    @Override
    public boolean isTemporary() {
        return true;
    }

    @Override
    public void delete() throws JMSException {
        TemporaryOwner.delete(owner, this);
    }
}
