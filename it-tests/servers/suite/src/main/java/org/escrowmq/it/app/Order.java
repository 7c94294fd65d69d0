package org.escrowmq.it.app;

/**
 * What is to happen to one order. Immutable.
 *
 * @param id names it; the text of its message
 * @param failures how many of its first deliveries the consumer fails
 * @param failure how the consumer fails them
 * @param consumption what the consumer does, in this order
 */
public record Order(String id, int failures, Failure failure, Step... consumption) {

    /** How a message-driven bean says that it did not consume a message. */
    public enum Failure {
        /** By MessageDrivenContext.setRollbackOnly. */
        ROLLBACK_ONLY,
        /** By a RuntimeException. */
        EXCEPTION
    }

    /** An order that the consumer takes at once, and writes its row. */
    public static Order of(String id) {
        return new Order(id, 0, Failure.ROLLBACK_ONLY, Step.ROW);
    }

    /** The same order with a consumer that fails so often. */
    public Order failing(int times, Failure how) {
        return new Order(id, times, how, consumption);
    }

    /** The same order with a consumer that does this. */
    public Order consumedBy(Step... steps) {
        return new Order(id, failures, failure, steps);
    }
}
