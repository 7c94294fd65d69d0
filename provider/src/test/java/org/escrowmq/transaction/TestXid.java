package org.escrowmq.transaction;

import java.nio.charset.StandardCharsets;
import javax.transaction.xa.Xid;

/** An Xid as a transaction manager makes it: no equals, and it hands out its own arrays. */
record TestXid(int formatId, byte[] global, byte[] branch) implements Xid {

    static Xid of(String name) {
        return new TestXid(4711, name.getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global;
    }

    @Override
    public byte[] getBranchQualifier() {
        return branch;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
