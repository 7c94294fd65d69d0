package org.escrowmq.it.app;

import jakarta.ejb.EJBException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Every call of onMessage of every bean, committed or not, in the order of their beginnings. Thread-safe; lasts as long
 * as the deployment.
 */
public final class Deliveries {

    private static final List<Entry> ENTRIES = new CopyOnWriteArrayList<>();

    private Deliveries() {
    }

    private record Entry(Class<?> bean, Delivery delivery) {
    }

    /** What a bean was called with, of this id. */
    public static List<Delivery> of(Class<?> bean, String id) {
        return of(bean).stream().filter(delivery -> delivery.id().equals(id)).toList();
    }

    /** What a bean was called with. */
    public static List<Delivery> of(Class<?> bean) {
        return ENTRIES.stream().filter(entry -> entry.bean == bean).map(Entry::delivery).toList();
    }

    static Delivery add(Class<?> bean, Message message) {
        try {
            Delivery delivery = Delivery.of(message);
            ENTRIES.add(new Entry(bean, delivery));
            return delivery;
        } catch (JMSException e) {
            throw new EJBException("Could not read a message", e);
        }
    }
}
