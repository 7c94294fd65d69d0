package org.escrowmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.escrowmq.broker.Broker;
import org.escrowmq.transaction.LocalTransactionContext;
import org.escrowmq.transaction.Participant;
import org.escrowmq.transaction.TransactionContext;

/**
 * When the messages that a session consumed are acknowledged (specification 6.2.7, 6.2.10), as a strategy.
 *
 * <p>Every mode does the same thing at a different moment: each message handed to the application is acknowledged in a
 * {@link #consumed local transaction} of the session's, and acknowledging is committing that transaction. So recovery
 * is a rollback in every mode, and the order of redelivery, the delivery counts and the fate of a message whose
 * consumer is already closed are one mechanism.
 *
 * <p>Used by the session's thread only.
 */
final class SessionMode {

    /** After how many messages DUPS_OK_ACKNOWLEDGE commits: what at most is delivered again after a crash. */
    private static final int LAZY_BATCH = 64;

    private final int acknowledgeMode;
    private final LocalTransactionContext consumed;
    private int unacknowledged;

    private SessionMode(int acknowledgeMode, Broker broker) {
        this.acknowledgeMode = acknowledgeMode;
        this.consumed = new LocalTransactionContext(broker);
    }

    /**
     * Chooses the mode for the arguments of {@code createSession}.
     *
     * @throws JMSException if the acknowledge mode is none of the specification's
     */
    static SessionMode of(int sessionMode, Broker broker) throws JMSException {
        return switch (sessionMode) {
            case Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE,
                    Session.SESSION_TRANSACTED -> new SessionMode(sessionMode, broker);
            default -> throw new JMSException("The session mode " + sessionMode + " does not exist; allowed are "
                    + "AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2), DUPS_OK_ACKNOWLEDGE (3) and "
                    + "SESSION_TRANSACTED (0)");
        };
    }

    int acknowledgeMode() {
        return acknowledgeMode;
    }

    boolean isTransacted() {
        return acknowledgeMode == Session.SESSION_TRANSACTED;
    }

    boolean acknowledgesByMessage() {
        return acknowledgeMode == Session.CLIENT_ACKNOWLEDGE;
    }

    boolean acknowledgesAutomatically() {
        return acknowledgeMode == Session.AUTO_ACKNOWLEDGE || acknowledgeMode == Session.DUPS_OK_ACKNOWLEDGE;
    }

    /** The transaction in which messages are consumed. */
    TransactionContext consumed() {
        return consumed;
    }

    /** The transaction in which messages are sent. */
    TransactionContext sent() {
        return isTransacted() ? consumed : TransactionContext.NONE;
    }

    /** A message is with the application: {@code receive} is about to return it, or its listener has returned. */
    void handedOver(Participant session) throws JMSException {
        unacknowledged++;
        if (acknowledgeMode == Session.AUTO_ACKNOWLEDGE
                || acknowledgeMode == Session.DUPS_OK_ACKNOWLEDGE && unacknowledged >= LAZY_BATCH) {
            commit(session);
        }
    }

    /** True if messages wait for {@link #idle} to be acknowledged. */
    boolean isLazy() {
        return acknowledgeMode == Session.DUPS_OK_ACKNOWLEDGE && unacknowledged > 0;
    }

    /** The session has nothing to do for the moment. */
    void idle(Participant session) throws JMSException {
        if (acknowledgeMode == Session.DUPS_OK_ACKNOWLEDGE) {
            commit(session);
        }
    }

    /** A listener threw an exception: in the automatic modes its message comes again at once (specification 8.7). */
    void listenerFailed(Participant session) throws JMSException {
        if (acknowledgesAutomatically()) {
            rollback(session);
        } else {
            unacknowledged++;
        }
    }

    void commit(Participant session) throws JMSException {
        unacknowledged = 0;
        consumed.commit(session);
    }

    void rollback(Participant session) throws JMSException {
        unacknowledged = 0;
        consumed.rollback(session);
    }

    /** The session closes: what the application was given in an automatic mode is acknowledged, all else undone. */
    void close(Participant session) throws JMSException {
        if (acknowledgeMode == Session.DUPS_OK_ACKNOWLEDGE) {
            commit(session);
        } else {
            rollback(session);
        }
    }
}
