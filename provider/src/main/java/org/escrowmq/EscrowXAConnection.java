package org.escrowmq;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;

/**
 * What every XA connection of this provider offers beyond {@link XAConnection}. Safe for use by several threads.
 */
public interface EscrowXAConnection extends XAConnection {

    @Override
    EscrowXASession createXASession() throws JMSException;

    /**
     * Creates an XA session that works in the given mode whenever its XAResource is not associated with a branch. This
     * is how an adapter honours the arguments of {@code createSession} outside of JTA (specification 12.3) and still
     * takes part in the next JTA transaction with the same session.
     *
     * @param transacted true for local transactions outside of a branch; the acknowledge mode is then ignored
     * @param acknowledgeMode {@code AUTO_ACKNOWLEDGE}, {@code CLIENT_ACKNOWLEDGE} or {@code DUPS_OK_ACKNOWLEDGE}
     */
    EscrowXASession createXASession(boolean transacted, int acknowledgeMode) throws JMSException;
}
