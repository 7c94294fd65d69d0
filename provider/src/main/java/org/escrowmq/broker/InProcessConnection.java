package org.escrowmq.broker;

import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.spi.core.protocol.AbstractRemotingConnection;

/**
 * What the engine takes for the connection of a client: it has an identifier and no wire.
 *
 * <p>Nothing is ever written to the transport below it, which is there because the engine's management views ask it
 * for addresses. Safe for use by several threads; {@link EmbeddedConnection} owns it.
 */
final class InProcessConnection extends AbstractRemotingConnection {

    private static final String PROTOCOL = "ESCROW";

    private final Consumer<ActiveMQException> onFailure;

    /**
     * Makes one.
     *
     * @param onFailure told when the engine, or an operator through it, ends the connection
     */
    InProcessConnection(Consumer<ActiveMQException> onFailure) {
        super(new InVMConnection(0, UUID.randomUUID().toString(), null, null, null), null);
        this.onFailure = onFailure;
    }

    @Override
    public void fail(ActiveMQException reason, String scaleDownTargetNodeId) {
        synchronized (this) {
            if (destroyed) {
                return;
            }
            destroyed = true;
        }
        callFailureListeners(reason, scaleDownTargetNodeId);
        callClosingListeners();
        onFailure.accept(reason);
    }

    @Override
    public void destroy() {
        synchronized (this) {
            if (destroyed) {
                return;
            }
            destroyed = true;
        }
        callClosingListeners();
    }

    @Override
    public void disconnect(boolean criticalError) {
        fail(new ActiveMQException("The broker ended the connection"));
    }

    @Override
    public void disconnect(String scaleDownNodeId, boolean criticalError) {
        disconnect(criticalError);
    }

    /** A full disk is reported by the sender itself, as an error of that one message and not of the connection. */
    @Override
    public boolean isSupportsFlowControl() {
        return true;
    }

    @Override
    public String getProtocolName() {
        return PROTOCOL;
    }
}
