package org.escrowmq.it;

import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.Packaging;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.Archive;

/** With the adapter deployed by itself, for all applications. */
@Capability("adapter deployed by itself")
class StandaloneTransactionIT extends TransactionRules {

    @Deployment(name = "adapter", order = 1, testable = false)
    static Archive<?> adapter() {
        return Deployments.adapter();
    }

    @Deployment(order = 2)
    static Archive<?> application() {
        return Deployments.application(Packaging.STANDALONE, StandaloneTransactionIT.class, TransactionRules.class);
    }
}
