package org.escrowmq.ra.outbound;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SharingViolationException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.PhysicalConnections;
import org.escrowmq.ra.ResourceErrors;
import org.escrowmq.ra.recovery.AdapterXAResource;

/**
 * One physical connection with one XA session: what the server pools, enlists and recovers with (Connectors 6.5.3).
 *
 * <p>The session and its XAResource stay the same as long as this object lives, because servers keep the XAResource.
 * Several handles may share it within one transaction. Used by one thread at a time, except for the provider's report
 * of a failure, which may come on any thread. The server owns it and calls {@link #destroy}.
 */
public sealed class EscrowManagedConnection implements ManagedConnection permits LazyManagedConnection {

    private final EscrowManagedConnectionFactory factory;
    private final MessagingProvider provider;
    private final EscrowConnectionRequestInfo identity;
    private final XAConnection connection;
    private final XASession session;
    private final AdapterXAResource resource;
    private final LocalBranch localTransaction;
    private final VisibilityBarrier barrier;
    /** Weakly: a handle that its application lost is not kept. */
    private final Set<SessionHandle> handles = Collections.synchronizedSet(
            Collections.newSetFromMap(new WeakHashMap<>()));
    private final List<Temporary> temporaries = new CopyOnWriteArrayList<>();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<JMSException> failure = new AtomicReference<>();
    private volatile boolean joinsJta = true;
    private PrintWriter logWriter;

    EscrowManagedConnection(EscrowManagedConnectionFactory factory, MessagingProvider provider,
            EscrowConnectionRequestInfo identity) throws ResourceException {
        this.factory = factory;
        this.provider = provider;
        this.identity = identity;
        try {
            this.connection = PhysicalConnections.open(provider, identity.credentials());
            this.session = openSession();
        } catch (JMSException e) {
            throw ResourceErrors.resource("Cannot connect (" + identity + ")", e);
        }
        this.resource = new AdapterXAResource(session.getXAResource());
        this.localTransaction = new LocalBranch(resource);
        this.barrier = Boolean.TRUE.equals(factory.getVisibleAfterCompletion())
                ? new VisibilityBarrier(factory.transactions(), () -> provider.holdBack(session)) : null;
    }

    private XASession openSession() throws JMSException {
        try {
            if (identity.clientId() != null) {
                connection.setClientID(identity.clientId());
            }
            connection.setExceptionListener(this::failed);
            return provider.createSession(connection, identity.transacted(), identity.sessionMode());
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        if (info != null && !identity.equals(factory.identity(subject, info))) {
            throw new SharingViolationException("This connection (" + identity + ") cannot serve a request for "
                    + factory.identity(subject, info));
        }
        SessionHandle handle = new SessionHandle(this, factory.leaks());
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object handle) throws ResourceException {
        if (!(handle instanceof SessionHandle own)) {
            throw new ResourceException("A handle of this adapter is needed, not " + handle);
        }
        try {
            own.moveTo(this);
        } catch (JMSException e) {
            throw ResourceErrors.resource("Cannot associate a session with another connection", e);
        }
        handles.add(own);
    }

    /**
     * Makes it as new for the next user: no handle works any more, work outside of a JTA transaction that was not
     * committed or acknowledged is undone. A branch that was ended but not completed is not touched.
     */
    @Override
    public void cleanup() throws ResourceException {
        invalidateHandles();
        if (failure.get() != null) {
            return;
        }
        localTransaction.rollbackIfActive();
        try {
            connection.stop();
            undoUnfinishedWork();
            deleteTemporaries();
        } catch (JMSException e) {
            throw ResourceErrors.resource("Cannot reset a connection", e);
        }
    }

    /** What the application was to commit or acknowledge, and has not. */
    private void undoUnfinishedWork() throws JMSException {
        if (identity.transacted()) {
            session.rollback();
        } else if (identity.sessionMode() == Session.CLIENT_ACKNOWLEDGE) {
            session.recover();
        }
    }

    private void deleteTemporaries() throws JMSException {
        for (Temporary temporary : temporaries) {
            try {
                temporary.delete();
            } catch (InvalidDestinationException e) {
                AdapterLog.outboundDebug("A temporary destination is gone already: its user deleted it", e);
            }
        }
        temporaries.clear();
    }

    @Override
    public void destroy() throws ResourceException {
        invalidateHandles();
        try {
            connection.close();
        } catch (JMSException e) {
            if (isValid()) {
                throw ResourceErrors.resource("Cannot close a connection", e);
            }
            AdapterLog.outboundDebug("A broken connection could not be closed cleanly", e);
        }
    }

    private void invalidateHandles() {
        takeHandles().forEach(SessionHandle::invalidate);
    }

    final void dissociateHandles() {
        takeHandles().forEach(SessionHandle::dissociate);
    }

    private List<SessionHandle> takeHandles() {
        synchronized (handles) {
            List<SessionHandle> taken = List.copyOf(handles);
            handles.clear();
            return taken;
        }
    }

    /** The session behind the handles. */
    final Session session() throws JMSException {
        if (!provider.isHealthy()) {
            failed(new JMSException("the broker is closed or has failed"));
        }
        JMSException broken = failure.get();
        if (broken != null) {
            JMSException error = new jakarta.jms.IllegalStateException(
                    "The connection broke: " + broken.getMessage() + "; open a new one");
            error.initCause(broken);
            throw error;
        }
        if (barrier != null) {
            barrier.beforeUse();
        }
        return session;
    }

    final XAConnection connection() {
        return connection;
    }

    final int sessionMode() {
        return identity.sessionMode();
    }

    boolean inRolledBackTransaction() {
        return isJtaSession() && factory.transactions().inRolledBackTransaction();
    }

    boolean inTransaction() {
        return isJtaSession() && factory.transactions().inTransaction();
    }

    private boolean isJtaSession() {
        return joinsJta || isEnlisted();
    }

    private boolean isEnlisted() {
        return resource.isAssociated() || localTransaction.isActive();
    }

    /** True if the thread is in a JTA transaction that work can still join, and this session has not joined it. */
    boolean mayBeEnlisted() {
        return factory.transactions().key().isPresent() && !isEnlisted();
    }

    /**
     * Whoever is in a JTA transaction has been enlisted by now, or never will be, because the deployer has configured
     * the pool for no transactions: then the session works as if there were no JTA.
     */
    void noteEnlistment() {
        if (factory.transactions().key().isPresent()) {
            joinsJta = isEnlisted();
        }
    }

    final boolean hasTemporaries() {
        return !temporaries.isEmpty();
    }

    /** Deletes a temporary destination when the server takes this connection back: its user's connection is gone. */
    void track(Temporary temporary) {
        temporaries.add(temporary);
    }

    boolean matches(EscrowConnectionRequestInfo wanted) {
        return identity.equals(wanted) && isValid();
    }

    boolean isValid() {
        return failure.get() == null && provider.isHealthy();
    }

    /**
     * A handle was closed by its user. Servers may keep the connection for the same user's next session and clean it up
     * much later: what a closed session leaves must not wait until then (Messaging 6.2.15).
     */
    void closed(SessionHandle handle) throws JMSException {
        handles.remove(handle);
        try {
            if (handles.isEmpty() && isValid() && !inTransaction() && !isEnlisted()) {
                undoUnfinishedWork();
            }
        } finally {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    /** A handle was moved to another managed connection by the server. */
    void left(SessionHandle handle) {
        handles.remove(handle);
    }

    /** The provider ended the connection by itself. The server destroys it; nothing else helps. */
    private void failed(JMSException error) {
        if (failure.compareAndSet(null, error)) {
            if (provider.isHealthy()) {
                AdapterLog.connectionFailed(identity.toString(), error);
            }
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, error);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
        }
    }

    @Override
    public XAResource getXAResource() {
        factory.usedWithXa();
        return resource;
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return localTransaction;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        try {
            return new MetaData(connection.getMetaData().getJMSProviderName(),
                    connection.getMetaData().getProviderVersion(), identity.clientId() == null ? 0 : 1,
                    identity.credentials().userName());
        } catch (JMSException e) {
            throw ResourceErrors.resource("Cannot read the meta data of a connection", e);
        }
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
    public void setLogWriter(PrintWriter writer) {
        this.logWriter = writer;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    /** A temporary queue or topic, as far as it needs to be deleted. */
    @FunctionalInterface
    interface Temporary {
        void delete() throws JMSException;
    }

    /** At most one connection can have a client identifier; 0 means that there is no limit. */
    private record MetaData(String getEISProductName, String getEISProductVersion, int getMaxConnections,
            String getUserName) implements ManagedConnectionMetaData { }
}
