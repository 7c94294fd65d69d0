package org.escrowmq.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.ra.ResourceErrors;

/**
 * A resource manager local transaction (Connectors 7.7) as a branch of its own, committed in one phase: so there is one
 * way for work to be in a transaction, whoever coordinates it. Used by one thread at a time.
 */
final class LocalBranch implements LocalTransaction {

    private final XAResource resource;
    private volatile LocalXid active;

    LocalBranch(XAResource resource) {
        this.resource = resource;
    }

    @Override
    public void begin() throws ResourceException {
        if (active != null) {
            throw new IllegalStateException("A local transaction is active already on this connection");
        }
        LocalXid xid = new LocalXid(UUID.randomUUID());
        call("Cannot begin a local transaction", () -> resource.start(xid, XAResource.TMNOFLAGS));
        active = xid;
    }

    @Override
    public void commit() throws ResourceException {
        LocalXid xid = complete();
        call("Cannot commit a local transaction", () -> {
            end(xid);
            resource.commit(xid, true);
        });
    }

    @Override
    public void rollback() throws ResourceException {
        LocalXid xid = complete();
        call("Cannot roll back a local transaction", () -> {
            end(xid);
            resource.rollback(xid);
        });
    }

    /** A branch that cannot be ended is of no use to anybody: it must not stay behind in the resource manager. */
    private void end(Xid xid) throws XAException {
        try {
            resource.end(xid, XAResource.TMSUCCESS);
        } catch (XAException e) {
            try {
                resource.rollback(xid);
            } catch (XAException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    boolean isActive() {
        return active != null;
    }

    void rollbackIfActive() throws ResourceException {
        if (active != null) {
            rollback();
        }
    }

    /** Whatever comes of it, the transaction is over: a second attempt has nothing to act on. */
    private LocalXid complete() throws ResourceException {
        if (active == null) {
            throw new IllegalStateException("No local transaction is active on this connection");
        }
        LocalXid xid = active;
        active = null;
        return xid;
    }

    private static void call(String what, XACall call) throws ResourceException {
        try {
            call.run();
        } catch (XAException e) {
            throw ResourceErrors.local(what, e);
        }
    }

    @FunctionalInterface
    private interface XACall {
        void run() throws XAException;
    }

    /** An Xid that no transaction manager makes; recovery never sees one, because one phase leaves nothing in doubt. */
    private record LocalXid(UUID id) implements Xid {

        /** "ESCR" in ASCII. */
        private static final int FORMAT = 0x45534352;

        @Override
        public int getFormatId() {
            return FORMAT;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
