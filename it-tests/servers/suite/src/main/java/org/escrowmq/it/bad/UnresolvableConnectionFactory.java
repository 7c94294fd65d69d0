package org.escrowmq.it.bad;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.AdministeredObjectDefinition;

/** Nothing is bound where it looks its connection factory up. */
@AdministeredObjectDefinition(name = "java:app/it/queue", resourceAdapter = "#escrowmq-ra",
        interfaceName = "jakarta.jms.Queue", className = "org.escrowmq.ra.admin.AdminQueue",
        properties = "physicalName=it.queue")
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/it/queue"),
    @ActivationConfigProperty(propertyName = "connectionFactoryLookup", propertyValue = "java:app/it/no-factory")})
public class UnresolvableConnectionFactory implements MessageListener {

    @Override
    public void onMessage(Message message) {
        throw new IllegalStateException("This bean must not be deployed");
    }
}
