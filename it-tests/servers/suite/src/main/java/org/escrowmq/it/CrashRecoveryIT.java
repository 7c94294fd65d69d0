package org.escrowmq.it;

import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.Packaging;

/** With the adapter inside of the application's EAR. */
@Capability("recovery after kill -9 by the server itself")
class CrashRecoveryIT extends CrashRecoveryRules {

    CrashRecoveryIT() {
        super(Packaging.NESTED, CrashPoint.ofThisServer());
    }
}
