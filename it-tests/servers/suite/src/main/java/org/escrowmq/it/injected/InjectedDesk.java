package org.escrowmq.it.injected;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.function.Consumer;

/** Sends through a context that the container injects and ends (Messaging 12.4). Stateless, owned by the container. */
@Stateless
public class InjectedDesk {

    @Inject
    @JMSConnectionFactory("java:comp/env/jms/EscrowMQ")
    private JMSContext context;

    @Resource
    private SessionContext transaction;

    /** Sends and commits. */
    public void send(Queue queue, String text) {
        context.createProducer().send(queue, text);
    }

    /** Sends twice and has the container roll back. */
    public void sendAndRollBack(Queue queue, String text) {
        send(queue, text);
        send(queue, text);
        transaction.setRollbackOnly();
    }

    /** Does something else with the context. */
    public void use(Consumer<JMSContext> action) {
        action.accept(context);
    }
}
