package org.escrowmq.ra;

import jakarta.jms.XAConnectionFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.escrowmq.BrokerHealth;
import org.escrowmq.EscrowBroker;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.ra.config.AdapterSettings;

/** The broker in this process, behind the port. Safe for use by several threads. */
final class EmbeddedProvider extends AbstractProvider {

    /** Options of the broker that the adapter sets, and by which of its own properties. */
    private static final Map<String, String> SET_BY_ADAPTER = Map.of("directory", "dataDirectory", "name", "name");

    private final AdapterSettings settings;
    private final EscrowBroker broker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedProvider(AdapterSettings settings) {
        this.settings = settings;
        this.broker = SharedBrokers.acquire(settings);
    }

    /**
     * Opens the broker, or joins other instances of the adapter that have it open.
     *
     * @throws jakarta.jms.JMSRuntimeException if it cannot be opened, saying why
     */
    static EmbeddedProvider open(AdapterSettings settings) {
        return new EmbeddedProvider(settings);
    }

    /** Says what is wrong with options of the broker, a sentence each. */
    static List<String> optionMistakes(Map<String, String> options) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> own = new HashMap<>(options);
        SET_BY_ADAPTER.forEach((option, property) -> {
            if (own.remove(option) != null) {
                mistakes.add("properties contains " + option + "; set the adapter's property " + property + " instead");
            }
        });
        // Any directory will do to check the rest: nothing is opened.
        EscrowBroker.Builder broker = EscrowBroker.builder().properties(own).directory(Path.of(""));
        broker.faults().forEach(fault -> mistakes.add("in properties, " + fault));
        return mistakes;
    }

    static Map<String, String> redeliveryMistakes(Map<String, String> options) {
        return RedeliveryOptions.faults(options);
    }

    @Override
    public XAConnectionFactory connectionFactory() {
        return broker.connectionFactory();
    }

    @Override
    public XAResource recoveryResource() {
        return broker.recoveryResource();
    }

    @Override
    public boolean isInUse() {
        return broker.isInUse();
    }

    @Override
    public boolean isHealthy() {
        return !closed.get() && broker.health().state() != BrokerHealth.State.DOWN;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SharedBrokers.release(settings, broker);
        }
    }
}
