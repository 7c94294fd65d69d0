package org.escrowmq.it.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;
import javax.transaction.xa.XAResource;

/**
 * A connection manager: in a transaction a connection is enlisted, shared, and goes back when the transaction has
 * ended; else when its handle is closed. The last one given back is the next one given out, if it matches. Safe for use
 * by several threads.
 */
public final class StubPool implements ConnectionManager {

    private static final long serialVersionUID = 1L;

    private final transient Deque<ManagedConnection> idle = new ConcurrentLinkedDeque<>();
    private final transient Map<Transaction, ManagedConnection> enlisted = new ConcurrentHashMap<>();
    private final transient UnaryOperator<XAResource> naming;

    /** Enlists resources as they are. */
    public StubPool() {
        this(UnaryOperator.identity());
    }

    /** Enlists resources under a name: see {@link NamedResource}. */
    public StubPool(UnaryOperator<XAResource> naming) {
        this.naming = naming;
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        try {
            Transaction transaction = Jta.manager().getTransaction();
            if (transaction == null) {
                return take(factory, info).getConnection(null, info);
            }
            ManagedConnection connection = enlisted.get(transaction);
            if (connection == null) {
                connection = take(factory, info);
                enlist(transaction, connection);
            }
            return connection.getConnection(null, info);
        } catch (jakarta.transaction.SystemException | jakarta.transaction.RollbackException e) {
            throw new ResourceException("A connection could not be enlisted", e);
        }
    }

    private ManagedConnection take(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        ManagedConnection candidate = idle.pollFirst();
        if (candidate != null) {
            ManagedConnection match = factory.matchManagedConnections(Set.of(candidate), null, info);
            if (match != null) {
                return match;
            }
            candidate.destroy();
        }
        ManagedConnection made = factory.createManagedConnection(null, info);
        made.addConnectionEventListener(new Listener());
        return made;
    }

    private void enlist(Transaction transaction, ManagedConnection connection)
            throws ResourceException, jakarta.transaction.SystemException, jakarta.transaction.RollbackException {
        transaction.enlistResource(naming.apply(connection.getXAResource()));
        enlisted.put(transaction, connection);
        Jta.registry().registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Narayana delists by itself.
            }

            @Override
            public void afterCompletion(int status) {
                enlisted.remove(transaction);
                giveBack(connection);
            }
        });
    }

    private void giveBack(ManagedConnection connection) {
        try {
            connection.cleanup();
            idle.addFirst(connection);
        } catch (ResourceException e) {
            throw new IllegalStateException("A connection could not be cleaned up", e);
        }
    }

    private final class Listener implements ConnectionEventListener {

        @Override
        public void connectionClosed(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            if (!enlisted.containsValue(connection)) {
                giveBack(connection);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            enlisted.values().remove(connection);
            idle.remove(connection);
            try {
                connection.destroy();
            } catch (ResourceException e) {
                throw new IllegalStateException("A broken connection could not be destroyed", e);
            }
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            // Nobody uses local transactions of the connection here.
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            // Nobody uses local transactions of the connection here.
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            // Nobody uses local transactions of the connection here.
        }
    }
}
