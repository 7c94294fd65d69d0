package org.escrowmq.ra.inbound;

import javax.management.ObjectName;
import org.escrowmq.ra.ManagedBean;

/**
 * Shows an activation in JMX as long as it lasts, under a name of its own in the domain {@code org.escrowmq}.
 * Registered and unregistered once, by the {@link EndpointActivation} that it shows; as safe for use by several threads
 * as that.
 */
final class EndpointManagement implements EndpointMXBean {

    private final EndpointActivation activation;
    private ManagedBean managed;

    EndpointManagement(EndpointActivation activation) {
        this.activation = activation;
    }

    /** Two beans of one class may receive from one destination: then the second one's name has a number. */
    void register(String adapter) {
        managed = ManagedBean.register(this, "type=MessageEndpoint,adapter=" + ObjectName.quote(adapter)
                + ",endpoint=" + ObjectName.quote(activation.name()), activation.name());
    }

    void unregister() {
        if (managed != null) {
            managed.close();
        }
    }

    @Override
    public String getName() {
        return activation.name();
    }

    @Override
    public String getDestination() {
        return activation.spec().destinationName();
    }

    @Override
    public String getState() {
        return activation.describeState();
    }

    @Override
    public int getSessions() {
        return activation.sessions(session -> true);
    }

    @Override
    public int getSessionsInUse() {
        return activation.sessions(EndpointSession::isBusy);
    }

    @Override
    public int getMaxSessions() {
        return activation.maxSessions();
    }

    @Override
    public long getDelivered() {
        return activation.breaker().delivered();
    }

    @Override
    public long getFailed() {
        return activation.breaker().failed();
    }

    @Override
    public int getFailuresInARow() {
        return activation.breaker().failuresInARow();
    }

    @Override
    public String getLastFailure() {
        return activation.breaker().lastFailure();
    }

    @Override
    public void pause() {
        activation.pause();
    }

    @Override
    public void resume() {
        activation.resume();
    }
}
