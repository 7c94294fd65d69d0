package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import org.escrowmq.broker.Broker;
import org.escrowmq.broker.BrokerTransaction;

/**
 * Transactions of one session, one after the other: the next begins with the first work after a commit or rollback.
 *
 * <p>Belongs to its session and is used by the session's thread; {@link #rollback} may come from the thread that closes
 * the session.
 */
public final class LocalTransactionContext implements TransactionContext {

    private final Broker broker;
    private BrokerTransaction transaction;
    /** Not asked of the transaction at the end: the broker may have undone the work, and commit must say so. */
    private boolean worked;

    /** Nothing is begun yet. */
    public LocalTransactionContext(Broker broker) {
        this.broker = broker;
    }

    @Override
    public synchronized <T> T call(Work<T> work) throws JMSException {
        if (transaction == null) {
            transaction = broker.begin(null);
        }
        try {
            return work.run(transaction);
        } finally {
            worked |= transaction.hasWork();
        }
    }

    /** True if there is something to commit or to roll back. */
    public synchronized boolean hasWork() {
        return worked;
    }

    /**
     * Commits the work since the last commit or rollback, if there is any. What cannot be committed is rolled back, as
     * by {@link #rollback}.
     *
     * @param session asked to give back what its consumers have buffered, if this becomes a rollback
     * @throws TransactionRolledBackException if it could not be committed and was rolled back
     * @throws JMSException if it could be neither committed nor rolled back, so that its outcome is not known
     */
    public void commit(Participant session) throws JMSException {
        BrokerTransaction committed;
        synchronized (this) {
            if (!worked) {
                return;
            }
            committed = take();
        }
        try {
            committed.commit();
        } catch (TransactionRolledBackException e) {
            Rollback.happened(committed, List.of(session));
            throw e;
        } catch (JMSException e) {
            throw rolledBack(committed, session, e);
        }
    }

    /**
     * Rolls back the work since the last commit or rollback, if there is any.
     *
     * @param session asked to give back what its consumers have buffered, so that order is kept
     */
    public void rollback(Participant session) throws JMSException {
        BrokerTransaction undone;
        synchronized (this) {
            if (!worked) {
                return;
            }
            undone = take();
        }
        Rollback.run(undone, List.of(session));
    }

    private BrokerTransaction take() {
        BrokerTransaction taken = transaction;
        transaction = null;
        worked = false;
        return taken;
    }

    private static JMSException rolledBack(BrokerTransaction failed, Participant session, JMSException cause) {
        try {
            Rollback.run(failed, List.of(session));
        } catch (JMSException e) {
            cause.addSuppressed(e);
            return cause;
        }
        TransactionRolledBackException error = new TransactionRolledBackException(
                "The transaction could not be committed and was rolled back: " + cause.getMessage());
        error.initCause(cause);
        return error;
    }
}
