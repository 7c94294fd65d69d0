package org.escrowmq.it;

import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.Packaging;

/** With the adapter deployed by itself: one crash while a message is sent, one while it is consumed. */
@Capability("recovery of an adapter deployed by itself")
class StandaloneCrashRecoveryIT extends CrashRecoveryRules {

    StandaloneCrashRecoveryIT() {
        super(Packaging.STANDALONE, CrashPoint.SENDING_DECIDED, CrashPoint.CONSUMING_MESSAGE_COMMITTED);
    }
}
