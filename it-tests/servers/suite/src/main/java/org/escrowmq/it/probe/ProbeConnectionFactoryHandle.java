package org.escrowmq.it.probe;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serial;
import javax.naming.Reference;

/** What the server binds in JNDI: asks its connection manager for connections. Thread-safe. */
final class ProbeConnectionFactoryHandle implements ProbeConnectionFactory {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ProbeManagedConnectionFactory factory;
    private final transient ConnectionManager manager;
    private Reference reference;

    ProbeConnectionFactoryHandle(ProbeManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public ProbeConnection getConnection() throws ResourceException {
        return (ProbeConnection) manager.allocateConnection(factory, null);
    }

    @Override
    public void setReference(Reference bound) {
        reference = bound;
    }

    @Override
    public Reference getReference() {
        return reference;
    }
}
