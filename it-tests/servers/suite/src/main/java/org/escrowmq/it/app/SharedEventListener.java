package org.escrowmq.it.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Hears each event once, in whichever of its sessions: they share one subscription. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.EVENTS),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "it-shared"),
    @ActivationConfigProperty(propertyName = "shareSubscriptions", propertyValue = "true"),
    @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "5")})
public class SharedEventListener implements MessageListener {

    @Override
    public void onMessage(Message message) {
        Deliveries.add(SharedEventListener.class, message);
    }
}
