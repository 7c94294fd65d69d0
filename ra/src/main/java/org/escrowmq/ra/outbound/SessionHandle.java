package org.escrowmq.ra.outbound;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.escrowmq.ra.PhysicalConnections;

/**
 * A session as an application in a server sees it: a guard, {@link #session()}, in front of the physical session of
 * the managed connection that the server associates with it. It may take part in one JTA transaction after the other.
 *
 * <p>What Messaging 12.2 and 12.3 forbid is refused here; messages are not wrapped. Used by one thread at a time,
 * except for {@link #close}. The application closes it; the server may invalidate it.
 */
public final class SessionHandle implements QueueSession, TopicSession {

    private final List<ChildHandle<?>> children = new CopyOnWriteArrayList<>();
    private final LeakDetector.Watch watch;
    private volatile EscrowManagedConnection managed;
    private volatile boolean closed;
    private ConnectionHandle connection;
    private ServerSide server;
    private Domain domain = Domain.COMMON;

    /** Which of the three classic APIs the connection was created with: it limits what a session can do (9.2). */
    enum Domain {

        COMMON((provided, who) ->
                ((ConnectionFactory) provided).createConnection(who.userName(), who.password())),
        QUEUE((provided, who) ->
                ((QueueConnectionFactory) provided).createQueueConnection(who.userName(), who.password())),
        TOPIC((provided, who) ->
                ((TopicConnectionFactory) provided).createTopicConnection(who.userName(), who.password()));

        private final PhysicalConnections.PlainFactory factory;

        Domain(PhysicalConnections.PlainFactory factory) {
            this.factory = factory;
        }

        PhysicalConnections.PlainFactory factory() {
            return factory;
        }
    }

    SessionHandle(EscrowManagedConnection managed, LeakDetector leaks) {
        this.managed = managed;
        this.watch = leaks.watch(this);
    }

    /**
     * The server has handed it out.
     *
     * @throws IllegalStateException if the server has taken the managed connection back already: it undeploys
     */
    void belongTo(ConnectionHandle owner, Domain itsDomain, ServerSide itsServer) throws JMSException {
        this.connection = owner;
        this.domain = itsDomain;
        this.server = itsServer;
        itsServer.allocated(managed());
    }

    /** The guard of whatever may send or receive: the server may want to enlist the session only now. */
    Session enlisted() throws JMSException {
        if (server != null) {
            EscrowManagedConnection before = managed();
            server.enlist(before);
            // Or it had the transaction's own connection in mind, and has taken this one away.
            EscrowManagedConnection now = managed();
            if (now != before) {
                server.enlist(now);
            }
        }
        return session();
    }

    /**
     * The guard: every call of the application goes through here. In a JTA transaction that is rolled back already the
     * physical session belongs to no branch any more, so that a send would take effect at once: it is refused.
     */
    Session session() throws JMSException {
        EscrowManagedConnection current = managed();
        if (current.inRolledBackTransaction()) {
            throw new TransactionRolledBackException("The JTA transaction of this thread was rolled back, perhaps "
                    + "because its time ran out: nothing more can be done in it");
        }
        return current.session();
    }

    private EscrowManagedConnection managed() throws JMSException {
        EscrowManagedConnection current = managed;
        if (current == null && !closed && server != null) {
            server.associate(this);
            current = managed;
        }
        if (current == null) {
            throw new IllegalStateException("The session is closed");
        }
        return current;
    }

    boolean isOpen() {
        return !closed;
    }

    void start() throws JMSException {
        managed().connection().start();
    }

    ConnectionMetaData metaData() throws JMSException {
        return managed().connection().getMetaData();
    }

    /** The server goes on with this handle on another managed connection. */
    void moveTo(EscrowManagedConnection other) throws JMSException {
        EscrowManagedConnection current = managed;
        if (current != null && current != other) {
            current.left(this);
        }
        managed = other;
        if (connection != null && connection.isStarted()) {
            start();
        }
    }

    /** The server takes the managed connection away, and gives another one at the next use. */
    void dissociate() {
        managed = null;
        children.forEach(ChildHandle::dissociate);
    }

    /** The server takes the managed connection back for good. */
    void invalidate() {
        watch.abandoned("still open when the server took its managed connection back");
        end();
    }

    private void end() {
        closed = true;
        managed = null;
        children.forEach(ChildHandle::invalidate);
        children.clear();
    }

    void forget(ChildHandle<?> child) {
        children.remove(child);
    }

    @Override
    public void close() throws JMSException {
        if (closed) {
            return;
        }
        EscrowManagedConnection current = managed;
        watch.closed();
        end();
        if (current != null) {
            current.closed(this);
        } else if (server != null) {
            server.closedWithoutConnection(this);
        }
    }

    @Override
    public void commit() throws JMSException {
        requireLocalTransaction("commit");
        session().commit();
    }

    @Override
    public void rollback() throws JMSException {
        requireLocalTransaction("rollback");
        session().rollback();
    }

    private void requireLocalTransaction(String method) throws JMSException {
        if (managed().inTransaction()) {
            throw new TransactionInProgressException(
                    method + " on a session is not allowed in a JTA transaction (Messaging 6.2.7); end that instead");
        }
        if (!getTransacted()) {
            throw new IllegalStateException(method + " needs a transacted session; this one acknowledges");
        }
    }

    @Override
    public void recover() throws JMSException {
        if (getTransacted()) {
            throw new IllegalStateException(
                    "recover is not allowed on a transacted session or in a JTA transaction (Messaging 6.2.10)");
        }
        session().recover();
    }

    @Override
    public boolean getTransacted() throws JMSException {
        return getAcknowledgeMode() == SESSION_TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        // Not the physical session's answer: as an XA session it always calls itself transacted.
        return managed().inTransaction() ? SESSION_TRANSACTED : managed().sessionMode();
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        session();
        throw forbidden("getMessageListener");
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        session();
        throw forbidden("setMessageListener");
    }

    @Override
    public void run() {
        throw new jakarta.jms.IllegalStateRuntimeException(forbidden("run").getMessage());
    }

    static JMSException forbidden(String method) {
        return new IllegalStateException(
                method + " is not allowed in a web or EJB component (Messaging 12.2)");
    }

    @Override
    public MessageProducer createProducer(Destination destination) throws JMSException {
        return producer(destination);
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        return producer(queue);
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        return producer(topic);
    }

    private ProducerHandle producer(Destination destination) throws JMSException {
        return opened(new ProducerHandle(this, destination));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return consumer(destination, false, session -> session.createConsumer(destination));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return consumer(destination, false, session -> session.createConsumer(destination, selector));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        return consumer(destination, noLocal, session -> session.createConsumer(destination, selector, noLocal));
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return consumer(queue, false, session -> session.createConsumer(queue));
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return consumer(queue, false, session -> session.createConsumer(queue, selector));
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return consumer(topic, false, session -> session.createConsumer(topic));
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        return consumer(topic, noLocal, session -> session.createConsumer(topic, selector, noLocal));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        refuseFor(Domain.QUEUE, "createDurableSubscriber");
        return consumer(topic, false, session -> session.createDurableConsumer(topic, name));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        refuseFor(Domain.QUEUE, "createDurableSubscriber");
        return consumer(topic, noLocal, session -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        refuseFor(Domain.QUEUE, "createDurableConsumer");
        return consumer(topic, false, session -> session.createDurableConsumer(topic, name));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        refuseFor(Domain.QUEUE, "createDurableConsumer");
        return consumer(topic, noLocal, session -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        refuseFor(Domain.QUEUE, "createSharedConsumer");
        return consumer(topic, false, session -> session.createSharedConsumer(topic, name));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        refuseFor(Domain.QUEUE, "createSharedConsumer");
        return consumer(topic, false, session -> session.createSharedConsumer(topic, name, selector));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        refuseFor(Domain.QUEUE, "createSharedDurableConsumer");
        return consumer(topic, false, session -> session.createSharedDurableConsumer(topic, name));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
            throws JMSException {
        refuseFor(Domain.QUEUE, "createSharedDurableConsumer");
        return consumer(topic, false, session -> session.createSharedDurableConsumer(topic, name, selector));
    }

    private ConsumerHandle consumer(
            Destination destination, boolean noLocal, ChildHandle.Opener<MessageConsumer> opener) throws JMSException {
        return opened(new ConsumerHandle(this, destination, noLocal, opener));
    }

    /** Opens the physical counterpart at once, so that whoever creates a child learns what is wrong with it. */
    private <C extends ChildHandle<?>> C opened(C child) throws JMSException {
        child.physical();
        children.add(child);
        return child;
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        refuseFor(Domain.TOPIC, "createBrowser");
        return opened(new BrowserHandle(this, queue, selector));
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        refuseFor(Domain.TOPIC, "createQueue");
        return session().createQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        refuseFor(Domain.QUEUE, "createTopic");
        return session().createTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        refuseFor(Domain.TOPIC, "createTemporaryQueue");
        TemporaryQueue queue = session().createTemporaryQueue();
        managed().track(queue::delete);
        return queue;
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        refuseFor(Domain.QUEUE, "createTemporaryTopic");
        TemporaryTopic topic = session().createTemporaryTopic();
        managed().track(topic::delete);
        return topic;
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        refuseFor(Domain.QUEUE, "unsubscribe");
        session().unsubscribe(name);
    }

    private void refuseFor(Domain unfit, String method) throws JMSException {
        session();
        if (domain == unfit) {
            throw new IllegalStateException(method + " is not allowed on a "
                    + (unfit == Domain.QUEUE ? "QueueSession" : "TopicSession") + " (Messaging 9.2)");
        }
    }

    @Override
    public Message createMessage() throws JMSException {
        return session().createMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return session().createTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        return session().createTextMessage(text);
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return session().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return session().createMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return session().createStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return session().createObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        return session().createObjectMessage(object);
    }
}
