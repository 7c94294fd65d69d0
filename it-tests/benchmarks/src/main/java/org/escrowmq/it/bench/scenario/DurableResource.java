package org.escrowmq.it.bench.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The second resource of a transaction, the same for all contenders: stands for a database, in that it forces a record
 * to its file when it prepares and another one when it commits. For use by one thread.
 */
final class DurableResource implements XAResource, AutoCloseable {

    private static final int RECORD_BYTES = 256;
    private static final int FILE_BYTES = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);
    private long position;

    DurableResource(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(FILE_BYTES), 0);
        file.force(true);
    }

    private void force(Xid branch) throws XAException {
        try {
            buffer.clear();
            buffer.put(branch.getGlobalTransactionId()).put(branch.getBranchQualifier());
            buffer.position(0);
            file.write(buffer, position);
            file.force(false);
            position = (position + RECORD_BYTES) % FILE_BYTES;
        } catch (IOException e) {
            throw (XAException) new XAException(XAException.XAER_RMFAIL).initCause(e);
        }
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        force(branch);
        return XA_OK;
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        force(branch);
    }

    @Override
    public void rollback(Xid branch) {
        // Nothing is kept that would have to be undone.
    }

    @Override
    public void start(Xid branch, int flags) {
        // It works when it prepares.
    }

    @Override
    public void end(Xid branch, int flags) {
        // It works when it prepares.
    }

    @Override
    public void forget(Xid branch) {
        // It never decides by itself.
    }

    @Override
    public Xid[] recover(int flags) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
