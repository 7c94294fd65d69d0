package org.escrowmq.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.UUID;

/**
 * Counts the events of confirmed orders, from a durable subscription: an event that was published before a crash is
 * counted after it. Owned by the container.
 */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.EVENTS),
    @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "Durable"),
    @ActivationConfigProperty(propertyName = "clientId", propertyValue = "escrowmq-sample"),
    @ActivationConfigProperty(propertyName = "subscriptionName", propertyValue = "confirmed-orders")
})
public class EventListener implements MessageListener {
    @EJB
    private OrderStore store;

    @EJB
    private Activity activity;

    @Override
    public void onMessage(Message message) {
        activity.seen();
        try {
            store.recordEvent(UUID.fromString(message.getBody(String.class)));
        } catch (JMSException e) {
            throw new EJBException("Could not read an event.", e);
        }
    }
}
