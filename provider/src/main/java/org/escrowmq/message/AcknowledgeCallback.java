package org.escrowmq.message;

import jakarta.jms.JMSException;

/** What {@code Message.acknowledge} does to the session that delivered the message. */
@FunctionalInterface
public interface AcknowledgeCallback {

    /**
     * Acknowledges everything that the session has consumed.
     *
     * @throws jakarta.jms.IllegalStateException if the session is closed
     */
    void acknowledge() throws JMSException;
}
