package org.escrowmq.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/**
 * Places orders, each in one transaction that the container begins and ends. Stateless, owned by the container.
 */
@Stateless
public class OrderDesk {

    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource(lookup = Destinations.HELD_CONNECTION_FACTORY)
    private ConnectionFactory heldConnectionFactory;

    @Resource(lookup = Destinations.ORDERS)
    private Queue orders;

    @Resource(lookup = Destinations.MANUAL)
    private Queue manual;

    @Resource(lookup = Destinations.EVENTS)
    private Topic events;

    @Resource
    private SessionContext transaction;

    @EJB
    private Ledger ledger;

    /** Does the steps in this order and commits. */
    public void place(Order order, Step... steps) {
        for (Step step : steps) {
            perform(step, order);
        }
    }

    /** Does the steps in this order and has the container roll them back. */
    public void placeAndRollBack(Order order, Step... steps) {
        place(order, steps);
        transaction.setRollbackOnly();
    }

    /** Does the steps in this order and fails, so that the container rolls them back. */
    public void placeAndFail(Order order, Step... steps) {
        place(order, steps);
        throw new EJBException("Order " + order.id() + " was asked to fail");
    }

    /** Sends a text to a queue or topic, with a property that selectors can ask for. */
    public void send(Destination destination, String kind, String text) {
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().setProperty(Destinations.KIND, kind).send(destination, text);
        }
    }

    /** Publishes an event to everybody who subscribed. */
    public void publish(String text) {
        send(events, "event", text);
    }

    /** The texts on the queue on which no bean listens. */
    public List<String> waiting() {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = connectionFactory.createContext();
                QueueBrowser browser = context.createBrowser(manual)) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements();) {
                texts.add(((Message) messages.nextElement()).getBody(String.class));
            }
        } catch (JMSException e) {
            throw new EJBException("Could not browse " + Destinations.MANUAL, e);
        }
        return texts;
    }

    private void perform(Step step, Order order) {
        switch (step) {
            case ROW -> ledger.record(Ledger.PLACED, order.id());
            case MESSAGE -> send(order, connectionFactory);
            case HELD_MESSAGE -> send(order, heldConnectionFactory);
            case PROBE -> enlistProbe();
            default -> throw new IllegalArgumentException(step.name());
        }
    }

    private void send(Order order, ConnectionFactory factory) {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            producer.setProperty(OrderConsumer.FAILURES, order.failures());
            producer.setProperty(OrderConsumer.FAILURE, order.failure().name());
            producer.setProperty(OrderConsumer.STEPS, Step.format(order.consumption()));
            producer.send(orders, order.id());
        }
    }

    private void enlistProbe() {
        try {
            Probes.enlist();
        } catch (ResourceException e) {
            throw new EJBException("Could not enlist the probe", e);
        }
    }
}
