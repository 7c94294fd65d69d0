package org.escrowmq.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Topic;
import java.util.UUID;

/**
 * Consumes the message of an order, confirms the order's row and publishes an event, all in the one XA transaction in
 * which the container delivers the message. Owned by the container.
 */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.ORDERS)
})
public class OrderConsumer implements MessageListener {
    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource(lookup = Destinations.EVENTS)
    private Topic events;

    @EJB
    private OrderStore store;

    @EJB
    private Activity activity;

    @Override
    public void onMessage(Message message) {
        activity.seen();
        try {
            UUID id = UUID.fromString(message.getBody(String.class));
            int delivery = message.getIntProperty("JMSXDeliveryCount");
            store.confirm(id, delivery);
            publish(id);
            failIfAsked(message, id, delivery);
        } catch (JMSException e) {
            throw new EJBException("Could not read an order's message.", e);
        }
    }

    private void publish(UUID id) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().send(events, id.toString());
        }
    }

    /** Fails last, so that there is an update, a row and an event which the rollback has to undo. */
    private static void failIfAsked(Message message, UUID id, int delivery) throws JMSException {
        if (OrderKind.valueOf(message.getStringProperty(Destinations.KIND)).failsOn(delivery)) {
            throw new EJBException("Order " + id + " was asked to fail on delivery " + delivery + " and succeeds on "
                    + OrderKind.FLAKY_SUCCEEDS_ON + ".");
        }
    }
}
