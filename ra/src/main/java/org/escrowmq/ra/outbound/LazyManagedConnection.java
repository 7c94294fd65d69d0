package org.escrowmq.ra.outbound;

import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import org.escrowmq.ra.MessagingProvider;

/**
 * A managed connection that a server may enlist when it is used first, and take away from handles that do not use it
 * (Connectors 7.14, 7.15). A class of its own, because servers decide by the interfaces, and some take a connection
 * away in the middle of what the application does with it: see docs/decisions/D13.
 */
final class LazyManagedConnection extends EscrowManagedConnection
        implements DissociatableManagedConnection, LazyEnlistableManagedConnection {

    LazyManagedConnection(EscrowManagedConnectionFactory factory, MessagingProvider provider,
            EscrowConnectionRequestInfo identity) throws ResourceException {
        super(factory, provider, identity);
    }

    /**
     * Lets the handles go without closing them.
     *
     * @throws ResourceException if something would be lost: unacknowledged or uncommitted work, temporary destinations
     */
    @Override
    public void dissociateConnections() throws ResourceException {
        if (hasTemporaries() || sessionMode() == Session.CLIENT_ACKNOWLEDGE
                || sessionMode() == Session.SESSION_TRANSACTED) {
            throw new ResourceException("A session with temporary destinations, or one that its application commits or "
                    + "acknowledges, cannot continue on another connection");
        }
        dissociateHandles();
    }
}
