package org.escrowmq.it.definition;

import jakarta.ejb.Stateless;
import jakarta.resource.AdministeredObjectDefinition;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import org.escrowmq.it.app.Destinations;

/**
 * Defines what the application uses of the resource adapter inside of this EAR, in the standard way. There is
 * nothing but the annotations; whatever the container makes of the class is its own.
 */
@Stateless
@ConnectionFactoryDefinition(name = Destinations.HELD_CONNECTION_FACTORY, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.XATransaction,
        properties = "visibleAfterCompletion=true")
@AdministeredObjectDefinition(name = Destinations.ORDERS, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.orders")
@AdministeredObjectDefinition(name = Destinations.SELECTED, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.selected")
@AdministeredObjectDefinition(name = Destinations.AUTOMATIC, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.automatic")
@AdministeredObjectDefinition(name = Destinations.LAZY, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE, properties = "physicalName=it.lazy")
@AdministeredObjectDefinition(name = Destinations.BEAN_MANAGED, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.bean-managed")
@AdministeredObjectDefinition(name = Destinations.MANUAL, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Queue", className = Destinations.QUEUE,
        properties = "physicalName=it.manual")
@AdministeredObjectDefinition(name = Destinations.EVENTS, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.Topic", className = Destinations.TOPIC,
        properties = "physicalName=it.events")
public class NestedDefinitions {
}
