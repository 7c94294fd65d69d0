package org.escrowmq.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.Archive;

/** With the adapter inside of the application's EAR. */
class TransactionIT extends TransactionRules {

    @Deployment
    static Archive<?> application() {
        return Deployments.application(TransactionIT.class, TransactionRules.class);
    }
}
