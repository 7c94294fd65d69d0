package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
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

    @EJB
    private NestedDesk nested;

    /** Sends two of three texts, the inner transaction's, and the third; commits or rolls back either. */
    public void send(Queue queue, List<String> texts, boolean commitOuter, String inner, boolean commitInner) {
        try (JMSContext one = connectionFactory.createContext(); JMSContext two = connectionFactory.createContext()) {
            one.createProducer().send(queue, texts.get(0));
            two.createProducer().send(queue, texts.get(1));
            nested.send(queue, inner, commitInner);
            one.createProducer().send(queue, texts.get(2));
        }
        if (!commitOuter) {
            transaction.setRollbackOnly();
        }
    }
}
