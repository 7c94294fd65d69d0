package org.escrowmq.it.definition;

import jakarta.ejb.Stateless;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSDestinationDefinition;
import org.escrowmq.it.app.Destinations;

/**
 * Defines resources of the adapter that is deployed by itself as Messaging defines them. A destination needs its class,
 * and its name as a property: servers do not make either of what else they know.
 */
@Stateless
@JMSConnectionFactoryDefinition(name = Destinations.JMS_FACTORY, resourceAdapter = Destinations.STANDALONE)
@JMSDestinationDefinition(name = Destinations.JMS_QUEUE, resourceAdapter = Destinations.STANDALONE,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.jms-defined")
@JMSDestinationDefinition(name = Destinations.JMS_TOPIC, resourceAdapter = Destinations.STANDALONE,
        interfaceName = "jakarta.jms.Topic", className = Destinations.TOPIC,
        properties = "physicalName=it.jms-defined-topic")
public class StandaloneJmsDefinitions {
}
