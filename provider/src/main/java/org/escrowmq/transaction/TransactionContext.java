package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import org.escrowmq.broker.BrokerTransaction;

/** What transaction a session's work belongs to, as a strategy: none, a local one, or an XA branch. */
public interface TransactionContext {

    /** Work in no transaction: each piece takes effect by itself. */
    TransactionContext NONE = new TransactionContext() {
        @Override
        public <T> T call(Work<T> work) throws JMSException {
            return work.run(null);
        }
    };

    /**
     * Does a piece of work in the transaction, which begins with the first one. Short: nothing that waits for messages,
     * since others may wait for the transaction meanwhile.
     *
     * @return what the work returns
     * @throws jakarta.jms.TransactionRolledBackException if the transaction can only be rolled back, or was; the work
     *     has not been run then
     */
    <T> T call(Work<T> work) throws JMSException;

    /**
     * A piece of work: a send or an acknowledgement.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Does it.
         *
         * @param transaction the transaction to do it in, or null for none
         */
        T run(BrokerTransaction transaction) throws JMSException;
    }
}
