package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Hears each event once, by a durable subscription without client identifier. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.EVENTS),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "it-durable-shared"),
    @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "true")})
public class DurableSharedEventListener implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(DurableSharedEventListener.class, message);
    }
}
