package org.escrowmq.it.bad;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Nothing is bound where it looks its destination up. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/it/nowhere")})
public class UnresolvableDestination implements MessageListener {

    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("This bean must not be deployed");
    }
}
