package org.escrowmq.it.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The probe's part of a transaction: a prepared branch is a file named after it, so that it survives a kill and can be
 * recovered. (Survives a kill, not a power failure: nothing is forced to the device.) As thread-safe as a directory.
 */
final class ProbeResource implements XAResource {

    private final Path directory;

    ProbeResource(Path directory) {
        this.directory = directory;
    }

    @Override
    public void start(Xid xid, int flags) {
        Probe.called("start");
    }

    @Override
    public void end(Xid xid, int flags) {
        Probe.called("end");
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        Probe.called("prepare");
        Probe.reached(Probe.Point.PREPARE);
        try {
            Files.createDirectories(directory);
            Files.createFile(file(xid));
        } catch (IOException e) {
            throw failure(XAException.XAER_RMERR, e);
        }
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        Probe.called(onePhase ? "commit in one phase" : "commit");
        if (!onePhase) {
            Probe.reached(Probe.Point.COMMIT);
            delete(xid);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        Probe.called("rollback");
        if (Files.exists(file(xid))) {
            delete(xid);
        }
    }

    @Override
    public void forget(Xid xid) throws XAException {
        throw failure(XAException.XAER_NOTA, null);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & TMSTARTRSCAN) == 0 || !Files.isDirectory(directory)) {
            return new Xid[0];
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Xid> found = files.map(file -> XidText.parse(file.getFileName().toString())).toList();
            return found.toArray(Xid[]::new);
        } catch (IOException e) {
            throw failure(XAException.XAER_RMFAIL, e);
        }
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof ProbeResource probe && directory.equals(probe.directory);
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    private void delete(Xid xid) throws XAException {
        try {
            Files.delete(file(xid));
        } catch (IOException e) {
            throw failure(XAException.XAER_NOTA, e);
        }
    }

    private Path file(Xid xid) {
        return directory.resolve(XidText.format(xid));
    }

    private static XAException failure(int code, IOException cause) {
        XAException failure = new XAException(code);
        failure.initCause(cause);
        return failure;
    }
}
