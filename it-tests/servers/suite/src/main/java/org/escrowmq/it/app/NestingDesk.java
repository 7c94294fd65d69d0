package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.List;

/**
 * Sends through two connections in one transaction (their branches join), suspends that for another one, and goes on
 * with it. Stateless, owned by the container.
 */
@Stateless
public class NestingDesk {

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource
    private SessionContext transaction;

    /** What the outer transaction sends. */
    public static List<String> outer(String id) {
        return List.of(id + "-one", id + "-two", id + "-resumed");
    }

    /** What the inner transaction sends. */
    public static String inner(String id) {
        return id + "-inner";
    }

    /** Sends what {@link #outer} and {@link #inner} say, and commits or rolls back either. */
    public void send(Queue queue, String id, boolean commitOuter, boolean commitInner) {
        List<String> texts = outer(id);
        try (JMSContext one = connectionFactory.createContext(); JMSContext two = connectionFactory.createContext()) {
            one.createProducer().send(queue, texts.get(0));
            two.createProducer().send(queue, texts.get(1));
            transaction.getBusinessObject(NestingDesk.class).sendInner(queue, id, commitInner);
            one.createProducer().send(queue, texts.get(2));
        }
        endAs(commitOuter);
    }

    /** The inner transaction. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void sendInner(Queue queue, String id, boolean commit) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().send(queue, inner(id));
        }
        endAs(commit);
    }

    private void endAs(boolean commit) {
        if (!commit) {
            transaction.setRollbackOnly();
        }
    }
}
