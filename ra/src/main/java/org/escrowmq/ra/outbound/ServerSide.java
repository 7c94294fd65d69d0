package org.escrowmq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import org.escrowmq.ra.ResourceErrors;

/**
 * What a session handle asks of its server after it was allocated: a managed connection again, if the server has taken
 * that away (Connectors 7.15), and to be enlisted when it is used (7.14); as far as the server does such things.
 * Immutable.
 */
record ServerSide(EscrowManagedConnectionFactory factory, ConnectionManager manager, EscrowConnectionRequestInfo info) {

    /** Has the handle associated with a managed connection, or leaves it without one. */
    void associate(SessionHandle handle) throws JMSException {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            try {
                lazy.associateConnection(handle, factory, info);
            } catch (ResourceException e) {
                throw ResourceErrors.jms("Cannot continue a session", e);
            }
        }
    }

    /** A handle without a managed connection was closed. */
    void closedWithoutConnection(SessionHandle handle) {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(handle, factory);
        }
    }

    /** The server has handed out a managed connection: it is enlisted by now, unless it is to be enlisted lazily. */
    void allocated(EscrowManagedConnection connection) {
        if (!isLazy(connection)) {
            connection.noteEnlistment();
        }
    }

    /** The session is about to work: if that is in a JTA transaction, the server learns it at the latest now. */
    void enlist(EscrowManagedConnection connection) throws JMSException {
        if (isLazy(connection) && connection.mayBeEnlisted()) {
            try {
                ((LazyEnlistableConnectionManager) manager).lazyEnlist(connection);
            } catch (ResourceException e) {
                throw ResourceErrors.jms("Cannot take part in the JTA transaction", e);
            }
            connection.noteEnlistment();
        }
    }

    private boolean isLazy(EscrowManagedConnection connection) {
        return connection instanceof LazyManagedConnection && manager instanceof LazyEnlistableConnectionManager;
    }
}
