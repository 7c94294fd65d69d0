package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.escrowmq.broker.process.ClientThreads;
import org.escrowmq.message.MessageErrors;
import org.escrowmq.security.SecuritySettings;

/**
 * The broker port on an Artemis server in this process.
 *
 * <p>Start reading here: a message goes {@link EmbeddedSession#send} → {@link MessageCodec#encode} → engine; it comes
 * engine → {@link SessionDeliveries} → {@link EmbeddedConsumer#deliver} → {@link DeliveryListener}; a branch is an
 * {@link EmbeddedTransaction}, and is found again after a restart by {@link #prepared}.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it.
 */
public final class EmbeddedBroker implements Broker, AutoCloseable {

    private final BrokerSettings settings;
    private final String name;
    private final BrokerDirectory directory;
    private final Set<EmbeddedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, EmbeddedConnection> clientIds = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean storageFailed;
    private final Engine engine;
    private final Destinations destinations;
    private final Subscriptions subscriptions;
    private final BodyFiles bodies;
    private final MessageCodec codec;
    private volatile DeliveryMarks deliveryMarks;

    private EmbeddedBroker(BrokerSettings settings, BrokerDirectory directory) throws JMSException {
        this.settings = settings;
        this.directory = directory;
        this.name = settings.name() == null ? uniqueName(directory) : settings.name();
        this.bodies = BodyFiles.open(directory.path(), settings.minFreeDiskBytes());
        Configuration configuration =
                EngineConfiguration.of(settings, directory.path(), name, bufferTimeoutNanos(settings, directory));
        if (settings.member() != null) {
            ClientThreads.endWhenIdle();
        }
        ActiveMQSecurityManager security = SecurityManagers.of(settings.security());
        this.engine = Engine.start(configuration, security, directory.path(), this::storageFailed);
        this.destinations = new Destinations(engine.server(), settings.createDestinations());
        this.subscriptions = new Subscriptions(destinations);
        this.codec = new MessageCodec(destinations, new LargeBodies(engine.storage(), settings.fsync(), bodies));
    }

    /**
     * Opens a broker on its directory. When the method returns, everything that was stored is loaded.
     *
     * @throws JMSException if the directory is refused or the engine does not start; nothing is left running then
     */
    public static EmbeddedBroker open(BrokerSettings settings) throws JMSException {
        BrokerDirectory directory = BrokerDirectory.open(settings.directory());
        boolean opened = false;
        try {
            directory.makeReady();
            EmbeddedBroker broker = new EmbeddedBroker(settings, directory);
            broker.makeEngineReady();
            opened = true;
            BrokerLog.opened(broker.name, directory.path(), directory.resourceManagerId(),
                    broker.preparedXids().size());
            broker.warnOfPermissions();
            return broker;
        } finally {
            if (!opened) {
                unlock(directory);
            }
        }
    }

    /** Dead letters and expired messages must have a place from the beginning, or they would vanish. */
    private void makeEngineReady() throws JMSException {
        boolean ready = false;
        try {
            deliveryMarks = directory.openDeliveryMarks(settings.fsync());
            deliveryMarks.started(engine.storage().generateID(), engine.preparedBranches().sentMessages());
            engine.durably("carry out what operators decided", engine.preparedBranches()::load);
            engine.durably("create the dead letter and expiry queues", () -> {
                destinations.requireQueue(EngineConfiguration.DEAD_LETTER_QUEUE);
                destinations.requireQueue(EngineConfiguration.EXPIRY_QUEUE);
            });
            if (settings.member() != null) {
                engine.startAcceptors(settings.member().acceptorsHeldBack());
            }
            ready = true;
        } finally {
            if (!ready) {
                engine.stop();
            }
        }
    }

    private void warnOfPermissions() {
        SecuritySettings security = settings.security();
        if (security.enabled() && security.rules().isEmpty()) {
            BrokerLog.nothingPermitted(name);
        }
        if (!security.rolesOfNobody().isEmpty()) {
            BrokerLog.rolesOfNobody(name, security.rolesOfNobody());
        }
    }

    private static String uniqueName(BrokerDirectory directory) {
        return directory.path().getFileName() + "-" + directory.resourceManagerId().substring(0, 8);
    }

    private static int bufferTimeoutNanos(BrokerSettings settings, BrokerDirectory directory) throws JMSException {
        if (!settings.fsync()) {
            BrokerLog.withoutFsync(directory.path());
        }
        if (settings.journalBufferTimeoutNanos() > 0) {
            return settings.journalBufferTimeoutNanos();
        }
        try {
            if (directory.flushNanos() == 0) {
                directory.rememberFlushNanos(FlushTiming.measureFlushNanos(directory.path()));
                BrokerLog.measured(directory.path(), directory.flushNanos(),
                        FlushTiming.timeoutNanos(directory.flushNanos()));
            }
        } catch (IOException e) {
            throw MessageErrors.withCause(new JMSException(
                    "Cannot measure the device of " + directory.path() + ": " + e, "DIRECTORY_REFUSED"), e);
        }
        return FlushTiming.timeoutNanos(directory.flushNanos());
    }

    /** On a thread of the engine's, which stops by itself after this; perhaps while it is still starting. */
    private void storageFailed(Throwable cause) {
        storageFailed = true;
        JMSException reason = MessageErrors.withCause(new JMSException(
                "The broker stopped because it could not write to " + directory.path() + ": " + cause.getMessage(),
                "STORAGE_FAILED"), cause);
        if (engine != null) {
            engine.refuseCalls(reason.getMessage());
            endConnections(reason);
        }
    }

    private void endConnections(JMSException reason) {
        for (EmbeddedConnection connection : connections) {
            connection.end(reason);
        }
    }

    @Override
    public String resourceManagerId() {
        return directory.resourceManagerId();
    }

    /** The directory, absolute. */
    public Path directory() {
        return directory.path();
    }

    @Override
    public boolean storesUserIds() {
        return settings.security().userIds();
    }

    @Override
    public BrokerConnection connect(String user, String password) throws JMSException {
        requireOpen();
        EmbeddedConnection connection = new EmbeddedConnection(this, user, password);
        connection.authenticate();
        connections.add(connection);
        if (closed.get()) {
            connection.close();
            requireOpen();
        }
        return connection;
    }

    /** True while a connection is open. */
    public boolean isInUse() {
        return !connections.isEmpty();
    }

    void disconnected(EmbeddedConnection connection, String clientId) {
        connections.remove(connection);
        if (clientId != null) {
            clientIds.remove(clientId, connection);
        }
    }

    void takeClientId(String clientId, EmbeddedConnection connection) throws JMSException {
        if (clientIds.putIfAbsent(clientId, connection) != null) {
            throw new InvalidClientIDException(
                    "The client identifier " + clientId + " is in use by another connection");
        }
    }

    @Override
    public BrokerTransaction begin(Xid xid) throws JMSException {
        requireOpen();
        return EmbeddedTransaction.begin(engine, xid);
    }

    @Override
    public BrokerTransaction prepared(Xid xid) throws JMSException {
        requireOpen();
        return EmbeddedTransaction.prepared(engine, xid);
    }

    @Override
    public List<Xid> preparedXids() throws JMSException {
        requireOpen();
        return engine.call(engine.newContext(), "list the prepared branches", engine.preparedBranches()::xids);
    }

    @Override
    public List<HeuristicOutcome> heuristicOutcomes() throws JMSException {
        requireOpen();
        return engine.preparedBranches().outcomes();
    }

    @Override
    public boolean forget(Xid xid) throws JMSException {
        requireOpen();
        Xid own = new XidImpl(xid);
        boolean known = engine.durably(engine.newContext(), "forget " + own,
                () -> engine.preparedBranches().forget(own));
        if (known) {
            BrokerLog.forgotten(own);
        }
        return known;
    }

    /** Describes the branches that are prepared, for whoever has to decide on one. */
    public List<PreparedBranch> describePrepared() throws JMSException {
        requireOpen();
        return engine.call(engine.newContext(), "describe the prepared branches", () -> {
            List<PreparedBranch> described = new ArrayList<>();
            for (Xid xid : engine.preparedBranches().xids()) {
                Transaction transaction = engine.preparedBranches().find(xid);
                if (transaction != null) {
                    described.add(PreparedBranch.of(transaction, engine.server().getPagingManager()));
                }
            }
            return described;
        });
    }

    /** What the engine's object in JMX is called, or null if JMX is off. */
    public String jmxName() {
        return settings.jmx() ? EngineConfiguration.jmxName(name) : null;
    }

    /** Why nothing works any more, or null. */
    public String whyDown() {
        return closed.get() ? closedReason() : engine.refusal();
    }

    /** Why nothing can be sent for the time being, or null. */
    public String whyNotSending() {
        return engine.isDiskFull()
                ? "there is less than " + settings.minFreeDiskBytes() + " bytes of free space for " + directory.path()
                : null;
    }

    /**
     * Completes a prepared branch by hand. The decision is on the disk before anything is done; its transaction manager
     * is told of it until the branch is {@linkplain #forget forgotten}.
     *
     * @return false if no such branch is prepared, and nothing was done
     * @throws IllegalStateException if somebody else is completing it
     */
    public boolean completeByHand(Xid xid, boolean commit) throws JMSException {
        requireOpen();
        Xid own = new XidImpl(xid);
        boolean done = engine.durably(engine.newContext(), (commit ? "commit " : "roll back ") + own,
                () -> engine.preparedBranches().completeByHand(own, commit));
        if (done) {
            BrokerLog.completedByHand(own, commit);
        }
        return done;
    }

    private void requireOpen() throws JMSException {
        String refusal = whyDown();
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
    }

    private String closedReason() {
        return "The broker on " + directory.path() + " is closed";
    }

    /**
     * Ends the connections that are still open, lets the calls that are under way finish, and stops the engine. Within
     * a bound: after about a minute it returns even if the engine has not stopped, which it logs.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        endConnections(new JMSException(closedReason(), "BROKER_CLOSED"));
        engine.refuseCalls(closedReason());
        boolean stopped = engine.stop();
        bodies.close();
        closeDeliveryMarks(stopped && !storageFailed);
        if (stopped) {
            if (!storageFailed) {
                directory.seal();
            }
            unlock(directory);
            BrokerLog.closed(name, directory.path());
        }
    }

    private void closeDeliveryMarks(boolean inGoodOrder) {
        try {
            deliveryMarks.close(inGoodOrder);
        } catch (IOException e) {
            BrokerLog.cleanUpFailed("closing the marks of deliveries in " + directory.path(), e);
        }
    }

    private static void unlock(BrokerDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            BrokerLog.cleanUpFailed("unlocking " + directory.path(), e);
        }
    }

    BrokerSettings settings() {
        return settings;
    }

    Engine engine() {
        return engine;
    }

    Destinations destinations() {
        return destinations;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    BodyFiles bodies() {
        return bodies;
    }

    DeliveryMarks deliveryMarks() {
        return deliveryMarks;
    }

    MessageCodec codec() {
        return codec;
    }
}
