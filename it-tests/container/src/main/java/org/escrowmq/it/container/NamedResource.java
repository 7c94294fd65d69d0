package org.escrowmq.it.container;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * A resource with the name of its store. By that name the transaction manager knows, in recovery, that a branch which
 * the store does not list any more has been committed already; without one it would keep its decision for ever. As
 * thread-safe as the resource behind it.
 */
public final class NamedResource implements XAResourceWrapper {

    private final XAResource resource;
    private final String store;
    private final boolean timed;

    private NamedResource(XAResource resource, String store, boolean timed) {
        this.resource = resource;
        this.store = store;
        this.timed = timed;
    }

    /** A resource under the name of its store. */
    public static XAResource of(String store, XAResource resource) {
        return new NamedResource(resource, store, true);
    }

    /**
     * A resource that is not told how long branches may take. Derby's timeouts run on after the first phase, and roll
     * back what it has promised to commit; the transaction manager's is enough.
     */
    public static XAResource untimed(String store, XAResource resource) {
        return new NamedResource(resource, store, false);
    }

    @Override
    public XAResource getResource() {
        return resource;
    }

    @Override
    public String getProductName() {
        return store;
    }

    @Override
    public String getProductVersion() {
        return "";
    }

    @Override
    public String getJndiName() {
        return store;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        resource.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        resource.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return resource.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        resource.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        resource.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return resource.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return resource.isSameRM(other instanceof NamedResource named ? named.resource : other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return timed && resource.setTransactionTimeout(seconds);
    }
}
