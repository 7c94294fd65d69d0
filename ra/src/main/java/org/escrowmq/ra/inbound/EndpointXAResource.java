package org.escrowmq.ra.inbound;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The resource of an inbound session, as the server gets it. It recognises an outbound connection of the same store
 * even behind a wrapper of the server's, so that a bean which consumes and sends works in one branch: one prepare less,
 * and none at all if there is no other resource.
 *
 * <p>Some servers wrap what comes from their pools and not what comes with a delivery. A wrapper can look behind
 * itself, this side cannot; so it turns the question round. Used by one thread at a time.
 */
final class EndpointXAResource implements XAResource {

    private final XAResource session;
    private boolean asking;

    EndpointXAResource(XAResource session) {
        this.session = session;
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (session.isSameRM(other)) {
            return true;
        }
        if (asking) {
            // The other one has turned the question round as well: nobody knows.
            return false;
        }
        asking = true;
        try {
            return other.isSameRM(session);
        } finally {
            asking = false;
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        session.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        session.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return session.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        session.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        session.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        session.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return session.recover(flag);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return session.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return session.setTransactionTimeout(seconds);
    }
}
