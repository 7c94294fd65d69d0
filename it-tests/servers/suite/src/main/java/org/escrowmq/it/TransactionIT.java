package org.escrowmq.it;

import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.Archive;

/** With the adapter inside of the application's EAR. */
@Capability("JTA transactions of messages and rows, redelivery")
class TransactionIT extends TransactionRules {

    @Deployment
    static Archive<?> application() {
        return Deployments.application(TransactionIT.class, TransactionRules.class);
    }
}
