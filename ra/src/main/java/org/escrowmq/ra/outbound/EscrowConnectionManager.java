package org.escrowmq.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.Serial;
import org.escrowmq.ra.AdapterLog;

/**
 * Stands in for a server's connection manager where there is no server (Connectors 6.9, "non-managed"): a new managed
 * connection for every handle, destroyed with it. No pool and no transactions. Stateless.
 */
final class EscrowConnectionManager implements ConnectionManager {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        ManagedConnection connection = factory.createManagedConnection(null, info);
        connection.addConnectionEventListener(new DestroyAtEnd(connection));
        return connection.getConnection(null, info);
    }

    private record DestroyAtEnd(ManagedConnection connection) implements ConnectionEventListener {

        @Override
        public void connectionClosed(ConnectionEvent event) {
            destroy();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            destroy();
        }

        private void destroy() {
            try {
                connection.destroy();
            } catch (ResourceException e) {
                AdapterLog.outboundDebug("Could not destroy a connection that is done with", e);
            }
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            // Nobody coordinates here: the session itself commits and rolls back.
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            // As above.
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            // As above.
        }
    }
}
