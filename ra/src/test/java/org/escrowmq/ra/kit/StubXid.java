package org.escrowmq.ra.kit;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.Xid;

/** A branch of the stubbed server's, with a name that fits in a history. */
public record StubXid(String name) implements Xid {

    /** Names branches b1, b2, ... */
    static StubXid next(AtomicInteger counter) {
        return new StubXid("b" + counter.incrementAndGet());
    }

    @Override
    public int getFormatId() {
        return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }

    @Override
    public String toString() {
        return name;
    }
}
