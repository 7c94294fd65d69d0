package org.escrowmq.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.resource.AdministeredObjectDefinition;
import java.util.UUID;

/**
 * Places orders: the row and the message are written in one JTA transaction, the container's. Stateless, owned by the
 * container.
 *
 * <p>It also defines the application's queue and topic; {@code #escrowmq-ra} is the resource adapter in the same EAR.
 */
@Stateless
@AdministeredObjectDefinition(
        name = Destinations.ORDERS,
        interfaceName = "jakarta.jms.Queue",
        className = "org.escrowmq.ra.admin.AdminQueue",
        resourceAdapter = "#escrowmq-ra",
        properties = "physicalName=orders")
@AdministeredObjectDefinition(
        name = Destinations.EVENTS,
        interfaceName = "jakarta.jms.Topic",
        className = "org.escrowmq.ra.admin.AdminTopic",
        resourceAdapter = "#escrowmq-ra",
        properties = "physicalName=events")
public class OrderService {
    @Resource(name = "jms/EscrowMQ")
    private ConnectionFactory connectionFactory;

    @Resource(lookup = Destinations.ORDERS)
    private Queue orders;

    @Resource
    private SessionContext transaction;

    @EJB
    private OrderStore store;

    @EJB
    private Activity activity;

    /**
     * Inserts the order and sends its message; both or neither become visible when the transaction ends.
     *
     * @throws DuplicateOrderException if there is an order with this id already; nothing was changed
     */
    public void place(UUID id, OrderKind kind) {
        activity.seen();
        store.insert(id, kind);
        try (JMSContext context = connectionFactory.createContext()) {
            context.createProducer().setProperty(Destinations.KIND, kind.name()).send(orders, id.toString());
        }
        if (kind == OrderKind.ROLLBACK) {
            // After both resources did their work: each has something that must not survive.
            transaction.setRollbackOnly();
        }
    }
}
