package org.escrowmq.ra.recovery;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** With the constructor and the isSameRM of WildFly's wrapper. */
public final class ServersWrapper implements XAResource {

    private final XAResource wrapped;
    private final String described;

    public ServersWrapper(XAResource wrapped) {
        this(wrapped, false, null, null, null, null);
    }

    public ServersWrapper(XAResource wrapped, boolean pad, Boolean same, String product, String version, String name) {
        this.wrapped = wrapped;
        this.described = "pad " + pad + ", same " + same + ", " + product + " " + version + " " + name;
    }

    XAResource wrapped() {
        return wrapped;
    }

    String described() {
        return described;
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return wrapped.isSameRM(other instanceof ServersWrapper wrapper ? wrapper.wrapped : other);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        wrapped.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        wrapped.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return wrapped.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        wrapped.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        wrapped.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        wrapped.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return wrapped.recover(flag);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return wrapped.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return wrapped.setTransactionTimeout(seconds);
    }
}
