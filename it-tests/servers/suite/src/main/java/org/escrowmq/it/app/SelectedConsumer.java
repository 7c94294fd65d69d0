package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Wants only some of the messages of its queue. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.SELECTED),
    @ActivationConfigProperty(propertyName = "messageSelector", propertyValue = Destinations.ONLY_WANTED),
    @ActivationConfigProperty(propertyName = "connectionFactoryLookup",
            propertyValue = Destinations.HELD_CONNECTION_FACTORY)})
public class SelectedConsumer implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(SelectedConsumer.class, message);
    }
}
