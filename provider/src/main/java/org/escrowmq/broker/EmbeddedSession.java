package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ServerConsumerImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.escrowmq.broker.selector.CoreFilter;
import org.escrowmq.broker.selector.SelectorExpression;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;

/**
 * A session of the engine's, driven by plain calls on the caller's thread.
 *
 * <p>The engine's session never decides about transactions here: every send and acknowledgement names its own.
 */
final class EmbeddedSession implements BrokerSession {

    /** Consumers select for themselves: see {@link SelectorPlugin}. */
    private static final SimpleString NO_ENGINE_FILTER = null;
    private static final int DEFAULT_PRIORITY = 0;
    private static final int NO_FLOW_CONTROL_BY_SIZE = -1;

    private final EmbeddedBroker broker;
    private final EmbeddedConnection connection;
    private final ServerSession session;
    /** Of all sends in no transaction: what one session sends becomes visible in the order in which it was sent. */
    private final StorageContext sends;
    private final AtomicLong consumerIds = new AtomicLong();
    /** Open consumers, each with the queue to be deleted with its last one, or an empty name. */
    private final Map<EmbeddedConsumer, SimpleString> consumers = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    EmbeddedSession(EmbeddedBroker broker, EmbeddedConnection connection, ServerSession session) {
        this.broker = broker;
        this.connection = connection;
        this.session = session;
        this.sends = broker.engine().newContext();
    }

    Engine engine() {
        return broker.engine();
    }

    DeliveryMarks deliveryMarks() {
        return broker.deliveryMarks();
    }

    MessageCodec codec() {
        return broker.codec();
    }

    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction) throws JMSException {
        EscrowDestination destination = requireRoomFor(message);
        String doing = "send to " + destination;
        if (transaction == null) {
            engine().durably(sends, doing, () -> {
                route(message, destination, null);
                return null;
            });
        } else {
            sendIn(transaction, message, destination, doing);
        }
    }

    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction, Consumer<JMSException> completion)
            throws JMSException {
        EscrowDestination destination = requireRoomFor(message);
        String doing = "send to " + destination;
        if (transaction == null) {
            engine().whenDurable(sends, doing, () -> route(message, destination, null), completion);
        } else {
            sendIn(transaction, message, destination, doing);
            completion.accept(null);
        }
    }

    private void sendIn(BrokerTransaction transaction, EscrowMessage message, EscrowDestination destination,
            String doing) throws JMSException {
        EmbeddedTransaction own = EmbeddedTransaction.of(engine(), transaction);
        own.call(doing, () -> {
            route(message, destination, own.engineTransaction());
            return null;
        });
    }

    private EscrowDestination requireRoomFor(EscrowMessage message) throws JMSException {
        requireOpen();
        EscrowDestination destination = EscrowDestination.of(message.headers().getDestination());
        String full = broker.whyNotSending();
        if (full != null) {
            throw new ResourceAllocationException("Cannot send to " + destination + ": " + full);
        }
        return destination;
    }

    private void route(EscrowMessage message, EscrowDestination destination, Transaction transaction) throws Exception {
        SimpleString address = requireFor(CheckType.SEND, destination);
        RoutingType routingType = Destinations.routingType(destination);
        Message encoded = codec().encode(message, address, routingType, connection.identity());
        RoutingStatus status;
        try {
            status = session.send(transaction, encoded, false, null, true);
        } catch (ActiveMQIOErrorException e) {
            // In this case the engine has deleted the file of a large body.
            throw e;
        } catch (Exception e) {
            LargeBodies.discard(encoded);
            throw e;
        }
        if (status == RoutingStatus.NO_BINDINGS && !destination.isTopic()) {
            throw new InvalidDestinationException("The " + destination + " was deleted while a message was sent to it");
        }
    }

    /** The permission is asked for before anything else, so that nobody learns without it what exists. */
    private SimpleString requireFor(CheckType permission, EscrowDestination destination) throws Exception {
        Destinations destinations = broker.destinations();
        destinations.permit(Destinations.address(destination), permission, connection);
        return destinations.require(destination, connection);
    }

    @Override
    public BrokerConsumer createConsumer(ConsumerSpec spec, DeliveryListener listener) throws JMSException {
        requireOpen();
        String notFrom = spec.noLocal() ? connection.identity() : null;
        SimpleString filter = CoreFilter.of(spec.selector(), notFrom);
        EscrowDestination destination = spec.destination();
        if (destination.isTemporary()) {
            connection.requireOwn(destination);
        }
        String doing = "consume from " + destination;
        return engine().durably(engine().newContext(), doing, () -> {
            SimpleString address = requireFor(spec.browse() ? CheckType.BROWSE : CheckType.CONSUME, destination);
            return destination.isTopic()
                    ? subscribe(spec, address, filter, listener)
                    : open(address, filter, spec.browse(), null, listener);
        });
    }

    private EmbeddedConsumer subscribe(
            ConsumerSpec spec, SimpleString topic, SimpleString filter, DeliveryListener listener) throws Exception {
        Subscriptions subscriptions = broker.subscriptions();
        synchronized (subscriptions) {
            SimpleString queue = subscriptions.queueFor(topic, spec.subscription(), filter, connection);
            SimpleString temporary = Subscriptions.endsWithLastConsumer(spec.subscription()) ? queue : null;
            return open(queue, null, false, temporary, listener);
        }
    }

    private EmbeddedConsumer open(SimpleString queue, SimpleString filter, boolean browse, SimpleString temporary,
            DeliveryListener listener) throws Exception {
        SelectorExpression selector = filter == null ? null : CoreFilter.meaning(filter.toString());
        if (browse && broker.engine().server().locateQueue(queue) instanceof RedeliveringQueue browsed) {
            browsed.tidy();
        }
        ServerConsumerImpl source = (ServerConsumerImpl) session.createConsumer(consumerIds.incrementAndGet(), queue,
                NO_ENGINE_FILTER, DEFAULT_PRIORITY, browse, false, NO_FLOW_CONTROL_BY_SIZE);
        EmbeddedConsumer consumer = new EmbeddedConsumer(this, source, selector, listener);
        consumers.put(consumer, temporary == null ? SimpleString.of("") : temporary);
        return consumer;
    }

    /** Closes the engine's side of a consumer, and ends a subscription that ends with it. */
    void closeSource(EmbeddedConsumer consumer, ServerConsumerImpl source) throws JMSException {
        SimpleString temporary = consumers.remove(consumer);
        if (engine().refusal() != null) {
            return;
        }
        engine().durably("close a consumer", () -> {
            source.close(false);
            if (temporary != null && !temporary.isEmpty()) {
                Subscriptions subscriptions = broker.subscriptions();
                synchronized (subscriptions) {
                    subscriptions.consumerClosed(temporary);
                }
            }
        });
    }

    @Override
    public void deleteSubscription(String clientId, String name) throws JMSException {
        requireOpen();
        Subscriptions subscriptions = broker.subscriptions();
        engine().durably("delete subscription " + name, () -> {
            synchronized (subscriptions) {
                subscriptions.delete(clientId, name, connection);
            }
        });
    }

    @Override
    public void ensureExists(EscrowDestination destination) throws JMSException {
        requireOpen();
        engine().durably("create " + destination, () -> requireFor(CheckType.CREATE_ADDRESS, destination));
    }

    @Override
    public BodyStore bodyStore() {
        return broker.bodies();
    }

    /** Makes sure that a dead letter queue exists to which the user may send. */
    void requireDeadLetters(EscrowQueue queue) throws JMSException {
        requireOpen();
        engine().durably("use dead letter " + queue, () -> requireFor(CheckType.SEND, queue));
    }

    private void requireOpen() throws JMSException {
        if (closed.get()) {
            // If the broker has closed it, the reason says more.
            String why = broker.whyDown();
            throw new IllegalStateException(why == null ? "The session is closed" : why);
        }
    }

    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        FailureCollector failures = new FailureCollector();
        for (EmbeddedConsumer consumer : consumers.keySet()) {
            failures.run(consumer::close);
        }
        connection.forget(this);
        if (engine().refusal() == null) {
            failures.run(() -> engine().durably("close a session", () -> session.close(false)));
        }
        failures.throwFirst();
    }
}
