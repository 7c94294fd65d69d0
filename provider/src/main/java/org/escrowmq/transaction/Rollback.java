package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.Collection;
import java.util.List;
import org.escrowmq.broker.BrokerTransaction;

/** Rolls a broker's transaction back between the participants' {@code beforeRollback} and {@code afterRollback}. */
final class Rollback {

    private Rollback() {
    }

    /**
     * Rolls back, whatever the participants say. To be called without locks.
     *
     * @param participants those who worked in the transaction, in the order in which they came
     * @throws JMSException if the broker failed to roll back; a failure of a participant is suppressed in it
     */
    static void run(BrokerTransaction transaction, Collection<Participant> participants) throws JMSException {
        List<Participant> told = List.copyOf(participants);
        JMSException unreleased = null;
        try {
            for (Participant participant : told) {
                unreleased = release(participant, transaction, unreleased);
            }
            transaction.rollback();
        } catch (JMSException e) {
            if (unreleased != null) {
                e.addSuppressed(unreleased);
            }
            throw e;
        } finally {
            told.forEach(Participant::afterRollback);
        }
        if (unreleased != null) {
            TransactionLog.notReleased(transaction, unreleased);
        }
    }

    /** A session that cannot release its messages costs them their order, and must not cost the others the rollback. */
    private static JMSException release(Participant participant, BrokerTransaction transaction, JMSException earlier) {
        try {
            participant.beforeRollback(transaction);
            return earlier;
        } catch (JMSException e) {
            if (earlier != null) {
                e.addSuppressed(earlier);
            }
            return e;
        }
    }
}
