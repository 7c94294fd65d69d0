package org.escrowmq.it.tomee.app;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

/** Sends in the container's transactions. Stateless, owned by the container. */
@Stateless
public class Sender {

    static final String QUEUE = "it.tomee";

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory factory;

    @Resource
    private SessionContext transaction;

    /** Sends a text and commits, or has the container roll back. */
    public void send(String text, boolean commit) {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue(QUEUE), text);
        }
        if (!commit) {
            transaction.setRollbackOnly();
        }
    }
}
