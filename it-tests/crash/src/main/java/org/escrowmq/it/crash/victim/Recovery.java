package org.escrowmq.it.crash.victim;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.common.Undecided;
import org.escrowmq.it.container.NamedResource;
import org.escrowmq.it.container.RecoveryScans;

/** Lets the transaction manager recover both stores until nothing is in doubt. For use by one thread. */
final class Recovery {

    /** A branch is judged when it was seen in two scans; the third finds nothing. */
    private static final int MOST_SCANS = 10;

    /** For a broker that is killed and started again in the meantime. */
    private static final int PATIENCE_SECONDS = 60;
    private static final long PAUSE_MILLIS = 50;

    private final XAResource messages;
    private final XAResource rows;
    private final Path decisions;

    private Recovery(Stores stores, XAResource rows, Path decisions) {
        this.messages = stores.messages().recoveryResource();
        this.rows = rows;
        this.decisions = decisions;
    }

    /** Recovers, and tells how much there was in doubt and is still. */
    static void run(Stores stores, Path decisions, Wire wire)
            throws SQLException, XAException, IOException, InterruptedException {
        XAConnection connection = stores.database().getXAConnection();
        Recovery recovery = new Recovery(stores, connection.getXAResource(), decisions);
        String found = recovery.undecided();
        int done = 0;
        try (RecoveryScans scans = recovery.scans()) {
            while (recovery.isUndecided() && done < MOST_SCANS) {
                scans.scan();
                UnansweredCommit.forgetAll();
                done++;
            }
        }
        wire.tell(Wire.IN_DOUBT + " " + found + " " + recovery.undecided() + " " + done);
    }

    private RecoveryScans scans() {
        return new RecoveryScans()
                .with(() -> new XAResource[] {NamedResource.of("messages", messages)})
                .with(() -> new XAResource[] {NamedResource.untimed("rows", rows)});
    }

    private boolean isUndecided() throws XAException, IOException, InterruptedException {
        return !"0 0 0".equals(undecided());
    }

    private String undecided() throws XAException, IOException, InterruptedException {
        return messagesInDoubt() + " " + Undecided.recover(rows).size() + " "
                + Undecided.decisions(decisions);
    }

    private int messagesInDoubt() throws XAException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return Undecided.recover(messages).size();
            } catch (XAException e) {
                if (e.errorCode != XAException.XAER_RMFAIL || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
