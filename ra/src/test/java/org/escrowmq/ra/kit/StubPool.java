package org.escrowmq.ra.kit;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A server's connection manager with a pool and one transaction at a time. In a transaction a connection is enlisted
 * and shared, and goes back to the pool when both the transaction and its handles have ended.
 */
public class StubPool implements ConnectionManager {

    private static final long serialVersionUID = 1L;

    private final transient StubServer server;
    private final transient List<ManagedConnection> idle = new ArrayList<>();
    private final transient Map<ManagedConnection, Integer> handles = new HashMap<>();
    private final transient List<ManagedConnection> enlisted = new ArrayList<>();
    private final transient AtomicInteger branches = new AtomicInteger();
    private transient StubXid branch;
    private transient int destroyed;
    private transient TransactionSupportLevel support = TransactionSupportLevel.XATransaction;

    public StubPool(StubServer server) {
        this.server = server;
    }

    /** Begins a transaction; what is in use already is enlisted, as a server does it that caches handles. */
    public void begin() throws XAException, ResourceException {
        branch = StubXid.next(branches);
        server.setTransactionStatus(Status.STATUS_ACTIVE);
        for (ManagedConnection used : List.copyOf(handles.keySet())) {
            if (enlistsAtOnce(used)) {
                enlist(used);
            }
        }
    }

    /** As a deployer configures a pool. */
    public StubPool supporting(TransactionSupportLevel level) {
        support = level;
        return this;
    }

    final void enlist(ManagedConnection connection) throws XAException, ResourceException {
        if (support == TransactionSupportLevel.XATransaction) {
            connection.getXAResource().start(branch, enlisted.isEmpty() ? XAResource.TMNOFLAGS : XAResource.TMJOIN);
            enlisted.add(connection);
        } else if (support == TransactionSupportLevel.LocalTransaction) {
            connection.getLocalTransaction().begin();
            enlisted.add(connection);
        }
    }

    /** Whether a connection that is handed out in a transaction is enlisted at once. */
    boolean enlistsAtOnce(ManagedConnection connection) {
        return !enlisted.contains(connection);
    }

    public void commit() throws XAException, ResourceException {
        complete(true);
    }

    public void rollback() throws XAException, ResourceException {
        complete(false);
    }

    private void complete(boolean commit) throws XAException, ResourceException {
        if (support == TransactionSupportLevel.LocalTransaction) {
            for (ManagedConnection connection : enlisted) {
                complete(connection.getLocalTransaction(), commit);
            }
        } else if (!enlisted.isEmpty()) {
            completeBranch(commit);
        }
        server.transactionCompleted();
        List<ManagedConnection> ended = List.copyOf(enlisted);
        enlisted.clear();
        for (ManagedConnection connection : ended) {
            giveBackIfUnused(connection);
        }
    }

    private static void complete(LocalTransaction local, boolean commit) throws ResourceException {
        if (commit) {
            local.commit();
        } else {
            local.rollback();
        }
    }

    private void completeBranch(boolean commit) throws XAException, ResourceException {
        for (ManagedConnection connection : enlisted) {
            connection.getXAResource().end(branch, XAResource.TMSUCCESS);
        }
        XAResource first = enlisted.get(0).getXAResource();
        if (commit) {
            first.commit(branch, true);
        } else {
            first.rollback(branch);
        }
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        return take(factory, info).getConnection(null, info);
    }

    /** Finds or makes a connection, counts a handle and enlists. */
    final ManagedConnection take(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        Set<ManagedConnection> candidates = new HashSet<>(
                server.context().getTransactionSynchronizationRegistry().getTransactionStatus()
                        == Status.STATUS_ACTIVE && !enlisted.isEmpty() ? enlisted : idle);
        ManagedConnection connection = factory.matchManagedConnections(candidates, null, info);
        if (connection == null) {
            connection = factory.createManagedConnection(null, info);
            connection.addConnectionEventListener(new Listener());
        }
        idle.remove(connection);
        handles.merge(connection, 1, Integer::sum);
        boolean inTransaction = server.context().getTransactionSynchronizationRegistry().getTransactionStatus()
                == Status.STATUS_ACTIVE;
        if (inTransaction && enlistsAtOnce(connection)) {
            try {
                enlist(connection);
            } catch (XAException e) {
                throw new ResourceException(e);
            }
        }
        return connection;
    }

    /** The handles of a connection are not its any more. */
    final void dissociated(ManagedConnection connection) throws ResourceException {
        handles.remove(connection);
        giveBackIfUnused(connection);
    }

    private void giveBackIfUnused(ManagedConnection connection) throws ResourceException {
        if (!handles.containsKey(connection) && !enlisted.contains(connection)) {
            connection.cleanup();
            idle.add(connection);
        }
    }

    public List<ManagedConnection> idle() {
        return idle;
    }

    /** Those that have handles. */
    public List<ManagedConnection> inUse() {
        return List.copyOf(handles.keySet());
    }

    public int destroyed() {
        return destroyed;
    }

    private final class Listener implements ConnectionEventListener {

        @Override
        public void connectionClosed(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            handles.computeIfPresent(connection, (key, count) -> count == 1 ? null : count - 1);
            try {
                giveBackIfUnused(connection);
            } catch (ResourceException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            handles.remove(connection);
            idle.remove(connection);
            destroyed++;
            try {
                connection.destroy();
            } catch (ResourceException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new UnsupportedOperationException();
        }
    }
}
