package org.escrowmq.it.probe;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import javax.transaction.xa.XAResource;

/** The probe's adapter, for the life cycle alone: it has no endpoints and holds nothing. Stateless. */
public final class ProbeResourceAdapter implements ResourceAdapter {

    @Override
    public void start(BootstrapContext context) {
        Probe.reset();
    }

    @Override
    public void stop() {
        Probe.reset();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws NotSupportedException {
        throw new NotSupportedException("The probe delivers no messages");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        throw new IllegalStateException("The probe has no endpoints");
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbeResourceAdapter;
    }

    @Override
    public int hashCode() {
        return ProbeResourceAdapter.class.hashCode();
    }
}
