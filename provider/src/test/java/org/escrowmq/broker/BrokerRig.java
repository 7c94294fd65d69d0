package org.escrowmq.broker;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.EscrowTextMessage;
import org.escrowmq.message.Headers;
import org.escrowmq.message.MessageKind;
import org.escrowmq.message.StoredBody;
import org.escrowmq.security.SecuritySettings;

/** A real broker on a directory of its own, one connection and one session on it, and short words to use them. */
final class BrokerRig implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Long enough for something to arrive that must not. */
    static final Duration WHILE = Duration.ofMillis(200);

    private static final long MEBIBYTE = 1 << 20;

    private final BrokerSettings settings;
    private EmbeddedBroker broker;
    private BrokerConnection connection;
    private BrokerSession session;

    private BrokerRig(BrokerSettings settings) throws JMSException {
        this.settings = settings;
        open();
    }

    static BrokerRig on(Path directory) throws JMSException {
        return with(settings(directory));
    }

    static BrokerRig with(BrokerSettings settings) throws JMSException {
        return new BrokerRig(settings);
    }

    static BrokerSettings settings(Path directory) {
        return new BrokerSettings(directory, null, true, false, true, 50_000, 64 * MEBIBYTE, MEBIBYTE, 10,
                RedeliveryPolicy.AT_ONCE, SecuritySettings.OFF, null);
    }

    private void open() throws JMSException {
        broker = EmbeddedBroker.open(settings);
        connection = broker.connect(null, null);
        session = connection.createSession();
    }

    /** Closes the broker and opens another one on the same directory. */
    BrokerRig restart() throws JMSException {
        broker.close();
        open();
        return this;
    }

    EmbeddedBroker broker() {
        return broker;
    }

    BrokerConnection connection() {
        return connection;
    }

    BrokerSession session() {
        return session;
    }

    @Override
    public void close() {
        broker.close();
    }

    static EscrowQueue queue(String name) {
        return new EscrowQueue(name);
    }

    static EscrowTopic topic(String name) {
        return new EscrowTopic(name);
    }

    static EscrowMessage text(EscrowDestination destination, String text) {
        return message(destination, MessageKind.TEXT, text, headers -> { });
    }

    static EscrowMessage message(
            EscrowDestination destination, MessageKind kind, Object content, Consumer<Headers> change) {
        Headers headers = new Headers();
        headers.setDestination(destination);
        headers.setDeliveryMode(DeliveryMode.PERSISTENT);
        headers.setPriority(4);
        headers.setTimestamp(System.currentTimeMillis());
        headers.setMessageId("ID:" + UUID.randomUUID());
        change.accept(headers);
        return EscrowMessage.received(kind, headers, new LinkedHashMap<>(), content);
    }

    static EscrowMessage withProperties(EscrowDestination destination, Map<String, Object> properties) {
        EscrowMessage plain = text(destination, "properties");
        return EscrowMessage.received(plain.kind(), plain.headers(), properties, "properties");
    }

    /** The bytes of a body, wherever they are. */
    static byte[] bytes(EscrowMessage message) throws JMSException {
        Object content = message.content();
        if (content instanceof StoredBody body) {
            ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
            while (bytes.hasRemaining()) {
                body.read(bytes.position(), bytes);
            }
            return bytes.array();
        }
        ByteBuffer buffer = ((ByteBuffer) content).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    void send(EscrowDestination destination, String... texts) throws JMSException {
        for (String text : texts) {
            session.send(text(destination, text), null);
        }
    }

    void send(BrokerTransaction transaction, EscrowDestination destination, String... texts) throws JMSException {
        for (String text : texts) {
            session.send(text(destination, text), transaction);
        }
    }

    static ConsumerSpec from(EscrowDestination destination) {
        return new ConsumerSpec(destination, Subscription.NONE, null, false, false);
    }

    Inbox consume(EscrowDestination destination) throws JMSException {
        return consume(session, from(destination));
    }

    Inbox consume(ConsumerSpec spec) throws JMSException {
        return consume(session, spec);
    }

    static Inbox consume(BrokerSession session, ConsumerSpec spec) throws JMSException {
        return new Inbox(session, spec);
    }

    /** Takes everything from a destination, acknowledged at once, until nothing more comes. */
    List<String> drain(EscrowDestination destination) throws JMSException {
        return drain(from(destination));
    }

    List<String> drain(ConsumerSpec spec) throws JMSException {
        try (Inbox inbox = consume(spec)) {
            inbox.request(100_000);
            inbox.settle();
            for (Delivery delivery : List.copyOf(inbox.deliveries())) {
                acknowledge(inbox, delivery);
            }
            return inbox.texts();
        }
    }

    void acknowledge(Inbox inbox, Delivery delivery) throws JMSException {
        BrokerTransaction transaction = broker.begin(null);
        inbox.consumer().acknowledge(delivery, transaction);
        transaction.commit();
    }

    /** Puts a message of a type on a queue that Jakarta Messaging does not know. */
    static void sendUnreadable(EmbeddedBroker broker, String queue) throws Exception {
        Engine engine = broker.engine();
        engine.durably("send", () -> {
            CoreMessage message = new CoreMessage(engine.storage().generateID(), 64);
            message.setType(Message.EMBEDDED_TYPE);
            message.setAddress(queue);
            message.setRoutingType(RoutingType.ANYCAST);
            message.setPriority((byte) 4);
            message.setDurable(true);
            if (engine.server().getPostOffice().route(message, false) != RoutingStatus.OK) {
                throw new AssertionError("The unreadable message was not routed");
            }
        });
    }

    static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    /** A consumer and what it has received. */
    static final class Inbox implements DeliveryListener, AutoCloseable {

        private final LinkedBlockingQueue<Delivery> unread = new LinkedBlockingQueue<>();
        private final List<Delivery> all = new CopyOnWriteArrayList<>();
        private final List<JMSException> closings = new CopyOnWriteArrayList<>();
        private final BrokerConsumer consumer;
        private volatile Runnable onDelivery = () -> { };

        private Inbox(BrokerSession session, ConsumerSpec spec) throws JMSException {
            consumer = session.createConsumer(spec, this);
        }

        @Override
        public void onDelivery(Delivery delivery) {
            all.add(delivery);
            unread.add(delivery);
            onDelivery.run();
        }

        @Override
        public void onClosedByBroker(JMSException reason) {
            closings.add(reason);
        }

        /** Runs on the engine's thread after each delivery. */
        void whenDelivered(Runnable action) {
            onDelivery = action;
        }

        BrokerConsumer consumer() {
            return consumer;
        }

        void request(int count) {
            consumer.request(count);
        }

        /** Asks for one and waits for it. */
        Delivery next() {
            consumer.request(1);
            return await();
        }

        /** Waits for one that was asked for. */
        Delivery await() {
            try {
                Delivery delivery = unread.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (delivery == null) {
                    throw new AssertionError("Nothing was delivered");
                }
                return delivery;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Waits until the engine has delivered what is pending. */
        void settle() throws JMSException {
            CountDownLatch settled = new CountDownLatch(1);
            consumer.afterPending(settled::countDown);
            try {
                if (!settled.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("The consumer did not settle");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        List<Delivery> deliveries() {
            return all;
        }

        List<String> texts() {
            return all.stream().map(delivery -> ((EscrowTextMessage) delivery.message()).getText()).toList();
        }

        List<JMSException> closings() {
            return closings;
        }

        @Override
        public void close() throws JMSException {
            consumer.close();
        }
    }
}
