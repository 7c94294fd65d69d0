package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Hears all events, also those that were published while it was away. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.EVENTS),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
    @ActivationConfigProperty(propertyName = "clientId", propertyValue = "it-client"),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "it-subscription")})
public class DurableEventListener implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(DurableEventListener.class, message);
    }
}
