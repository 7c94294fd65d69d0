package org.escrowmq;

import jakarta.jms.XASession;
import java.util.Optional;

/** What every XA session of this provider offers beyond {@link XASession}. Used by one thread at a time. */
public interface EscrowXASession extends XASession {

    /**
     * Keeps the messages that the session's present branch commits in two phases invisible to consumers until the
     * action that is returned has been run. Whoever coordinates the transaction runs it when all resources have
     * committed (JTA: {@code Synchronization.afterCompletion}), so that no consumer looks for a database row that is
     * not there yet. The messages are durable with the commit all the same; if the process ends before the action is
     * run, the next one shows them when it opens the store. After 60 seconds they are shown in any case.
     *
     * @return the action, which may be run on any thread, or nothing if the session works in no branch at the moment
     */
    Optional<Runnable> holdBack();
}
