package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/**
 * Writes a row in a transaction of its own and rolls that back: the message is no part of it. Owned by the container.
 */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.BEAN_MANAGED)})
@TransactionManagement(TransactionManagementType.BEAN)
public class ManualConsumer implements MessageListener {

    @Resource
    private UserTransaction transaction;

    @EJB
    private Ledger ledger;

    @Override
    public void onMessage(Message message) {
        Delivery delivery = Deliveries.add(ManualConsumer.class, message);
        try {
            transaction.begin();
            ledger.record(Ledger.CONSUMED, delivery.id());
            transaction.rollback();
        } catch (NotSupportedException | SystemException e) {
            throw new EJBException(e);
        }
    }
}
