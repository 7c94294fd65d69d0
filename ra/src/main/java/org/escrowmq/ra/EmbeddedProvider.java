package org.escrowmq.ra;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.escrowmq.ArrivalAwareConsumer;
import org.escrowmq.BrokerHealth;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowXAConnection;
import org.escrowmq.EscrowXASession;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.ra.config.AdapterSettings;

/**
 * The broker in this process, behind the port. Alone in this adapter it knows what the provider offers beyond
 * {@code jakarta.jms}. Safe for use by several threads.
 */
final class EmbeddedProvider implements MessagingProvider {

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
    public XASession createSession(XAConnection connection, boolean transacted, int acknowledgeMode)
            throws JMSException {
        return ((EscrowXAConnection) connection).createXASession(transacted, acknowledgeMode);
    }

    @Override
    public Optional<Runnable> holdBack(XASession session) {
        return ((EscrowXASession) session).holdBack();
    }

    @Override
    public void configure(MessageConsumer consumer, int prefetch, Map<String, String> redelivery) throws JMSException {
        ArrivalAwareConsumer own = (ArrivalAwareConsumer) consumer;
        own.setPrefetch(prefetch);
        own.setRedelivery(redelivery);
    }

    @Override
    public void giveBack(MessageConsumer consumer) throws JMSException {
        ((ArrivalAwareConsumer) consumer).giveBack();
    }

    @Override
    public boolean hasMessage(MessageConsumer consumer) {
        return ((ArrivalAwareConsumer) consumer).hasMessage();
    }

    @Override
    public void onArrival(MessageConsumer consumer, Runnable action) throws JMSException {
        ((ArrivalAwareConsumer) consumer).onArrival(action);
    }

    @Override
    public void handlingFailed(MessageConsumer consumer, Message message, Throwable cause) {
        ((ArrivalAwareConsumer) consumer).handlingFailed(message, cause);
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
