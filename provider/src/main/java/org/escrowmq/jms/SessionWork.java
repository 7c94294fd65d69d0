package org.escrowmq.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.ObjectInputFilter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.Delivery;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.transaction.Participant;
import org.escrowmq.transaction.TransactionContext;

/**
 * What a session does with messages, each piece of it in the right transaction: that of the XA branch which the session
 * is associated with at the moment, else that of its {@link SessionMode}.
 *
 * <p>Used by the session's thread only.
 */
final class SessionWork {

    private final Participant session;
    private final BrokerSession broker;
    private final SessionMode mode;
    private final Supplier<TransactionContext> branch;
    private final ObjectInputFilter objectFilter;

    /**
     * Works on a broker's session.
     *
     * @param session told of rollbacks
     * @param branch answers the XA branch of the moment, or null
     */
    SessionWork(Participant session, BrokerSession broker, SessionMode mode, Supplier<TransactionContext> branch,
            ObjectInputFilter objectFilter) {
        this.session = session;
        this.broker = broker;
        this.mode = mode;
        this.branch = branch;
        this.objectFilter = objectFilter;
    }

    /** Stores a message. */
    void send(EscrowMessage message) throws JMSException {
        sending().call(transaction -> {
            broker.send(message, transaction);
            return null;
        });
    }

    /** Stores a message without waiting for the disk; see {@link BrokerSession#send}. */
    void send(EscrowMessage message, Consumer<JMSException> completion) throws JMSException {
        sending().call(transaction -> {
            broker.send(message, transaction, completion);
            return null;
        });
    }

    private TransactionContext sending() {
        TransactionContext context = branch.get();
        return context == null ? mode.sent() : context;
    }

    /**
     * Makes a delivery the application's: acknowledges it in the transaction it is consumed in.
     *
     * @param open fails if the session is closed; called before the application acknowledges
     */
    Message consume(BrokerConsumer source, Delivery delivery, JmsRuntimeErrors.Action open) throws JMSException {
        TransactionContext context = branch.get();
        boolean byMessage = context == null && mode.acknowledgesByMessage();
        if (context == null) {
            context = mode.consumed();
        }
        context.call(transaction -> {
            source.acknowledge(delivery, transaction);
            return null;
        });
        EscrowMessage message = delivery.message();
        message.delivered(delivery.deliveryCount(), byMessage ? () -> acknowledge(open) : null, objectFilter);
        return message;
    }

    private void acknowledge(JmsRuntimeErrors.Action open) throws JMSException {
        open.run();
        mode.commit(session);
    }

    /** True if what is received is acknowledged by receiving it, and nothing but that. */
    boolean acknowledgesAutomatically() {
        return branch.get() == null && mode.acknowledgesAutomatically();
    }

    /** The application has a message now; see {@link SessionMode#handedOver}. */
    void handedOver() throws JMSException {
        if (branch.get() == null) {
            mode.handedOver(session);
        }
    }

    /** A listener threw; see {@link SessionMode#listenerFailed}. */
    void listenerFailed() throws JMSException {
        if (branch.get() == null) {
            mode.listenerFailed(session);
        }
    }

    /** Nothing to deliver; see {@link SessionMode#idle}. */
    void idle() throws JMSException {
        if (branch.get() == null) {
            mode.idle(session);
        }
    }

    /** True if there is something to do in {@link #idle}. */
    boolean isLazy() {
        return branch.get() == null && mode.isLazy();
    }

    void commit() throws JMSException {
        checkTransacted("commit");
        mode.commit(session);
    }

    void rollback() throws JMSException {
        checkTransacted("rollback");
        mode.rollback(session);
    }

    void recover() throws JMSException {
        if (mode.isTransacted() || branch.get() != null) {
            throw new IllegalStateException("recover is for sessions that are not transacted; use rollback");
        }
        mode.rollback(session);
    }

    void close() throws JMSException {
        mode.close(session);
    }

    private void checkTransacted(String method) throws JMSException {
        if (!mode.isTransacted()) {
            throw new IllegalStateException(method + " is for transacted sessions; this one is not transacted");
        }
    }
}
