package org.escrowmq.it;

import java.time.Duration;
import java.util.UUID;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Ledger;
import org.escrowmq.it.app.Order;
import org.escrowmq.it.app.OrderConsumer;
import org.escrowmq.it.app.OrderDesk;
import org.escrowmq.it.app.Step;

/** What tests that run inside the server share. Stateless. */
final class InServer {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private InServer() {
    }

    /** An id that no other order has. */
    static String newId() {
        return UUID.randomUUID().toString();
    }

    static OrderDesk desk() {
        return bean(OrderDesk.class);
    }

    static Ledger ledger() {
        return bean(Ledger.class);
    }

    /** Looks an object up; not every server injects into test classes. */
    static <T> T lookup(String name, Class<T> type) {
        try {
            return type.cast(InitialContext.doLookup(name));
        } catch (NamingException e) {
            throw new IllegalStateException(name + " is not bound", e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return lookup("java:module/" + type.getSimpleName(), type);
    }

    /** Waits with a limit that a slow machine does not reach; polls on this thread, which is the container's. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInSameThread();
    }

    /** Waits until an order has been consumed and that is committed. */
    static void awaitConsumption(String id) {
        Ledger ledger = ledger();
        await().until(() -> ledger.count(Ledger.CONSUMED, id) > 0);
    }

    /**
     * Waits until everything is consumed that was sent to the orders' queue before: an order placed now comes after it.
     */
    static void awaitEarlierOrders() {
        String last = newId();
        desk().place(Order.of(last), Step.MESSAGE);
        awaitConsumption(last);
        await().until(() -> !Deliveries.of(OrderConsumer.class, last).isEmpty());
    }
}
