package org.escrowmq.transaction;

import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.escrowmq.broker.BrokerTransaction;

/**
 * Keeps what one branch commits in the second phase invisible as long as somebody holds it back: the other resources of
 * the transaction may still have to commit what a consumer of these messages will look for.
 *
 * <p>Nothing of it is stored. It ends when the last hold is released, when the process ends, and in any case after
 * {@value #LIMIT_SECONDS} seconds, because a transaction manager that forgets must not make messages disappear. Safe
 * for use by several threads.
 */
final class Concealment {

    static final int LIMIT_SECONDS = 60;

    private final BranchId id;
    private final BranchTimer timer;
    private int holds;
    private BrokerTransaction concealed;
    private BranchTimer.Alarm limit = BranchTimer.Alarm.NONE;

    Concealment(BranchId id, BranchTimer timer) {
        this.id = id;
        this.timer = timer;
    }

    /** Holds back; the action that is returned releases, the first time that it is run. */
    synchronized Runnable hold() {
        holds++;
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release();
            }
        };
    }

    /** Commits a prepared transaction, visibly or not. */
    synchronized void commit(BrokerTransaction promised) throws JMSException {
        if (holds == 0) {
            promised.commit();
            return;
        }
        promised.commitConcealed();
        concealed = promised;
        limit = timer.schedule(LIMIT_SECONDS, this::giveUp);
    }

    private synchronized void release() {
        holds--;
        if (holds == 0) {
            reveal();
        }
    }

    private synchronized void giveUp() {
        if (concealed != null) {
            TransactionLog.concealedTooLong(id, LIMIT_SECONDS);
            reveal();
        }
    }

    private void reveal() {
        limit.cancel();
        BrokerTransaction committed = concealed;
        concealed = null;
        if (committed != null) {
            try {
                committed.reveal();
            } catch (JMSException e) {
                TransactionLog.notRevealed(id, e);
            }
        }
    }
}
