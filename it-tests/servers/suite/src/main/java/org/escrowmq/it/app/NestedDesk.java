package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;

/**
 * Sends in a transaction of its own. Not a part of its caller {@link NestingDesk}: servers limit how many of a bean
 * there are, and callers that need a second one of themselves wait for each other. Stateless, owned by the container.
 */
@Stateless
public class NestedDesk {

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource
    private SessionContext transaction;

    /** Sends, and commits or rolls back. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void send(Queue queue, String text, boolean commit) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().send(queue, text);
        }
        if (!commit) {
            transaction.setRollbackOnly();
        }
    }
}
