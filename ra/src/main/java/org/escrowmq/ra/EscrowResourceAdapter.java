package org.escrowmq.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.config.AdapterSettings;
import org.escrowmq.ra.config.SettingsReader;
import org.escrowmq.ra.inbound.EndpointActivation;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.inbound.InboundServices;
import org.escrowmq.ra.outbound.LeakDetector;
import org.escrowmq.ra.recovery.AdapterXAResource;
import org.escrowmq.ra.recovery.RecoveryName;

/**
 * The adapter (Connectors 5.3.1): opens the messaging provider when the server starts it, or earlier if the server's
 * recovery needs it; activates message-driven beans; answers recovery; closes everything in {@link #stop}.
 *
 * <p>A JavaBean until the first use, unchanged afterwards and then safe for use by several threads. Equal by
 * configuration. The server owns it.
 */
public final class EscrowResourceAdapter implements ResourceAdapter {

    private static final long STOP_MILLIS = 10_000;

    /** How long a server takes from its recovery's first question to the start, at most. */
    private static final long EARLY_MILLIS = 60_000;

    private final ProviderLifecycle lifecycle;
    private final JtaTransactions transactions = new JtaTransactions(() -> this.context);
    private final List<EndpointActivation> activations = new CopyOnWriteArrayList<>();
    private final LeakDetector leaks = new LeakDetector();
    private volatile BootstrapContext context;
    private volatile DelayedTasks delayedTasks;
    private volatile boolean stopping;

    private String name = "escrowmq";
    private String brokerUrl = AdapterSettings.EMBEDDED;
    private String dataDirectory;
    private String userName;
    private String password;
    private String properties;
    private String recoveryName;
    private Long deactivationMillis = 20_000L;

    /** Made by the server. */
    public EscrowResourceAdapter() {
        this.lifecycle = lifecycle(settings -> Providers.open(settings, credentials()));
    }

    EscrowResourceAdapter(ProviderLifecycle.Opener opener) {
        this.lifecycle = lifecycle(opener);
    }

    private static ProviderLifecycle lifecycle(ProviderLifecycle.Opener opener) {
        return new ProviderLifecycle(opener, STOP_MILLIS, EARLY_MILLIS);
    }

    /** Names this instance, and with it its directory under the server's data. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Which broker: {@code embedded:} for the one inside this server, {@code tcp://host:port,...} for remote ones. */
    public String getBrokerUrl() {
        return brokerUrl;
    }

    public void setBrokerUrl(String brokerUrl) {
        this.brokerUrl = brokerUrl;
    }

    /** Where the embedded broker stores everything; null for a place under the server's own data. */
    public String getDataDirectory() {
        return dataDirectory;
    }

    public void setDataDirectory(String dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** The user of message-driven beans, and of connections for which nobody names one. */
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

    /** Further options of the broker: {@code name=value;name=value}, with {@code \;} for a semicolon in a value. */
    public String getProperties() {
        return properties;
    }

    public void setProperties(String properties) {
        this.properties = properties;
    }

    /**
     * The JNDI name of a connection factory of this adapter that takes part in recovery. WildFly's transaction manager
     * then finds the branches of message-driven beans under it; see {@link RecoveryName}.
     */
    public String getRecoveryName() {
        return recoveryName;
    }

    public void setRecoveryName(String recoveryName) {
        this.recoveryName = recoveryName;
    }

    /**
     * How long a deactivation, and {@link #stop}, wait for deliveries in flight before their sessions are closed under
     * them.
     */
    public Long getDeactivationMillis() {
        return deactivationMillis;
    }

    public void setDeactivationMillis(Long deactivationMillis) {
        this.deactivationMillis = deactivationMillis;
    }

    @Override
    public void start(BootstrapContext bootstrapContext) throws ResourceAdapterInternalException {
        try {
            lifecycle.start(this::settings);
        } catch (ResourceAdapterInternalException e) {
            throw e;
        } catch (ResourceException e) {
            throw new ResourceAdapterInternalException(e.getMessage(), e);
        }
        ClassesInAdvance.loadIfServerClosesEarly();
        stopping = false;
        context = bootstrapContext;
        delayedTasks = new DelayedTasks(bootstrapContext);
    }

    @Override
    public void stop() {
        // Servers deactivate endpoints first; one that did not must not keep the provider open.
        stopping = true;
        Deadline deadline = deactivationDeadline();
        activations.forEach(EndpointActivation::stopTaking);
        activations.forEach(activation -> activation.deactivate(deadline));
        activations.clear();
        leaks.close();
        DelayedTasks tasks = delayedTasks;
        if (tasks != null) {
            tasks.close();
        }
        context = null;
        lifecycle.stop();
        BeanCaches.forget();
    }

    private AdapterSettings settings() throws ResourceException {
        return new SettingsReader().deactivation(deactivationMillis)
                .read(name, brokerUrl, credentials(), dataDirectory, properties, Providers::mistakes);
    }

    /**
     * The provider, opened if this adapter was neither started nor stopped yet.
     *
     * @throws ResourceException if it cannot be opened, or the adapter is stopped
     */
    public MessagingProvider provider() throws ResourceException {
        return lifecycle.provider(this::settings);
    }

    /** Who connects if nobody says so. */
    public Credentials credentials() {
        return new Credentials(userName, password);
    }

    /** What the server tells about JTA transactions. */
    public JtaTransactions transactions() {
        return transactions;
    }

    /** Watches the handles of factories that want it. */
    public LeakDetector leaks() {
        return leaks;
    }

    /** Runs a short task on the server's timer; not at all while the adapter is not started. */
    public void runLater(long delayMillis, Runnable task) {
        DelayedTasks tasks = delayedTasks;
        if (tasks != null) {
            tasks.group().run(delayMillis, task);
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof EscrowActivationSpec own)) {
            throw new NotSupportedException("An " + EscrowActivationSpec.class.getName() + " is needed, not " + spec);
        }
        BootstrapContext current = context;
        if (current == null) {
            throw new jakarta.resource.spi.IllegalStateException("The EscrowMQ resource adapter is not started");
        }
        String managedAs = settings().isManaged() ? name : null;
        InboundServices services = new InboundServices(this::provider, current.getWorkManager(), delayedTasks,
                credentials(), RecoveryName.of(current, recoveryName), managedAs);
        EndpointActivation activation = new EndpointActivation(services, factory, own);
        activations.add(activation);
        try {
            activation.activate();
        } catch (ResourceException | RuntimeException e) {
            deactivate(activation);
            throw e;
        }
        if (stopping) {
            // Whoever stops may have missed this one.
            deactivate(activation);
            throw new jakarta.resource.spi.IllegalStateException("The EscrowMQ resource adapter was stopped meanwhile");
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        activations.stream().filter(activation -> activation.isFor(factory, spec)).forEach(this::deactivate);
    }

    private void deactivate(EndpointActivation activation) {
        activations.remove(activation);
        activation.deactivate(deactivationDeadline());
    }

    /** A server may stop what did not start because of its configuration. */
    private Deadline deactivationDeadline() {
        return Deadline.after(deactivationMillis == null ? 0 : deactivationMillis);
    }

    /**
     * Recovery asks with specs that may be new objects after a crash (Connectors 7.6.8): the store is one resource
     * manager, whatever it is asked for.
     */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) throws ResourceException {
        return new XAResource[] {new AdapterXAResource(provider().recoveryResource())};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EscrowResourceAdapter that && configuration().equals(that.configuration());
    }

    @Override
    public int hashCode() {
        return configuration().hashCode();
    }

    private List<Object> configuration() {
        return Arrays.asList(name, brokerUrl, dataDirectory, userName, password, properties, recoveryName,
                deactivationMillis);
    }

    @Override
    public String toString() {
        return "EscrowMQ resource adapter " + Objects.toString(name);
    }
}
