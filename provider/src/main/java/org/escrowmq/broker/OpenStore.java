package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.escrowmq.security.SecuritySettings;

/**
 * A store that is open for nothing but its content, to be moved somewhere else: no users, no redelivery, not in JMX.
 *
 * <p>For one thread. Whoever opens it closes it.
 */
public final class OpenStore implements AutoCloseable {

    private static final long BYTES_IN_MEMORY = Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final EmbeddedBroker broker;
    private final Engine engine;

    private OpenStore(EmbeddedBroker broker) {
        this.broker = broker;
        this.engine = broker.engine();
    }

    /**
     * Opens a store that no broker has open.
     *
     * @throws JMSException as {@link EmbeddedBroker#open}
     */
    public static OpenStore open(Path store) throws JMSException {
        BrokerSettings settings = new BrokerSettings(store, "move of " + store.getFileName(), true, false, true, 0,
                BYTES_IN_MEMORY, 0, -1, RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
        return new OpenStore(EmbeddedBroker.open(settings));
    }

    /** What identifies the store for ever. */
    public String id() {
        return broker.resourceManagerId();
    }

    /** The engine, to be asked within {@link #call} and {@link #durably} only. */
    public ActiveMQServer server() {
        return engine.server();
    }

    /**
     * Calls the engine without waiting for the disk.
     *
     * @param doing what this is, for error messages: "Cannot ..."
     */
    public <T> T call(String doing, Callable<T> call) throws JMSException {
        return engine.call(engine.newContext(), doing, call::call);
    }

    /** Calls the engine and returns when all that was done is on the disk. */
    public <T> T durably(String doing, Callable<T> call) throws JMSException {
        return engine.durably(engine.newContext(), doing, call::call);
    }

    @Override
    public void close() {
        broker.close();
    }
}
