package org.escrowmq.sample;

/**
 * What is in the database. Immutable.
 *
 * @param placed rows in ORDERS
 * @param rolledBack orders that were rolled back on request; an order counts here after its rollback
 * @param confirmed rows in state CONFIRMED
 * @param consumed rows in CONSUMPTIONS, one for each message consumed
 * @param events rows in EVENTS, one for each event that arrived
 * @param pending orders without a consumption: their message is still on its way, or lost
 * @param duplicated orders that were consumed more than once
 * @param orphaned consumptions without an order
 * @param leaked rows of orders that were to be rolled back
 * @param duplicatedEvents orders whose event arrived more than once
 */
public record Totals(long placed, long rolledBack, long confirmed, long consumed, long events, long pending,
        long duplicated, long orphaned, long leaked, long duplicatedEvents) {

    /**
     * @return whether every order was consumed and every consumption's event arrived
     */
    boolean complete() {
        return pending == 0 && events >= consumed;
    }
}
