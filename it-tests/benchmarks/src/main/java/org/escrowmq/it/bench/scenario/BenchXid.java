package org.escrowmq.it.bench.scenario;

import java.nio.ByteBuffer;
import javax.transaction.xa.Xid;

/** The name of a branch that a transaction manager might have made. Immutable. */
final class BenchXid implements Xid {

    private static final int FORMAT = 0x45534351;

    private final byte[] transaction;

    BenchXid(long number) {
        transaction = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return transaction.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BenchXid && java.util.Arrays.equals(transaction, ((BenchXid) other).transaction);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(transaction);
    }
}
