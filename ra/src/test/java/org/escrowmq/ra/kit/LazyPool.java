package org.escrowmq.ra.kit;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import javax.transaction.xa.XAException;

/** A connection manager that enlists connections when they ask for it, and takes idle ones away from their handles. */
public final class LazyPool extends StubPool
        implements LazyEnlistableConnectionManager, LazyAssociatableConnectionManager {

    private static final long serialVersionUID = 1L;

    private final transient History history;

    public LazyPool(StubServer server, History history) {
        super(server);
        this.history = history;
    }

    @Override
    boolean enlistsAtOnce(ManagedConnection connection) {
        return super.enlistsAtOnce(connection) && !(connection instanceof LazyEnlistableManagedConnection);
    }

    @Override
    public void lazyEnlist(ManagedConnection connection) throws ResourceException {
        history.add("lazy");
        try {
            enlist(connection);
        } catch (XAException e) {
            throw new ResourceException(e);
        }
    }

    /** Takes a connection away from whoever has a handle on it. */
    public void dissociate(ManagedConnection connection) throws ResourceException {
        ((DissociatableManagedConnection) connection).dissociateConnections();
        dissociated(connection);
    }

    @Override
    public void associateConnection(Object handle, ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        history.add("associate");
        take(factory, info).associateConnection(handle);
    }

    @Override
    public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory factory) {
        history.add("inactive closed");
    }
}
