package org.escrowmq.it.crash.victim;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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

    private final RecoveryScans scans;
    private final XAResource messages;
    private final XAResource rows;
    private final Path decisions;

    private Recovery(Stores stores, XAResource rows, Path decisions) {
        this.messages = stores.broker().recoveryResource();
        this.rows = rows;
        this.decisions = decisions;
        this.scans = new RecoveryScans()
                .with(() -> new XAResource[] {NamedResource.of("messages", stores.broker().recoveryResource())})
                .with(() -> new XAResource[] {NamedResource.untimed("rows", rows)});
    }

    /** Recovers, and tells how much there was in doubt and is still. */
    static void run(Stores stores, Path decisions, Wire wire)
            throws SQLException, XAException, IOException, InterruptedException {
        XAConnection connection = stores.database().getXAConnection();
        Recovery recovery = new Recovery(stores, connection.getXAResource(), decisions);
        String found = recovery.undecided();
        int scans = 0;
        while (recovery.isUndecided() && scans < MOST_SCANS) {
            recovery.scans.scan();
            scans++;
        }
        wire.tell(Wire.IN_DOUBT + " " + found + " " + recovery.undecided() + " " + scans);
    }

    private boolean isUndecided() throws XAException, IOException {
        return !"0 0 0".equals(undecided());
    }

    private String undecided() throws XAException, IOException {
        return Undecided.recover(messages).size() + " " + Undecided.recover(rows).size() + " "
                + Undecided.decisions(decisions);
    }
}
