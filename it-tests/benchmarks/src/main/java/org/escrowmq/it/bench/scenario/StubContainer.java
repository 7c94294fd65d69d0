package org.escrowmq.it.bench.scenario;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapterAssociation;
import org.escrowmq.it.bench.contender.Adapter;
import org.escrowmq.it.bench.contender.JmsContender;
import org.escrowmq.it.container.Bean;
import org.escrowmq.it.container.Jta;
import org.escrowmq.it.container.StubPool;
import org.escrowmq.it.container.StubServer;

/**
 * An application server with one resource adapter and one connection factory, the same for every contender: Narayana, a
 * pool that enlists, and beans. Safe for use by several threads. It lives as long as its JVM.
 */
final class StubContainer {

    private static StubContainer only;

    private final Adapter adapter;
    private final ConnectionFactory connectionFactory;

    private StubContainer(Adapter adapter) throws ResourceException {
        this.adapter = adapter;
        adapter.resourceAdapter().start(new StubServer());
        ManagedConnectionFactory connections = adapter.connections();
        if (connections instanceof ResourceAdapterAssociation) {
            ((ResourceAdapterAssociation) connections).setResourceAdapter(adapter.resourceAdapter());
        }
        this.connectionFactory = (ConnectionFactory) connections.createConnectionFactory(new StubPool());
    }

    /** The container with the adapter of the contender of this JVM, started when it is first asked for. */
    static synchronized StubContainer of(JmsContender contender) throws Exception {
        if (only == null) {
            only = new StubContainer(contender.adapter());
        }
        return only;
    }

    /** What applications look up. */
    ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** Deploys a bean that listens to a queue and does nothing with its messages. */
    Bean deploy(String queue, int sessions, Jta.Work afterDelivery) throws ResourceException {
        return Bean.deploy(adapter.resourceAdapter(), adapter.activation(queue, sessions), new Bean.Handler() {
            @Override
            public void handle(Message message) {
                // What is measured is the delivery.
            }

            @Override
            public void delivered() throws Exception {
                afterDelivery.run();
            }
        });
    }
}
