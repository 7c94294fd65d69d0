package org.escrowmq.destination;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;
import java.io.Serial;

/** A topic that lives as long as the connection that created it (specification 6.2.2). */
public final class EscrowTemporaryTopic extends EscrowTopic implements TemporaryTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient TemporaryOwner owner;

    /**
     * Names a temporary topic.
     *
     * @param owner the connection that created it; null where it only is the destination of a received message
     */
    public EscrowTemporaryTopic(String name, TemporaryOwner owner) {
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
