package org.escrowmq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
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
 * <p>If its connection breaks, or is not to be had yet, it tries again, in growing intervals and saying so. Safe for
 * use by several threads. The resource adapter owns it.
 */
public final class EndpointActivation {

    /** How long a broken connection's deliveries in flight may hold up the next attempt. */
    private static final long REBUILD_MILLIS = 10_000;

    private final InboundServices services;
    private final MessageEndpointFactory factory;
    private final EscrowActivationSpec spec;
    private final BackOff backOff = new BackOff(1_000, 60_000);
    private boolean transacted;
    private Destination destination;
    private Credentials credentials;
    private String name;
    private State state = State.CONNECTING;
    private EndpointConnection connection;

    private enum State { CONNECTING, RECEIVING, BROKEN, DEACTIVATED }

    /** Prepares an activation; {@link #activate} begins it. */
    public EndpointActivation(InboundServices services, MessageEndpointFactory factory, EscrowActivationSpec spec) {
        this.services = services;
        this.factory = factory;
        this.spec = spec;
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
        name = nameOf(factory) + " on " + JndiLookup.describe(destination);
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
    }

    /** The bean's class says more than the names that servers make up. */
    private static String nameOf(MessageEndpointFactory factory) {
        Class<?> bean = factory.getEndpointClass();
        return bean == null ? factory.getActivationName() : bean.getName();
    }

    private void connect() throws JMSException {
        EndpointConnection opened = EndpointConnection.open(this, credentials, destination);
        boolean wanted;
        synchronized (this) {
            wanted = state == State.CONNECTING;
            if (wanted) {
                connection = opened;
                state = State.RECEIVING;
            }
        }
        if (wanted) {
            AdapterLog.activated(name, opened.sessions(), transacted);
        } else {
            // It broke, or was deactivated, while we were connecting.
            opened.close(Deadline.after(REBUILD_MILLIS));
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
        services.delayedTasks().run(delay, this::requestReconnect);
    }

    /** On the timer's thread. */
    private void requestReconnect() {
        try {
            services.workManager().scheduleWork(new Reconnect());
        } catch (WorkException e) {
            long delay = backOff.next();
            AdapterLog.endpointDisconnected(name, delay, e);
            services.delayedTasks().run(delay, this::requestReconnect);
        }
    }

    private void reconnect() {
        EndpointConnection broken;
        synchronized (this) {
            if (state != State.BROKEN) {
                return;
            }
            broken = connection;
            connection = null;
        }
        if (broken != null) {
            broken.close(Deadline.after(REBUILD_MILLIS));
        }
        synchronized (this) {
            if (state != State.BROKEN) {
                return;
            }
            state = State.CONNECTING;
        }
        try {
            connect();
        } catch (JMSException e) {
            failed(e);
        }
    }

    /** A message was delivered: the next failure is a new one. */
    void delivered() {
        backOff.reset();
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
        if (open != null) {
            open.close(deadline);
        }
        AdapterLog.deactivated(name);
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

    MessagingProvider provider() {
        return services.provider();
    }

    WorkManager workManager() {
        return services.workManager();
    }

    DelayedTasks delayedTasks() {
        return services.delayedTasks();
    }

    /** Reconnects on a thread of the server's, because it may take long. */
    private final class Reconnect implements Work {

        @Override
        public void run() {
            reconnect();
        }

        @Override
        public void release() {
            // There is nothing to interrupt: closing and connecting are bounded.
        }
    }
}
