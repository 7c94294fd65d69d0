package org.escrowmq.it;

import org.escrowmq.it.definition.JmsDefinitions;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.LimitedOn;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.Archive;

/** With the adapter in the EAR, which is named with a leading #. */
@Capability("@JMSConnectionFactoryDefinition, @JMSDestinationDefinition")
@LimitedOn(server = "liberty", reason = "\"#escrowmq-ra\" is answered with CWNEN0011E, and nothing of the module is"
        + " bound; with the name that the server gives, \"escrowmq-it.escrowmq-ra\", it works")
class JmsDefinitionIT extends JmsDefinitionRules {

    @Deployment
    static Archive<?> application() {
        return Deployments.application(JmsDefinitionIT.class, JmsDefinitionRules.class, JmsDefinitions.class);
    }
}
