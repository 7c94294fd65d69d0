package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Hears the events that are published while it is there. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.EVENTS)})
public class EventListener implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(EventListener.class, message);
    }
}
