package org.escrowmq.destination;

import jakarta.jms.Topic;
import java.io.Serial;

/** A topic by name. */
public class EscrowTopic extends EscrowDestination implements Topic {

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

    @Override
    public String getTopicName() {
        return name();
    }

    @Override
    public boolean isTopic() {
        return true;
    }
}
