package org.escrowmq.it.crash.victim;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.common.Undecided;

/** Lets the transaction manager recover both stores until nothing is in doubt. For use by one thread. */
final class Recovery {

    /** A branch is judged when it was seen in two scans; the third finds nothing. */
    private static final int MOST_SCANS = 10;
    /** Between two passes, for work that goes on meanwhile; here there is none. */
    private static final long PAUSE_MILLIS = 20;

    private final RecoveryManager manager;
    private final XAResource messages;
    private final XAResource rows;
    private final Path decisions;

    private Recovery(Stores stores, XAResource rows, Path decisions) {
        this.messages = stores.broker().recoveryResource();
        this.rows = rows;
        this.decisions = decisions;
        this.manager = RecoveryManager.manager(RecoveryManager.INDIRECT_MANAGEMENT);
        XARecoveryModule module = XARecoveryModule.getRegisteredXARecoveryModule();
        module.addXAResourceRecoveryHelper(helper(NamedResource.messages(stores.broker().recoveryResource())));
        module.addXAResourceRecoveryHelper(helper(NamedResource.rows(rows)));
    }

    /** Recovers, and tells how much there was in doubt and is still. */
    static void run(Stores stores, Path decisions, Wire wire)
            throws SQLException, XAException, IOException, InterruptedException {
        XAConnection connection = stores.database().getXAConnection();
        Recovery recovery = new Recovery(stores, connection.getXAResource(), decisions);
        String found = recovery.undecided();
        int scans = 0;
        while (recovery.isUndecided() && scans < MOST_SCANS) {
            recovery.scan();
            scans++;
        }
        wire.tell(Wire.IN_DOUBT + " " + found + " " + recovery.undecided() + " " + scans);
    }

    /** What the manager does in a scan, without its pause of at least a second. */
    private void scan() throws InterruptedException {
        for (RecoveryModule module : manager.getModules()) {
            module.periodicWorkFirstPass();
        }
        Thread.sleep(PAUSE_MILLIS);
        for (RecoveryModule module : manager.getModules()) {
            module.periodicWorkSecondPass();
        }
    }

    private static XAResourceRecoveryHelper helper(XAResource... resources) {
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return resources;
            }
        };
    }

    private boolean isUndecided() throws XAException, IOException {
        return !"0 0 0".equals(undecided());
    }

    private String undecided() throws XAException, IOException {
        return Undecided.recover(messages).size() + " " + Undecided.recover(rows).size() + " "
                + Undecided.decisions(decisions);
    }
}
