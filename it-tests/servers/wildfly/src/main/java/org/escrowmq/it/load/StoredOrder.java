package org.escrowmq.it.load;

/**
 * An order as the sample's database has it. Immutable.
 *
 * @param id chosen by the client
 * @param consumptions how often its message was consumed
 * @param events how often the event of its consumption arrived
 */
public record StoredOrder(String id, int consumptions, int events) {
}
