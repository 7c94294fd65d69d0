package org.escrowmq.jms;

import jakarta.jms.IllegalStateException;

/** Which of the legacy domains a connection was created for; it decides which methods are illegal (6.2, table 6.1). */
public enum Domain {
    /** The common interfaces: queues and topics. */
    COMMON,
    /** Created as a QueueConnection: no topics. */
    QUEUE,
    /** Created as a TopicConnection: no queues. */
    TOPIC;

    void requireTopics(String method) throws IllegalStateException {
        if (this == QUEUE) {
            throw new IllegalStateException(method + " is not available on a QueueConnection or QueueSession");
        }
    }

    void requireQueues(String method) throws IllegalStateException {
        if (this == TOPIC) {
            throw new IllegalStateException(method + " is not available on a TopicConnection or TopicSession");
        }
    }
}
