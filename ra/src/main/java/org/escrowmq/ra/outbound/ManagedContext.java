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
        super(connection, sessionMode);
    }

    @Override
    protected void checkAsynchronousSend() {
        throw new IllegalStateRuntimeException(SessionHandle.forbidden("setAsync").getMessage());
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw new IllegalStateRuntimeException("createContext on a context is not allowed in a Jakarta EE application, "
                + "because a connection has one session there (Messaging 12.2); use the connection factory");
    }
}
