package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.util.List;
import javax.transaction.xa.Xid;

/**
 * A message store with queues, topics and transactions: the port between the rules of Jakarta Messaging and the engine.
 *
 * <p><b>Errors.</b> Every method reports failures as the {@link JMSException} subclass that the specification names for
 * the situation, with the engine's own exception as its cause; the engine's types never leave this package.
 *
 * <p><b>Threads.</b> A broker may be used by any number of threads. What it hands out says so for itself.
 */
public interface Broker {

    /**
     * Names this store for as long as its directory exists, across restarts: two brokers with the same id are the same
     * resource manager (JTA {@code isSameRM}).
     */
    String resourceManagerId();

    /**
     * True if the first work in a transaction fails where the branch exists already, so that nobody need
     * {@linkplain #prepared look for it} beforehand.
     */
    default boolean refusesUsedXids() {
        return false;
    }

    /** True if every message stored carries the name of the authenticated user who sent it, in JMSXUserID. */
    boolean storesUserIds();

    /**
     * Opens a connection.
     *
     * @param user the user name, or null for none
     * @param password the password, or null for none
     * @throws jakarta.jms.JMSSecurityException if the broker refuses these credentials
     * @throws jakarta.jms.IllegalStateException if the broker is closed
     */
    BrokerConnection connect(String user, String password) throws JMSException;

    /**
     * Begins a transaction. It is bound to no session: any session of this broker may send and acknowledge in it.
     * Nothing is written until there is work in it.
     *
     * @param xid the XA branch it stands for, or null for a local transaction
     */
    BrokerTransaction begin(Xid xid) throws JMSException;

    /**
     * Finds a branch that is prepared and not yet completed, whether this process prepared it or an earlier one.
     *
     * @return the branch, or null if no such branch is prepared
     */
    BrokerTransaction prepared(Xid xid) throws JMSException;

    /** Lists the branches for which {@link #prepared} answers, at this moment. */
    List<Xid> preparedXids() throws JMSException;

    /** Lists the branches that an operator completed by hand and no transaction manager has forgotten yet. */
    List<HeuristicOutcome> heuristicOutcomes() throws JMSException;

    /**
     * Drops the memory of a heuristic outcome; durable when the method returns.
     *
     * @return false if there is no heuristic outcome for this branch, and nothing was done
     */
    boolean forget(Xid xid) throws JMSException;

    /**
     * A prepared branch that an operator completed by hand.
     *
     * @param xid the branch
     * @param committed true if it was committed, false if it was rolled back
     */
    record HeuristicOutcome(Xid xid, boolean committed) { }
}
