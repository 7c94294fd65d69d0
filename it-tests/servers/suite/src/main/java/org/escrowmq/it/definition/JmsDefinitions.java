package org.escrowmq.it.definition;

import jakarta.ejb.Stateless;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSDestinationDefinition;
import org.escrowmq.it.app.Destinations;

/**
 * Defines resources of the adapter in the same EAR as Messaging defines them. A destination needs its class, and its
 * name as a property: servers do not make either of what else they know.
 */
@Stateless
@JMSConnectionFactoryDefinition(name = Destinations.JMS_FACTORY, resourceAdapter = Destinations.NESTED)
@JMSDestinationDefinition(name = Destinations.JMS_QUEUE, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.jms-defined")
@JMSDestinationDefinition(name = Destinations.JMS_TOPIC, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Topic", className = Destinations.TOPIC,
        properties = "physicalName=it.jms-defined-topic")
public class JmsDefinitions {
}
