package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** Begins and ends its transactions itself. Stateless, owned by the container. */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ManualDesk {

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource
    private UserTransaction transaction;

    @EJB
    private Ledger ledger;

    /** Sends a message and writes its row in one transaction. */
    public void send(Queue queue, String id, boolean commit) {
        try (JMSContext context = connectionFactory.createContext()) {
            transaction.begin();
            ledger.record(Ledger.PLACED, id);
            context.createProducer().send(queue, id);
            end(commit);
        } catch (NotSupportedException | SystemException e) {
            throw new EJBException(e);
        }
    }

    private void end(boolean commit) throws SystemException {
        if (!commit) {
            transaction.rollback();
            return;
        }
        try {
            transaction.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException e) {
            throw new EJBException(e);
        }
    }
}
