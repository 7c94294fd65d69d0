package org.escrowmq.broker;

import jakarta.jms.JMSException;

/**
 * Messages sent and consumed that take effect together. Used by one thread at a time, not always the same one.
 */
public interface BrokerTransaction {

    /** True as soon as something was sent or acknowledged in it. */
    boolean hasWork();

    /**
     * Promises that {@link #commit} will succeed, whatever happens to this process. The promise is on the disk when the
     * method returns. Only for a transaction that was begun with an Xid.
     *
     * @throws jakarta.jms.TransactionRolledBackException if it was rolled back instead
     */
    void prepare() throws JMSException;

    /**
     * Makes the work durable and visible. Both are true when the method returns.
     *
     * @throws jakarta.jms.TransactionRolledBackException if it was rolled back instead
     */
    void commit() throws JMSException;

    /**
     * Commits like {@link #commit}, but what was sent stays invisible until {@link #reveal} is called. It is durable
     * when the method returns; a process that opens the store anew shows it at once.
     *
     * @throws jakarta.jms.TransactionRolledBackException if it was rolled back instead
     */
    void commitConcealed() throws JMSException;

    /** Shows what {@link #commitConcealed} has kept invisible; does nothing if there is nothing. */
    void reveal() throws JMSException;

    /** Undoes the work: what was sent is dropped, what was consumed goes back, with its delivery count raised. */
    void rollback() throws JMSException;
}
