package org.escrowmq.it.probe;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.PrintWriter;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;

/** Makes the probe's connections. Its one property is the directory in which prepared branches are kept. */
public final class ProbeManagedConnectionFactory implements ManagedConnectionFactory {

    @Serial
    private static final long serialVersionUID = 1L;

    private String directory;
    private transient PrintWriter logWriter;

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new ProbeConnectionFactoryHandle(this, manager);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new NotSupportedException("The probe works in an application server only");
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info) {
        return new ProbeManagedConnection(new ProbeResource(Path.of(directory)));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info) {
        for (Object candidate : candidates) {
            if (candidate instanceof ProbeManagedConnection connection) {
                return connection;
            }
        }
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProbeManagedConnectionFactory factory && Objects.equals(directory, factory.directory);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(directory);
    }
}
