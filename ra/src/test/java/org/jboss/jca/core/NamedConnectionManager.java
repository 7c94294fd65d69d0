package org.jboss.jca.core;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;

/** A connection manager that looks like one of WildFly's. */
public final class NamedConnectionManager implements ConnectionManager {

    private static final long serialVersionUID = 1L;

    public String getJndiName() {
        return "java:app/jms/Defined";
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        var connection = factory.createManagedConnection(null, info);
        connection.getXAResource();
        return connection.getConnection(null, info);
    }
}
