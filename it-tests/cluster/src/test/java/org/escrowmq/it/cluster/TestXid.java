package org.escrowmq.it.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.transaction.xa.Xid;

/** A branch with a name that can be read. */
record TestXid(String name) implements Xid {

    @Override
    public int getFormatId() {
        return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 20);
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }
}
