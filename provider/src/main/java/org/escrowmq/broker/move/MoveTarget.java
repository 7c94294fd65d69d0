package org.escrowmq.broker.move;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.AddressQuery;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.BrokerUrl;
import org.escrowmq.broker.client.RemoteAddress;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.client.RemoteThreads;
import org.escrowmq.message.MessageErrors;

/**
 * The broker that a store is moved to, through Artemis' own client.
 *
 * <p><b>Once and only once.</b> Each message is sent with an identifier that is the same however often the move is
 * started again: store, queue and number of the message. The broker there keeps the identifiers with the messages, in
 * one transaction, and drops what it has already. It is the way in which Artemis' bridges do it, and it leaves nothing
 * in the message.
 *
 * <p>For one thread. Whoever opens it closes it.
 */
final class MoveTarget implements AutoCloseable {

    private static final int CONFIRMATION_WINDOW = 1 << 20;
    /** What is no large message in the store is sent as none. */
    private static final int LARGE_BYTES = 1 << 20;
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final SimpleString MANAGEMENT = SimpleString.of("activemq.management");

    private final String store;
    private final RemoteThreads threads;
    private final AddressClient client;
    private final ClientSessionFactory factory;
    private final ClientSession session;
    private final ClientProducer producer;

    private MoveTarget(String store, RemoteThreads threads, AddressClient client, ClientSessionFactory factory,
            ClientSession session) throws ActiveMQException {
        this.store = store;
        this.threads = threads;
        this.client = client;
        this.factory = factory;
        this.session = session;
        this.producer = session.createProducer();
        session.start();
    }

    /**
     * Connects to the first of the URL's addresses that answers.
     *
     * @param store what names the store that is moved
     * @throws JMSException if that fails, saying why as far as it can be found out, for each address
     */
    static MoveTarget connect(BrokerUrl url, String user, String password, String store) throws JMSException {
        RemoteThreads threads = new RemoteThreads();
        boolean connected = false;
        try {
            MoveTarget target = firstThatAnswers(url, user, password, store, threads);
            connected = true;
            return target;
        } finally {
            if (!connected) {
                threads.close();
            }
        }
    }

    private static MoveTarget firstThatAnswers(BrokerUrl url, String user, String password, String store,
            RemoteThreads threads) throws JMSException {
        JMSException failure = null;
        for (RemoteAddress address : url.brokers().stream().flatMap(List::stream).toList()) {
            try {
                return connect(new AddressClient(address, url, threads), user, password, store, threads);
            } catch (JMSException e) {
                if (!RemoteErrors.isNoAnswer(e)) {
                    throw e;
                }
                failure = failure == null ? e : MessageErrors.withCause(
                        new JMSException(failure.getMessage() + "; " + e.getMessage(), e.getErrorCode()), e);
            }
        }
        throw failure;
    }

    private static MoveTarget connect(AddressClient client, String user, String password, String store,
            RemoteThreads threads) throws JMSException {
        client.locator().setConfirmationWindowSize(CONFIRMATION_WINDOW);
        client.locator().setMinLargeMessageSize(LARGE_BYTES);
        boolean connected = false;
        try {
            ClientSessionFactory factory = client.connect();
            MoveTarget target = new MoveTarget(store, threads, client, factory,
                    factory.createSession(user, password, false, true, true, false, 0));
            connected = true;
            return target;
        } catch (ActiveMQSecurityException e) {
            throw MessageErrors.withCause(new JMSSecurityException("Cannot connect to " + client
                    + ": the user name or the password is wrong there", e.getType().name()), e);
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw client.explained(RemoteErrors.translate("connect to " + client, e));
        } finally {
            if (!connected) {
                // And what was made with it.
                client.close();
            }
        }
    }

    /** Makes sure that there is an address for queues, for topics, or for both. */
    void requireAddress(SimpleString address, EnumSet<RoutingType> types) throws ActiveMQException {
        AddressQuery found = session.addressQuery(address);
        if (!found.isExists()) {
            session.createAddress(address, types, false);
        } else if (types.contains(RoutingType.MULTICAST) && !found.isSupportsMulticast()
                || types.contains(RoutingType.ANYCAST) && !found.isSupportsAnycast()) {
            throw new ActiveMQException("there is an address " + address + " that is not for " + types);
        }
    }

    /** Makes sure that there is a queue like this one. */
    void requireQueue(QueueConfiguration queue) throws ActiveMQException {
        QueueQuery found = session.queueQuery(queue.getName());
        if (!found.isExists()) {
            session.createQueue(queue);
        } else if (!found.getAddress().equals(queue.getAddress()) || found.getRoutingType() != queue.getRoutingType()
                || !found.isDurable() || !Objects.equals(found.getFilterString(), queue.getFilterString())) {
            throw new ActiveMQException("there is a queue " + queue.getName() + " that is another one: "
                    + found.getRoutingType() + ", address " + found.getAddress() + ", filter "
                    + found.getFilterString() + ", durable " + found.isDurable());
        }
    }

    /** The number of a queue there, to send to it past its address and its filter. */
    @SuppressWarnings("try") // Nobody interrupts its closing.
    long idOf(SimpleString queue) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, MANAGEMENT)) {
            ClientMessage request = session.createMessage(false);
            ManagementHelper.putAttribute(request, ResourceNames.QUEUE + queue, "ID");
            ClientMessage reply = requestor.request(request, PATIENCE_MILLIS);
            if (reply == null || !ManagementHelper.hasOperationSucceeded(reply)) {
                throw new ActiveMQException("the broker does not say which number the queue " + queue + " has: "
                        + (reply == null ? "no answer" : ManagementHelper.getResult(reply)));
            }
            return ((Number) ManagementHelper.getResult(reply)).longValue();
        }
    }

    /**
     * Sends messages and returns when all of them are stored there.
     *
     * @param queue the number of the queue here
     * @param receiver the {@linkplain #idOf number of the queue} there, or null to send to the message's address
     * @throws ActiveMQException if one of them could not be; some of the others may be there
     */
    void send(List<MessageReference> messages, long queue, Long receiver) throws Exception {
        Confirmations confirmations = new Confirmations();
        for (MessageReference reference : messages) {
            Message message = reference.getMessage().copy();
            message.putExtraBytesProperty(Message.HDR_BRIDGE_DUPLICATE_ID, identifier(queue, reference));
            if (receiver != null) {
                message.putExtraBytesProperty(Message.HDR_ROUTE_TO_IDS,
                        ByteBuffer.allocate(Long.BYTES).putLong(receiver).array());
            }
            message.messageChanged();
            confirmations.expect(message);
            producer.send(message.getAddressSimpleString(), message, confirmations);
        }
        confirmations.await(session);
    }

    private byte[] identifier(long queue, MessageReference reference) {
        byte[] name = store.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 2 * Long.BYTES)
                .put(name).putLong(queue).putLong(reference.getMessageID()).array();
    }

    /** How many messages a queue has there. */
    long count(SimpleString queue) throws ActiveMQException {
        return session.queueQuery(queue).getMessageCount();
    }

    @Override
    public void close() {
        // Closes what was made with it; what is not confirmed by now counts as not sent.
        factory.close();
        client.close();
        threads.close();
    }

    /** What was sent and not confirmed yet. */
    private static final class Confirmations implements SendAcknowledgementHandler {

        private final Set<Long> outstanding = new HashSet<>();
        private Exception failure;

        synchronized void expect(Message message) {
            outstanding.add(message.getMessageID());
        }

        @Override
        public synchronized void sendAcknowledged(Message message) {
            outstanding.remove(message.getMessageID());
            notifyAll();
        }

        @Override
        public synchronized void sendFailed(Message message, Exception cause) {
            failure = cause;
            notifyAll();
        }

        synchronized void await(ClientSession session) throws Exception {
            int before = outstanding.size();
            long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (failure == null && !outstanding.isEmpty()) {
                wait(100);
                if (outstanding.size() < before) {
                    before = outstanding.size();
                    deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
                } else if (session.isClosed() || System.currentTimeMillis() > deadline) {
                    throw new ActiveMQException(outstanding.size() + " messages were sent and not confirmed",
                            ActiveMQExceptionType.CONNECTION_TIMEDOUT);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
