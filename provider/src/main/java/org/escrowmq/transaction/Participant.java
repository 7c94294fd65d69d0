package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import org.escrowmq.broker.BrokerTransaction;

/**
 * Whoever did work in a transaction and holds messages that must go back together with it: a session, whose consumers
 * have buffers.
 *
 * <p>Called by whichever thread ends the transaction, the transaction manager's or the timeouts', and after the session
 * was closed as well, where there is nothing to do. No lock of this package is held, so the session may take its own.
 */
public interface Participant {

    /**
     * The transaction is about to be rolled back, or was by the broker. Stops taking messages and {@linkplain
     * org.escrowmq.broker.BrokerConsumer#release releases} those it has not handed out into the transaction, so that
     * they return in their original order.
     */
    void beforeRollback(BrokerTransaction transaction) throws JMSException;

    /** The rollback is over, well or badly; goes on as before. Called also if {@link #beforeRollback} failed. */
    void afterRollback();
}
