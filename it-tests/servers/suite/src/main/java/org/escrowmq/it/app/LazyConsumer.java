package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Consumes without transaction; messages are acknowledged lazily. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.LAZY),
    @ActivationConfigProperty(propertyName = "acknowledgeMode", propertyValue = "Dups-ok-acknowledge")})
@TransactionManagement(TransactionManagementType.BEAN)
public class LazyConsumer implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(LazyConsumer.class, message);
    }
}
