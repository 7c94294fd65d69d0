package org.escrowmq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.transaction.xa.XAResource;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.Deadline;
import org.escrowmq.ra.DelayedTasks;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.ResourceErrors;

/**
 * One message-driven bean that receives, from its activation to its deactivation (Connectors 13.4.2).
 *
 * <p>If its connection breaks, or is not to be had yet, it tries again, in growing intervals and saying so. If its
 * deliveries fail, a {@link CircuitBreaker} may pause it. Safe for use by several threads. The resource adapter owns
 * it.
 */
public final class EndpointActivation {

    /** How long a broken connection's deliveries in flight may hold up the next attempt. */
    private static final long REBUILD_MILLIS = 10_000;

    private final InboundServices services;
    private final MessageEndpointFactory factory;
    private final EscrowActivationSpec spec;
    private final DelayedTasks.Group tasks;
    private final CircuitBreaker breaker;
    private final EndpointManagement management = new EndpointManagement(this);
    private final BackOff backOff = new BackOff(1_000, 60_000);
    private final AtomicBoolean noEndpointSaid = new AtomicBoolean();
    private boolean transacted;
    private Destination destination;
    private Credentials credentials;
    private String name;
    private State state = State.CONNECTING;
    private EndpointConnection connection;
    private boolean reconnecting;

    private enum State { CONNECTING, RECEIVING, BROKEN, DEACTIVATED }

    /** Prepares an activation; {@link #activate} begins it. */
    public EndpointActivation(InboundServices services, MessageEndpointFactory factory, EscrowActivationSpec spec) {
        this.services = services;
        this.factory = factory;
        this.spec = spec;
        this.name = nameOf(factory);
        this.tasks = services.delayedTasks().group();
        this.breaker = new CircuitBreaker(spec.getPauseOnFailures() == null ? 0 : spec.getPauseOnFailures());
    }

    /**
     * Checks the configuration and connects.
     *
     * @throws ResourceException if the configuration cannot work; a provider that is only not there yet is no reason
     */
    public void activate() throws ResourceException {
        spec.validate();
        destination = JndiLookup.destination(spec);
        credentials = JndiLookup.credentials(spec, services.credentials());
        name = name + " on " + JndiLookup.describe(destination);
        try {
            transacted = factory.isDeliveryTransacted(EndpointDelivery.ON_MESSAGE);
        } catch (NoSuchMethodException e) {
            throw new ResourceException(name + " does not implement jakarta.jms.MessageListener", e);
        }
        try {
            connect();
        } catch (InvalidSelectorException | InvalidDestinationException | InvalidClientIDException
                | JMSSecurityException e) {
            throw ResourceErrors.resource("Cannot activate " + name, e);
        } catch (JMSException e) {
            failed(e);
        }
        if (services.managedAs() != null) {
            management.register(services.managedAs());
        }
    }

    /** The bean's class says more than the names that servers make up. */
    private static String nameOf(MessageEndpointFactory factory) {
        Class<?> bean = factory.getEndpointClass();
        return bean == null ? factory.getActivationName() : bean.getName();
    }

    private void connect() throws JMSException {
        EndpointConnection opened = EndpointConnection.open(this, provider(), credentials, destination);
        boolean wanted;
        synchronized (this) {
            wanted = state == State.CONNECTING;
            if (wanted) {
                connection = opened;
                state = State.RECEIVING;
            }
        }
        if (wanted) {
            AdapterLog.activated(name, opened.sessions().size(), maxSessions(), transacted);
            opened.admit();
        } else {
            // It broke, or was deactivated, while we were connecting.
            opened.close(Deadline.after(REBUILD_MILLIS));
        }
    }

    private MessagingProvider provider() throws JMSException {
        try {
            return services.providers().get();
        } catch (ResourceException e) {
            throw ResourceErrors.jms(name + " has no broker", e);
        }
    }

    /** The connection, or one of its sessions, is of no use any more. On any thread; returns at once. */
    void failed(JMSException error) {
        long delay;
        synchronized (this) {
            if (state == State.BROKEN || state == State.DEACTIVATED) {
                return;
            }
            state = State.BROKEN;
            delay = backOff.next();
        }
        AdapterLog.endpointDisconnected(name, delay, error);
        tasks.run(delay, this::requestReconnect);
    }

    /** On the timer's thread. */
    private void requestReconnect() {
        try {
            doOnServerThread(this::reconnect);
        } catch (WorkException e) {
            long delay = backOff.next();
            AdapterLog.endpointDisconnected(name, delay, e);
            tasks.run(delay, this::requestReconnect);
        }
    }

    private void reconnect() {
        EndpointConnection broken;
        synchronized (this) {
            if (state != State.BROKEN) {
                return;
            }
            reconnecting = true;
            broken = connection;
            connection = null;
        }
        try {
            if (broken != null) {
                broken.close(Deadline.after(REBUILD_MILLIS));
            }
            if (beginsToConnect()) {
                connect();
            }
        } catch (JMSException e) {
            failed(e);
        } finally {
            reconnected();
        }
    }

    private synchronized boolean beginsToConnect() {
        boolean begins = state == State.BROKEN;
        if (begins) {
            state = State.CONNECTING;
        }
        return begins;
    }

    private synchronized void reconnected() {
        reconnecting = false;
        notifyAll();
    }

    /** A delivery succeeded: the next failure of any kind is a new one. */
    void deliverySucceeded() {
        backOff.reset();
        if (breaker.succeeded()) {
            AdapterLog.resumed(name);
            admit();
        }
    }

    /** A session found no endpoint. With fewer endpoints than sessions that goes on and on: it is said once. */
    void noEndpoint(long retryMillis, UnavailableException error) {
        if (noEndpointSaid.compareAndSet(false, true)) {
            AdapterLog.noEndpoint(name, retryMillis, error);
        } else {
            AdapterLog.inboundDebug(name + ": no endpoint; next attempt in " + retryMillis + " ms", error);
        }
    }

    /** A message was delivered and could not be handled. */
    void deliveryFailed(Throwable cause) {
        boolean trial = breaker.state() == CircuitBreaker.State.TRIAL;
        if (!breaker.failed(cause.toString())) {
            return;
        }
        long millis = spec.getPauseMillis();
        if (!trial) {
            AdapterLog.paused(name, breaker.failuresInARow(), millis, breaker.lastFailure());
        }
        admit();
        if (millis > 0) {
            int pause = breaker.pauses();
            tasks.run(millis, () -> tryAgain(pause));
        }
    }

    private void tryAgain(int pause) {
        if (breaker.tryAgain(pause)) {
            admit();
        }
    }

    /** On an operator's word. */
    void pause() {
        if (breaker.pause()) {
            AdapterLog.pausedByOperator(name);
            admit();
        }
    }

    /** On an operator's word. */
    void resume() {
        if (breaker.resume()) {
            AdapterLog.resumed(name);
            admit();
        }
    }

    private void admit() {
        EndpointConnection open = open();
        if (open != null) {
            open.admit();
        }
    }

    private synchronized EndpointConnection open() {
        return connection;
    }

    /** No further delivery begins. */
    public void stopTaking() {
        EndpointConnection open = open();
        if (open != null) {
            open.stopTaking();
        }
    }

    /** Lets deliveries in flight complete, as long as allowed, and ends. Further calls do nothing. */
    public void deactivate(Deadline deadline) {
        EndpointConnection open;
        synchronized (this) {
            if (state == State.DEACTIVATED) {
                return;
            }
            state = State.DEACTIVATED;
            open = connection;
            connection = null;
        }
        management.unregister();
        if (open != null) {
            open.close(deadline);
        }
        awaitReconnect(deadline);
        tasks.close();
        AdapterLog.deactivated(name);
    }

    /** What is just being connected is closed as soon as it is; no thread is to be left then. */
    private synchronized void awaitReconnect(Deadline deadline) {
        try {
            while (reconnecting && deadline.remainingMillis() > 0) {
                wait(deadline.remainingMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True if it was made for these two objects: both are equal only to themselves (Connectors 13.4.1). */
    public boolean isFor(MessageEndpointFactory otherFactory, Object otherSpec) {
        return factory == otherFactory && spec == otherSpec;
    }

    String name() {
        return name;
    }

    boolean isTransacted() {
        return transacted;
    }

    EscrowActivationSpec spec() {
        return spec;
    }

    MessageEndpointFactory factory() {
        return factory;
    }

    XAResource named(XAResource resource) {
        return services.recoveryName().on(resource);
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    DelayedTasks.Group tasks() {
        return tasks;
    }

    /** One consumer sees an unshared subscription's messages once; several would each get every message. */
    int maxSessions() {
        return destination instanceof Queue || spec.shared() ? spec.getMaxSessions() : 1;
    }

    /** How many sessions of that kind there are at this moment. */
    int sessions(Predicate<EndpointSession> kind) {
        EndpointConnection open = open();
        return open == null ? 0 : (int) open.sessions().stream().filter(kind).count();
    }

    /** For an operator. */
    synchronized String describeState() {
        return state == State.RECEIVING ? breaker.state().name() : state.name();
    }

    /** Has a session's deliveries made by the server. */
    void schedule(Work work) throws WorkException {
        services.workManager().scheduleWork(work);
    }

    /** Has something done on a thread of the server's because it may take long. */
    void doOnServerThread(Runnable action) throws WorkException {
        services.workManager().scheduleWork(new Work() {
            @Override
            public void run() {
                action.run();
            }

            @Override
            public void release() {
                // There is nothing to interrupt: closing and connecting are bounded.
            }
        });
    }
}
