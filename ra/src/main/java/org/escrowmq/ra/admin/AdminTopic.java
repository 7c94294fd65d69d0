package org.escrowmq.ra.admin;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import java.io.Serial;

/** A topic in JNDI. A JavaBean, not changed after it was bound. */
public final class AdminTopic extends AdminDestination implements Topic {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Made by the server, which sets the name. */
    public AdminTopic() {
        this(null);
    }

    /** Names a topic. */
    public AdminTopic(String physicalName) {
        setPhysicalName(physicalName);
    }

    @Override
    public String getTopicName() throws JMSException {
        return requiredName();
    }

    @Override
    String kind() {
        return "topic";
    }
}
