package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;

/**
 * Consumes orders in the XA transaction in which the container delivers them; does and fails what each order's
 * properties say. Owned by the container.
 */
@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Destinations.ORDERS)})
public class OrderConsumer implements MessageListener {

    static final String FAILURES = "failures";
    static final String FAILURE = "failure";
    static final String STEPS = "steps";

    @Resource
    private MessageDrivenContext transaction;

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource(lookup = Destinations.MANUAL)
    private Queue manual;

    @EJB
    private Ledger ledger;

    @Override
    public void onMessage(Message message) {
        Delivery delivery = Deliveries.add(OrderConsumer.class, message);
        try {
            for (Step step : Step.parse(message.getStringProperty(STEPS))) {
                perform(step, delivery.id());
            }
            if (delivery.count() <= message.getIntProperty(FAILURES)) {
                fail(Order.Failure.valueOf(message.getStringProperty(FAILURE)));
            }
        } catch (JMSException | ResourceException e) {
            throw new EJBException("Could not consume order " + delivery.id(), e);
        }
    }

    private void perform(Step step, String id) throws ResourceException {
        switch (step) {
            case ROW -> ledger.record(Ledger.CONSUMED, id);
            case FORWARD -> forward(id);
            case PROBE -> Probes.enlist();
            default -> throw new IllegalArgumentException("A consumer does not do " + step);
        }
    }

    private void forward(String id) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().send(manual, id);
        }
    }

    /** Fails last, so that there is a row to undo. */
    private void fail(Order.Failure failure) {
        if (failure == Order.Failure.EXCEPTION) {
            throw new EJBException("This delivery was asked to fail");
        }
        transaction.setRollbackOnly();
    }
}
