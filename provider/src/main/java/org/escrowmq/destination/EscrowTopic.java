package org.escrowmq.destination;

import jakarta.jms.Topic;
import java.io.Serial;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A topic by name. It can be bound in a naming service. */
public class EscrowTopic extends EscrowDestination implements Topic, Referenceable {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names a topic.
     *
     * @throws IllegalArgumentException if the name is null or blank
     */
    public EscrowTopic(String name) {
        super(name);
    }

    EscrowTopic(String name, boolean administered) {
        super(name, administered);
    }

    @Override
    public String getTopicName() {
        return name();
    }

    @Override
    public boolean isTopic() {
        return true;
    }

    /** What a naming service keeps of it: the name and the kind. */
    @Override
    public Reference getReference() throws NamingException {
        return DestinationFactory.referenceTo(this);
    }
}
