package org.escrowmq.it;

import org.escrowmq.it.definition.StandaloneJmsDefinitions;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.Packaging;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.Archive;

/** With the adapter deployed by itself, for all applications. */
@Capability("@JMSConnectionFactoryDefinition, @JMSDestinationDefinition of an adapter deployed by itself")
class StandaloneJmsDefinitionIT extends JmsDefinitionRules {

    @Deployment(name = "adapter", order = 1, testable = false)
    static Archive<?> adapter() {
        return Deployments.adapter();
    }

    @Deployment(order = 2)
    static Archive<?> application() {
        return Deployments.application(Packaging.STANDALONE, StandaloneJmsDefinitionIT.class, JmsDefinitionRules.class,
                StandaloneJmsDefinitions.class);
    }
}
