package org.escrowmq.transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this package tells the operator: one numbered message per method. */
final class TransactionLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.escrowmq.transaction");

    private TransactionLog() {
    }

    static void timedOut(BranchId id, int seconds) {
        LOG.warn("EMQ0101: branch {} took longer than its timeout of {} s; its work was rolled back and the "
                + "transaction manager will be told XA_RBTIMEOUT", id, seconds);
    }

    static void notUndone(BranchId id, Exception cause) {
        LOG.warn("EMQ0102: the work of branch {}, which will never be committed, could not be rolled back; its "
                + "messages come back when the broker is opened again", id, cause);
    }

    static void notReleased(Participant session, Exception cause) {
        LOG.warn("EMQ0103: session {} could not give back what it had buffered when its transaction was rolled back; "
                + "those messages may come out of order", session, cause);
    }

    static void timeoutFailed(String thread, Exception cause) {
        LOG.error("EMQ0105: a timeout on thread {} could not be carried out", thread, cause);
    }

    static void concealedTooLong(BranchId id, int seconds) {
        LOG.warn("EMQ0106: branch {} was committed {} s ago and the transaction manager has not said that the whole "
                + "transaction is complete; its messages are visible from now on", id, seconds);
    }

    static void notRevealed(BranchId id, Exception cause) {
        LOG.warn("EMQ0107: the messages of branch {}, which is committed, could not be shown; they come when the "
                + "broker is opened again", id, cause);
    }

    static void timerStuck(String thread) {
        LOG.warn("EMQ0104: thread {} did not end within the time allowed", thread);
    }
}
