package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;

/** A CDI bean, no EJB, that sends in a transaction by annotation. Owned by the container; safe for many callers. */
@ApplicationScoped
public class CdiDesk {

    @Resource(lookup = "java:comp/env/jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    /** Sends, and commits if nothing is thrown. */
    @Transactional
    public void send(Queue queue, String text) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().send(queue, text);
        }
    }

    /** Sends and fails. */
    @Transactional
    public void sendAndFail(Queue queue, String text) {
        send(queue, text);
        throw new IllegalStateException("asked to fail");
    }
}
