package org.escrowmq.it.definition;

import jakarta.ejb.Stateless;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.app.Factories;

/** Connection factories of the adapter in the same EAR that take part in transactions each in its own way. */
@Stateless
@ConnectionFactoryDefinition(name = Factories.XA, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.XATransaction)
@ConnectionFactoryDefinition(name = Factories.LOCAL, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.LocalTransaction)
@ConnectionFactoryDefinition(name = Factories.NONE, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.NoTransaction)
@ConnectionFactoryDefinition(name = Factories.OPTED_OUT, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.XATransaction,
        properties = "jta=false")
@ConnectionFactoryDefinition(name = Factories.LAZY, resourceAdapter = Destinations.NESTED,
        interfaceName = "jakarta.jms.ConnectionFactory", transactionSupport = TransactionSupportLevel.XATransaction,
        properties = "lazyConnections=true")
public class OutboundDefinitions {
}
