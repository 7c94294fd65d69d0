package org.escrowmq.ra.outbound;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.io.Serial;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.EscrowResourceAdapter;
import org.escrowmq.ra.JtaTransactions;
import org.escrowmq.ra.PhysicalConnections;
import org.escrowmq.ra.ResourceErrors;
import org.escrowmq.ra.recovery.RecoveryWatch;

/**
 * Creates connection factories for applications and managed connections for the server's pool (Connectors 6.5.2).
 *
 * <p>A JavaBean until {@link #setResourceAdapter}, unchanged afterwards and then safe for use by several threads. Equal
 * by configuration.
 */
public final class EscrowManagedConnectionFactory
        implements ManagedConnectionFactory, ValidatingManagedConnectionFactory, ResourceAdapterAssociation {

    @Serial
    private static final long serialVersionUID = 1L;

    private String userName;
    private String password;
    private String clientId;
    private Boolean visibleAfterCompletion = false;
    private Boolean jta = true;
    private Boolean lazyConnections = false;
    private Boolean leakDetection = false;
    private transient EscrowResourceAdapter resourceAdapter;
    private transient volatile RecoveryWatch recoveryWatch = RecoveryWatch.OFF;
    private transient PrintWriter logWriter;

    /** The user of connections for which neither the server nor the application names one. */
    public String getUserName() {
        return userName;
    }

    public void setUserName(String userName) {
        this.userName = userName;
    }

    /** The password that belongs to {@link #getUserName}. */
    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /**
     * The client identifier of connections made here. Only one physical connection at a time can have it, so a pool of
     * this factory must not grow beyond one.
     */
    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    /**
     * True to show what is sent in a transaction with several resources only when all of them have committed, so that
     * no consumer looks for a database row that is not there yet. False by default: then it is shown with the
     * provider's own commit.
     */
    public Boolean getVisibleAfterCompletion() {
        return visibleAfterCompletion;
    }

    public void setVisibleAfterCompletion(Boolean visibleAfterCompletion) {
        this.visibleAfterCompletion = visibleAfterCompletion;
    }

    /**
     * False to leave JTA transactions alone: sessions then work as their application asked for, by themselves, whatever
     * the thread's transaction, and are not enlisted in it. True by default.
     */
    public Boolean getJta() {
        return jta;
    }

    public void setJta(Boolean jta) {
        this.jta = jta;
    }

    /**
     * True to let the server enlist sessions at their first use, and take managed connections away from sessions that
     * are not in use, where it does such things. False by default.
     */
    public Boolean getLazyConnections() {
        return lazyConnections;
    }

    public void setLazyConnections(Boolean lazyConnections) {
        this.lazyConnections = lazyConnections;
    }

    /** True to report connections and sessions that nobody closed, with where they were created. False by default. */
    public Boolean getLeakDetection() {
        return leakDetection;
    }

    public void setLeakDetection(Boolean leakDetection) {
        this.leakDetection = leakDetection;
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (!(adapter instanceof EscrowResourceAdapter own)) {
            throw new ResourceException("The resource adapter of " + getClass().getSimpleName() + " must be an "
                    + EscrowResourceAdapter.class.getName() + ", not " + adapter);
        }
        if (resourceAdapter != null) {
            throw new IllegalStateException(
                    "A resource adapter is set already, and can be set only once (Connectors 5.3.3)");
        }
        resourceAdapter = own;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        recoveryWatch = RecoveryWatch.of(manager);
        // A server would enlist what its own manager hands out.
        return new ConnectionFactoryHandle(this, joinsJta() ? manager : new EscrowConnectionManager());
    }

    @Override
    public Object createConnectionFactory() {
        return new ConnectionFactoryHandle(this, null);
    }

    /** A connection of the provider's, for where there is no server to manage it; the application closes it. */
    Connection connectDirectly(Credentials ofApplication, SessionHandle.Domain domain) throws JMSException {
        try {
            return PhysicalConnections.openDirectly(adapter().provider(), ofApplication.or(defaultCredentials()),
                    domain.factory(), clientId);
        } catch (ResourceException e) {
            throw ResourceErrors.jms("Cannot connect", e);
        }
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        if (info == null) {
            recoveryWatch.asked();
        }
        EscrowConnectionRequestInfo identity = identity(subject, info);
        return Boolean.TRUE.equals(lazyConnections) ? new LazyManagedConnection(this, adapter().provider(), identity)
                : new EscrowManagedConnection(this, adapter().provider(), identity);
    }

    /** The server takes part in XA with connections of this factory. */
    void usedWithXa() {
        recoveryWatch.used(resourceAdapter::runLater);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        EscrowConnectionRequestInfo wanted = identity(subject, info);
        for (Object candidate : candidates) {
            if (candidate instanceof EscrowManagedConnection connection && connection.matches(wanted)) {
                return connection;
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Set<Object> getInvalidConnections(Set candidates) {
        Set<Object> invalid = new HashSet<>();
        for (Object candidate : candidates) {
            if (candidate instanceof EscrowManagedConnection connection && !connection.isValid()) {
                invalid.add(connection);
            }
        }
        return invalid;
    }

    /**
     * Fills in what a request leaves open. A request without info comes from the server itself, for recovery or to
     * fill its pool: it gets no client identifier, which would collide with the one in use.
     */
    EscrowConnectionRequestInfo identity(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        Credentials ofServer = credentialsIn(subject);
        if (info instanceof EscrowConnectionRequestInfo own) {
            Credentials credentials = ofServer.or(own.credentials()).or(defaultCredentials());
            return new EscrowConnectionRequestInfo(credentials, own.clientId(), own.sessionMode());
        }
        if (info != null) {
            throw new ResourceException("A ConnectionRequestInfo of this adapter is needed, not " + info.getClass());
        }
        return new EscrowConnectionRequestInfo(ofServer.or(defaultCredentials()), null, Session.AUTO_ACKNOWLEDGE);
    }

    /** Who connects if neither the server nor the application says so. */
    public Credentials defaultCredentials() {
        Credentials own = new Credentials(userName, password);
        return resourceAdapter == null ? own : own.or(resourceAdapter.credentials());
    }

    /** Container-managed sign-on (Connectors 9.1.7): the subject carries the credentials for this factory. */
    private Credentials credentialsIn(Subject subject) {
        if (subject == null) {
            return Credentials.NONE;
        }
        for (PasswordCredential credential : subject.getPrivateCredentials(PasswordCredential.class)) {
            if (equals(credential.getManagedConnectionFactory())) {
                char[] secret = credential.getPassword();
                return new Credentials(credential.getUserName(), secret == null ? null : new String(secret));
            }
        }
        return Credentials.NONE;
    }

    JtaTransactions transactions() {
        return resourceAdapter == null || !joinsJta() ? JtaTransactions.NONE : resourceAdapter.transactions();
    }

    boolean joinsJta() {
        return !Boolean.FALSE.equals(jta);
    }

    LeakDetector leaks() {
        return resourceAdapter != null && Boolean.TRUE.equals(leakDetection) ? resourceAdapter.leaks()
                : LeakDetector.OFF;
    }

    private EscrowResourceAdapter adapter() throws ResourceException {
        if (resourceAdapter == null) {
            throw new IllegalStateException("No resource adapter is set; call setResourceAdapter first");
        }
        return resourceAdapter;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        this.logWriter = writer;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EscrowManagedConnectionFactory that && configuration().equals(that.configuration());
    }

    private List<Object> configuration() {
        return Arrays.asList(userName, password, clientId, visibleAfterCompletion, jta, lazyConnections, leakDetection,
                resourceAdapter);
    }

    /** Leaves the adapter out: servers put factories in maps before they set it. */
    @Override
    public int hashCode() {
        return Objects.hash(userName, clientId);
    }
}
