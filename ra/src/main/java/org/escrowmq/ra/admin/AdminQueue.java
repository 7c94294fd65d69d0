package org.escrowmq.ra.admin;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.io.Serial;

/** A queue in JNDI. A JavaBean, not changed after it was bound. */
public final class AdminQueue extends AdminDestination implements Queue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Made by the server, which sets the name. */
    public AdminQueue() {
        this(null);
    }

    /** Names a queue. */
    public AdminQueue(String physicalName) {
        setPhysicalName(physicalName);
    }

    @Override
    public String getQueueName() throws JMSException {
        return requiredName();
    }

    @Override
    String kind() {
        return "queue";
    }
}
