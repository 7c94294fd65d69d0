package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.Collection;
import java.util.List;
import org.escrowmq.broker.BrokerTransaction;

/**
 * Rolls a broker's transaction back between the participants' {@code beforeRollback} and {@code afterRollback}.
 *
 * <p>A session that cannot give back what it has buffered costs those messages their order; it must not cost the others
 * the rollback.
 */
final class Rollback {

    /** What is asked of one participant. */
    private interface Step {
        void run(Participant participant) throws JMSException;
    }

    private Rollback() {
    }

    /**
     * Rolls back, whatever the participants say. To be called without locks.
     *
     * @param participants those who worked in the transaction, in the order in which they came
     * @throws JMSException if the broker failed to roll back
     */
    static void run(BrokerTransaction transaction, Collection<Participant> participants) throws JMSException {
        List<Participant> told = List.copyOf(participants);
        askAll(told, participant -> participant.beforeRollback(transaction));
        try {
            transaction.rollback();
        } finally {
            askAll(told, Participant::afterRollback);
        }
    }

    /**
     * The broker has rolled back by itself: the participants give back what they hold, so that what they consumed comes
     * again before it.
     */
    static void happened(BrokerTransaction transaction, Collection<Participant> participants) {
        List<Participant> told = List.copyOf(participants);
        askAll(told, participant -> participant.beforeRollback(transaction));
        askAll(told, Participant::afterRollback);
    }

    private static void askAll(List<Participant> participants, Step step) {
        for (Participant participant : participants) {
            try {
                step.run(participant);
            } catch (JMSException | RuntimeException e) {
                TransactionLog.notReleased(participant, e);
            }
        }
    }
}
