package org.escrowmq.it.bench.container;

import jakarta.jms.ConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;
import org.escrowmq.it.bench.contender.Adapter;
import org.escrowmq.it.bench.contender.JmsContender;

/**
 * An application server with one resource adapter and one connection factory, the same for every contender: Narayana, a
 * pool that enlists, and beans. Safe for use by several threads. It lives as long as its JVM.
 */
public final class StubContainer implements BootstrapContext {

    private static StubContainer only;

    private final StubWorkManager workManager = new StubWorkManager();
    private final Adapter adapter;
    private final ConnectionFactory connectionFactory;

    private StubContainer(Adapter adapter) throws ResourceException {
        this.adapter = adapter;
        adapter.resourceAdapter().start(this);
        ManagedConnectionFactory connections = adapter.connections();
        if (connections instanceof ResourceAdapterAssociation) {
            ((ResourceAdapterAssociation) connections).setResourceAdapter(adapter.resourceAdapter());
        }
        this.connectionFactory = (ConnectionFactory) connections.createConnectionFactory(new StubPool());
    }

    /** The container with the adapter of the contender of this JVM, started when it is first asked for. */
    public static synchronized StubContainer of(JmsContender contender) throws Exception {
        if (only == null) {
            only = new StubContainer(contender.adapter());
        }
        return only;
    }

    /** What applications look up. */
    public ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** Deploys a bean that listens to a queue. */
    public Bean deploy(String queue, int sessions, Jta.Work afterDelivery) throws ResourceException {
        ActivationSpec spec = adapter.activation(queue, sessions);
        spec.setResourceAdapter(adapter.resourceAdapter());
        Bean bean = new Bean(adapter.resourceAdapter(), spec, afterDelivery);
        adapter.resourceAdapter().endpointActivation(bean, spec);
        return bean;
    }


    @Override
    public WorkManager getWorkManager() {
        return workManager;
    }

    @Override
    public XATerminator getXATerminator() {
        return null;
    }

    @Override
    public Timer createTimer() {
        return new Timer(true);
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return Jta.registry();
    }
}
