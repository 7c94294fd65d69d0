package org.escrowmq.it.bench.contender;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;

/** EscrowMQ's resource adapter, wherever its broker is. */
record EscrowAdapter(EscrowResourceAdapter adapter) implements Adapter {

    @Override
    public ResourceAdapter resourceAdapter() {
        return adapter;
    }

    @Override
    public ManagedConnectionFactory connections() {
        return new EscrowManagedConnectionFactory();
    }

    @Override
    public ActivationSpec activation(String queue, int sessions) {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestination(queue);
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setMaxSessions(sessions);
        return spec;
    }
}
