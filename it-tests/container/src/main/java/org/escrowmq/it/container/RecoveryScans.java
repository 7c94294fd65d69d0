package org.escrowmq.it.container;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.recovery.RecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;

/** The recovery of this JVM's transaction manager, scan by scan and by nobody else. For use by one thread. */
public final class RecoveryScans implements AutoCloseable {

    /** Between two passes, for work that goes on meanwhile. */
    private static final long PAUSE_MILLIS = 20;

    private final RecoveryManager manager = RecoveryManager.manager(RecoveryManager.INDIRECT_MANAGEMENT);
    private final List<XAResourceRecoveryHelper> helpers = new ArrayList<>();

    /** What to recover with, asked for at each scan. */
    public interface Source {

        /** The resources of the moment. */
        XAResource[] get() throws Exception;
    }

    /** Recovers with these, too, until this is closed. */
    public RecoveryScans with(Source source) {
        XAResourceRecoveryHelper helper = new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() throws Exception {
                return source.get();
            }
        };
        helpers.add(helper);
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(helper);
        return this;
    }

    /** What the manager does in a scan, without its pause of at least a second. */
    public void scan() throws InterruptedException {
        for (RecoveryModule module : manager.getModules()) {
            module.periodicWorkFirstPass();
        }
        Thread.sleep(PAUSE_MILLIS);
        for (RecoveryModule module : manager.getModules()) {
            module.periodicWorkSecondPass();
        }
    }

    @Override
    public void close() {
        helpers.forEach(XARecoveryModule.getRegisteredXARecoveryModule()::removeXAResourceRecoveryHelper);
    }
}
