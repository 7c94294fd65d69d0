package org.escrowmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.broker.FailureCollector;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTemporaryTopic;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.message.EscrowBytesMessage;
import org.escrowmq.message.EscrowMapMessage;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.EscrowObjectMessage;
import org.escrowmq.message.EscrowStreamMessage;
import org.escrowmq.message.EscrowTextMessage;
import org.escrowmq.message.MessageKind;
import org.escrowmq.transaction.Participant;
import org.escrowmq.transaction.TransactionContext;

/**
 * A session (specification 6.2): a single-threaded context for producing and consuming, whose {@link SessionMode} says
 * what transaction each piece of work belongs to.
 *
 * <p>To be used by one thread at a time, except {@link #close}, which may be called from any. Its connection owns it.
 */
public class EscrowSession implements Session, QueueSession, TopicSession, Participant {

    private final EscrowConnection connection;
    private final SessionMode mode;
    private final BrokerSession broker;
    private final SessionWork work;
    private final SessionDispatcher dispatcher;
    private final Set<EscrowMessageConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean started;

    EscrowSession(EscrowConnection connection, SessionMode mode) throws JMSException {
        this.connection = connection;
        this.mode = mode;
        this.broker = connection.broker().createSession();
        this.work = new SessionWork(this, broker, mode, this::association, objectFilter());
        this.dispatcher = new SessionDispatcher(connection.threads());
    }

    // ---- messages -------------------------------------------------------------------------------------------------

    @Override
    public Message createMessage() throws JMSException {
        return create(MessageKind.MESSAGE);
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return (EscrowTextMessage) create(MessageKind.TEXT);
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        TextMessage message = createTextMessage();
        message.setText(text);
        return message;
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return (EscrowBytesMessage) create(MessageKind.BYTES);
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return (EscrowMapMessage) create(MessageKind.MAP);
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return (EscrowStreamMessage) create(MessageKind.STREAM);
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return (EscrowObjectMessage) create(MessageKind.OBJECT);
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        ObjectMessage message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    private EscrowMessage create(MessageKind kind) throws JMSException {
        checkOpen();
        EscrowMessage message = EscrowMessage.create(kind, broker.bodyStore());
        message.delivered(0, null, objectFilter());
        return message;
    }

    // ---- destinations ---------------------------------------------------------------------------------------------

    @Override
    public Queue createQueue(String queueName) throws JMSException {
        checkOpen();
        connection.domain().requireQueues("createQueue");
        return new EscrowQueue(Names.destination(queueName));
    }

    @Override
    public Topic createTopic(String topicName) throws JMSException {
        checkOpen();
        connection.domain().requireTopics("createTopic");
        return new EscrowTopic(Names.destination(topicName));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        checkOpen();
        connection.domain().requireQueues("createTemporaryQueue");
        return connection.adopt(new EscrowTemporaryQueue(connection.broker().createTemporary(false), connection));
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        checkOpen();
        connection.domain().requireTopics("createTemporaryTopic");
        return connection.adopt(new EscrowTemporaryTopic(connection.broker().createTemporary(true), connection));
    }

    // ---- producers ------------------------------------------------------------------------------------------------

    @Override
    public EscrowMessageProducer createProducer(Destination destination) throws JMSException {
        checkOpen();
        return new EscrowMessageProducer(this, destination == null ? null : EscrowDestination.of(destination));
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        connection.domain().requireQueues("createSender");
        return createProducer(queue);
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        connection.domain().requireTopics("createPublisher");
        return createProducer(topic);
    }

    // ---- consumers ------------------------------------------------------------------------------------------------

    @Override
    public EscrowMessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null);
    }

    @Override
    public EscrowMessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public EscrowMessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        return open(destination, Subscription.NONE, selector, noLocal);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        connection.domain().requireQueues("createReceiver");
        return createConsumer(queue, selector);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        connection.domain().requireTopics("createSubscriber");
        return createConsumer(topic, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        connection.domain().requireTopics("createSharedConsumer");
        return open(topic, new Subscription(Names.subscription(name), connection.clientId(), false, true),
                selector, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        connection.domain().requireTopics("createDurableSubscriber");
        return openDurable(topic, name, selector, noLocal);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        connection.domain().requireTopics("createDurableConsumer");
        return openDurable(topic, name, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
            throws JMSException {
        connection.domain().requireTopics("createSharedDurableConsumer");
        return open(topic, new Subscription(Names.subscription(name), connection.clientId(), true, true),
                selector, false);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        checkOpen();
        connection.domain().requireQueues("createBrowser");
        EscrowDestination destination = EscrowDestination.of(queue);
        return new EscrowQueueBrowser(this, queue,
                new ConsumerSpec(destination, Subscription.NONE, Names.selector(selector), false, true));
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        checkOpen();
        connection.domain().requireTopics("unsubscribe");
        // What was consumed, and is only not acknowledged yet because the mode is lazy, does not keep it in use.
        work.idle();
        broker.deleteSubscription(connection.clientId(), Names.subscription(name));
    }

    private EscrowMessageConsumer openDurable(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        checkOpen();
        EscrowDestination.of(topic);
        if (connection.clientId() == null) {
            throw new IllegalStateException("An unshared durable subscription needs a client identifier: set it on the "
                    + "connection, or use createSharedDurableConsumer (Messaging 8.3.3)");
        }
        return open(topic, new Subscription(Names.subscription(name), connection.clientId(), true, false),
                selector, noLocal);
    }

    private EscrowMessageConsumer open(
            Destination destination, Subscription subscription, String selector, boolean noLocal) throws JMSException {
        checkOpen();
        EscrowDestination source = EscrowDestination.of(destination);
        Names.requireOwnTemporary(source, connection);
        EscrowMessageConsumer consumer = new EscrowMessageConsumer(this, destination,
                new ConsumerSpec(source, subscription, Names.selector(selector), noLocal && source.isTopic(), false));
        consumers.add(consumer);
        if (started) {
            consumer.buffer().start();
        }
        return consumer;
    }

    // ---- acknowledgement and transactions -------------------------------------------------------------------------

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return mode.isTransacted();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        checkOpen();
        return mode.acknowledgeMode();
    }

    @Override
    public void commit() throws JMSException {
        checkOpen();
        refuseInCompletionListener("commit");
        dispatcher.awaitSends();
        work.commit();
    }

    @Override
    public void rollback() throws JMSException {
        checkOpen();
        refuseInCompletionListener("roll back");
        dispatcher.awaitSends();
        work.rollback();
    }

    @Override
    public void recover() throws JMSException {
        checkOpen();
        work.recover();
    }

    /** The XA branch that this session works in at the moment, or null. */
    TransactionContext association() {
        return null;
    }

    @Override
    public final void beforeRollback(BrokerTransaction transaction) throws JMSException {
        for (EscrowMessageConsumer consumer : consumers) {
            consumer.buffer().suspend(transaction);
        }
    }

    @Override
    public final void afterRollback() {
        consumers.forEach(consumer -> consumer.buffer().resume());
    }

    // ---- life cycle -----------------------------------------------------------------------------------------------

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return null;
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        checkOpen();
        throw new UnsupportedOperationException("Session.setMessageListener is for application servers (11.4) and "
                + "optional; set the listener on a MessageConsumer");
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("Session.run is for application servers (11.4) and optional");
    }

    /** Waits for listeners in progress and for sends; until they are over, they have everything at their disposal. */
    @Override
    public void close() throws JMSException {
        if (closing.get()) {
            return;
        }
        if (dispatcher.isCalledFromListener()) {
            throw new IllegalStateException("A listener must not close its own session");
        }
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        // In this order: a listener that is still in progress may send.
        dispatcher.stop();
        dispatcher.awaitSends();
        closed = true;
        FailureCollector failures = new FailureCollector();
        // First what waits here, then what was consumed: so they come to lie in the queue in their old order.
        consumers.forEach(consumer -> failures.run(consumer::endReceives));
        failures.run(work::close);
        consumers.forEach(consumer -> failures.run(consumer::close));
        failures.run(broker::close);
        connection.forget(this);
        failures.throwFirst();
    }

    /** The broker has ended the connection. */
    void connectionFailed(JMSException reason) {
        consumers.forEach(consumer -> consumer.buffer().fail(reason));
    }

    final void start() {
        if (closing.get()) {
            return;
        }
        started = true;
        dispatcher.start();
        consumers.forEach(consumer -> consumer.buffer().start());
    }

    final void stop() throws JMSException {
        started = false;
        dispatcher.stop();
        FailureCollector failures = new FailureCollector();
        consumers.forEach(consumer -> failures.run(consumer.buffer()::stop));
        failures.throwFirst();
    }

    final void refuseInCompletionListener(String what) throws IllegalStateException {
        if (dispatcher.isCalledFromCompletionListener()) {
            throw new IllegalStateException("A CompletionListener must not " + what + " its own session");
        }
    }

    final void checkOpen() throws IllegalStateException {
        if (closed) {
            throw new IllegalStateException("The session is closed");
        }
    }

    final void forget(EscrowMessageConsumer consumer) {
        consumers.remove(consumer);
    }

    final BrokerSession broker() {
        return broker;
    }

    final SessionWork work() {
        return work;
    }

    final SessionDispatcher dispatcher() {
        return dispatcher;
    }

    final ObjectInputFilter objectFilter() {
        return connection.settings().objectFilter();
    }

    final Domain connectionDomain() {
        return connection.domain();
    }

    final SessionMode mode() {
        return mode;
    }
}
