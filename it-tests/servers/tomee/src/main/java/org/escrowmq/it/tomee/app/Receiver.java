package org.escrowmq.it.tomee.app;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the texts that it is given, as long as the application is deployed. Owned by the container. */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destination", propertyValue = Sender.QUEUE)})
public class Receiver implements MessageListener {

    private static final List<String> TEXTS = new CopyOnWriteArrayList<>();

    static List<String> texts() {
        return List.copyOf(TEXTS);
    }

    @Override
    public void onMessage(Message message) {
        try {
            TEXTS.add(message.getBody(String.class));
        } catch (JMSException e) {
            throw new EJBException("Could not read a message", e);
        }
    }
}
