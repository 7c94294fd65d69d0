package org.escrowmq.ra;

import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.ra.config.AdapterSettings;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.FakeProvider;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubPool;
import org.escrowmq.ra.kit.StubServer;
import org.escrowmq.ra.outbound.ConnectionFactoryHandle;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;

/** The adapter on a provider in memory, in a server that is none. */
public final class AdapterKit {

    private final History history = new History();
    private final FakeProvider provider = new FakeProvider(history);
    private final StubServer server = new StubServer();
    private final StubPool pool = new StubPool(server);
    private int failingOpenings;
    private final List<AdapterSettings> openings = new ArrayList<>();
    private final EscrowResourceAdapter adapter = new EscrowResourceAdapter(settings -> {
        if (failingOpenings-- > 0) {
            throw new JMSRuntimeException("The store cannot be opened yet");
        }
        openings.add(settings);
        provider.setHealthy(true);
        return provider;
    });

    public static AdapterKit started() throws ResourceException {
        AdapterKit kit = new AdapterKit();
        kit.adapter.setProperties("jmx=false");
        kit.adapter.start(kit.server.context());
        return kit;
    }

    public History history() {
        return history;
    }

    public FakeProvider provider() {
        return provider;
    }

    public StubServer server() {
        return server;
    }

    public StubPool pool() {
        return pool;
    }

    public EscrowResourceAdapter adapter() {
        return adapter;
    }

    /** So many times the provider cannot be opened. */
    public void failOpenings(int times) {
        failingOpenings = times;
    }

    public List<AdapterSettings> openings() {
        return openings;
    }

    public EscrowManagedConnectionFactory managedConnectionFactory() throws ResourceException {
        EscrowManagedConnectionFactory factory = new EscrowManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        return factory;
    }

    public ConnectionFactoryHandle connectionFactory() throws ResourceException {
        return (ConnectionFactoryHandle) managedConnectionFactory().createConnectionFactory(pool);
    }

    /** For a queue by its physical name. */
    public EscrowActivationSpec queueSpec(String queue) throws ResourceException {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setResourceAdapter(adapter);
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setDestination(queue);
        spec.setMaxSessions(1);
        return spec;
    }

    /** For a topic by its physical name, with three sessions if there can be so many. */
    public EscrowActivationSpec topicSpec(String topic) throws ResourceException {
        EscrowActivationSpec spec = queueSpec(topic);
        spec.setDestinationType("jakarta.jms.Topic");
        spec.setMaxSessions(3);
        spec.setMinSessions(3);
        return spec;
    }

    public static ActivationSpec[] specs(ActivationSpec... specs) {
        return specs;
    }
}
