package org.escrowmq.it.bad;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Its destination type is none. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Pigeon"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/it/anything")})
public class UnknownDestinationType implements MessageListener {

    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("This bean must not be deployed");
    }
}
