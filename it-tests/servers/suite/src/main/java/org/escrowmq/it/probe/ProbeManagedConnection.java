package org.escrowmq.it.probe;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/** One connection of the probe. As thread-safe as the container's use of it. */
final class ProbeManagedConnection implements ManagedConnection {

    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final ProbeResource resource;
    private PrintWriter logWriter;

    ProbeManagedConnection(ProbeResource resource) {
        this.resource = resource;
    }

    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo info) {
        return new Handle(this);
    }

    private void closed(Handle handle) {
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        listeners.forEach(listener -> listener.connectionClosed(event));
    }

    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public void destroy() {
        cleanup();
    }

    @Override
    public void cleanup() {
        logWriter = null;
    }

    @Override
    public void associateConnection(Object handle) {
        ((Handle) handle).owner = this;
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException("The probe takes part in XA transactions only");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new MetaData();
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    private static final class Handle implements ProbeConnection {

        private ProbeManagedConnection owner;

        Handle(ProbeManagedConnection owner) {
            this.owner = owner;
        }

        @Override
        public void close() {
            owner.closed(this);
        }
    }

    private static final class MetaData implements ManagedConnectionMetaData {

        @Override
        public String getEISProductName() {
            return "Probe";
        }

        @Override
        public String getEISProductVersion() {
            return "1";
        }

        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return "";
        }
    }
}
