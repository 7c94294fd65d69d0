package org.escrowmq.ra.outbound;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import org.escrowmq.jms.ConnectionContext;

/**
 * The simplified API on a {@link ConnectionHandle} and its one session. Used by one thread at a time; the application
 * closes it.
 */
final class ManagedContext extends ConnectionContext {

    ManagedContext(ConnectionHandle connection, int sessionMode) {
        super(connection, allowed(sessionMode));
    }

    /** Messaging 12.3: a context that nobody may commit or acknowledge acknowledges by itself; it is no error. */
    private static int allowed(int sessionMode) {
        boolean byApplication =
                sessionMode == JMSContext.CLIENT_ACKNOWLEDGE || sessionMode == JMSContext.SESSION_TRANSACTED;
        return byApplication ? JMSContext.AUTO_ACKNOWLEDGE : sessionMode;
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw new IllegalStateRuntimeException("createContext on a context is not allowed in a Jakarta EE application, "
                + "because a connection has one session there (Messaging 12.2); use the connection factory");
    }
}
