package org.escrowmq.broker;

import jakarta.jms.JMSException;
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
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.AddressQuery;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.server.MessageReference;

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
    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession session;
    private final ClientProducer producer;

    private MoveTarget(String store, ServerLocator locator, ClientSessionFactory factory, ClientSession session,
            ClientProducer producer) {
        this.store = store;
        this.locator = locator;
        this.factory = factory;
        this.session = session;
        this.producer = producer;
    }

    /**
     * Connects.
     *
     * @param store what names the store that is moved
     * @throws JMSException if that fails, saying why as far as it can be found out
     */
    static MoveTarget connect(String url, String user, String password, String store) throws JMSException {
        ServerLocator locator;
        try {
            locator = ActiveMQClient.createServerLocator(url);
        } catch (Exception e) {
            throw failed(url, e.getMessage(), e);
        }
        boolean connected = false;
        try {
            locator.setReconnectAttempts(0);
            locator.setInitialConnectAttempts(1);
            locator.setConfirmationWindowSize(CONFIRMATION_WINDOW);
            locator.setMinLargeMessageSize(LARGE_BYTES);
            locator.setUseGlobalPools(false);
            ClientSessionFactory factory = locator.createSessionFactory();
            ClientSession session = factory.createSession(user, password, false, true, true, false, 0);
            session.start();
            MoveTarget target = new MoveTarget(store, locator, factory, session, session.createProducer());
            connected = true;
            return target;
        } catch (ActiveMQSecurityException e) {
            throw failed(url, "the user name or the password is wrong there", e);
        } catch (Exception e) {
            throw failed(url, WhyNotConnected.say(locator.getStaticTransportConfigurations(), e), e);
        } finally {
            if (!connected) {
                locator.close();
            }
        }
    }

    private static JMSException failed(String url, String why, Exception cause) {
        return ArtemisErrors.withCause(new JMSException(
                "Cannot connect to " + Secrets.removed(url) + ": " + Secrets.removed(String.valueOf(why)),
                "NOT_CONNECTED"), cause);
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
        locator.close();
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
