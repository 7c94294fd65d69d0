package org.escrowmq.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.EscrowBroker;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.admin.AdminTopic;
import org.escrowmq.ra.config.AdapterSettings;
import org.escrowmq.ra.config.SettingsReader;
import org.escrowmq.ra.inbound.EscrowActivationSpec;
import org.escrowmq.ra.kit.History;
import org.escrowmq.ra.kit.StubEndpoints;
import org.escrowmq.ra.kit.StubPool;
import org.escrowmq.ra.kit.StubServer;
import org.escrowmq.ra.kit.StubXid;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter with the broker that it really carries. */
class EmbeddedProviderTest {

    private static final Queue QUEUE = new AdminQueue("orders");
    private static final Topic TOPIC = new AdminTopic("prices");

    @TempDir
    private Path directory;

    private final StubServer server = new StubServer();
    private final StubPool pool = new StubPool(server);
    private EscrowResourceAdapter adapter;

    @BeforeEach
    void start() throws Exception {
        adapter = newAdapter();
        adapter.start(server.context());
    }

    @AfterEach
    void stop() {
        adapter.stop();
    }

    private EscrowResourceAdapter newAdapter() {
        EscrowResourceAdapter made = new EscrowResourceAdapter();
        made.setDataDirectory(directory.resolve("store").toString());
        // No test here is about losing power.
        made.setProperties("fsync=false;jmx=false");
        return made;
    }

    private EscrowManagedConnectionFactory managedConnectionFactory() throws ResourceException {
        EscrowManagedConnectionFactory factory = new EscrowManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        return factory;
    }

    private jakarta.jms.ConnectionFactory factory() throws ResourceException {
        return (jakarta.jms.ConnectionFactory) managedConnectionFactory().createConnectionFactory(pool);
    }

    private String receive() throws ResourceException {
        try (JMSContext context = factory().createContext()) {
            return context.createConsumer(QUEUE).receiveBodyNoWait(String.class);
        }
    }

    @Test
    void aBodyOfAnotherTypeThanWantedStaysInTheQueue() throws Exception {
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(QUEUE, "text");
            JMSConsumer consumer = context.createConsumer(QUEUE);
            assertThatThrownBy(() -> consumer.receiveBody(Map.class, 10_000))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("text");
        }
    }

    @Test
    void whatIsSentInATransactionIsThereAfterItsCommitAndNotAfterItsRollback() throws Exception {
        for (String text : List.of("kept", "dropped")) {
            pool.begin();
            try (JMSContext context = factory().createContext()) {
                context.createProducer().send(QUEUE, text);
            }
            if (text.equals("kept")) {
                pool.commit();
            } else {
                pool.rollback();
            }
        }
        assertThat(receive()).isEqualTo("kept");
        assertThat(receive()).isNull();
    }

    @Test
    void usersAndPermissionsOfTheBrokerAreGivenAsOptions() throws Exception {
        adapter.stop();
        Path users = Files.write(directory.resolve("users.properties"), List.of("shop=secret,shop"));
        adapter = newAdapter();
        adapter.setProperties("fsync=false;jmx=false;usersFile=" + users
                + ";permissions=orders: send|create=shop\\; *: all=office");
        adapter.start(server.context());
        assertThatThrownBy(() -> managedConnectionFactory().createManagedConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.SecurityException.class);
        try (JMSContext context = factory().createContext("shop", "secret")) {
            context.createProducer().send(QUEUE, "sent");
            assertThatThrownBy(() -> context.createConsumer(QUEUE))
                    .isInstanceOf(jakarta.jms.JMSSecurityRuntimeException.class);
        }
        try (JMSContext context = factory().createContext("shop", "wrong")) {
            assertThatThrownBy(() -> context.createProducer().send(QUEUE, "refused"))
                    .isInstanceOf(jakarta.jms.JMSSecurityRuntimeException.class);
        }
    }

    @Test
    void oneSessionWorksInOneTransactionAfterTheOtherAndInBetween() throws Exception {
        try (Connection connection = factory().createConnection()) {
            connection.start();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(QUEUE);
            MessageConsumer consumer = session.createConsumer(QUEUE);
            pool.begin();
            producer.send(session.createTextMessage("a"));
            pool.commit();
            pool.begin();
            assertThat(((TextMessage) consumer.receive(5000)).getText()).isEqualTo("a");
            pool.rollback();
            producer.send(session.createTextMessage("b"));
            pool.begin();
            TextMessage again = (TextMessage) consumer.receive(5000);
            assertThat(again.getText()).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(((TextMessage) consumer.receive(5000)).getText()).isEqualTo("b");
            pool.commit();
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void outsideOfJtaClientAcknowledgementIsHonouredAndEndsWithTheSession() throws Exception {
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(QUEUE, "a").send(QUEUE, "b");
        }
        try (Connection connection = factory().createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(QUEUE);
            consumer.receive(5000).acknowledge();
            consumer.receive(5000);
        }
        try (Connection connection = factory().createConnection()) {
            connection.start();
            Session session = connection.createSession(true, 0);
            TextMessage again = (TextMessage) session.createConsumer(QUEUE).receive(5000);
            assertThat(again.getText()).isEqualTo("b");
            assertThat(again.getJMSRedelivered()).isTrue();
        }
        assertThat(receive()).isEqualTo("b");
    }

    @Test
    void recoveryFindsAPreparedBranchAfterARestartThroughGetXaResourcesAndThroughAConnection() throws Exception {
        Xid first = new StubXid("first");
        Xid second = new StubXid("second");
        for (Xid xid : List.of(first, second)) {
            var connection = managedConnectionFactory().createManagedConnection(null, null);
            XAResource resource = connection.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            Session session = (Session) connection.getConnection(null, null);
            session.createProducer(QUEUE).send(session.createTextMessage(xid.toString()));
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
            connection.destroy();
        }
        adapter.stop();

        adapter = newAdapter();
        XAResource byConnection = managedConnectionFactory().createManagedConnection(null, null).getXAResource();
        assertThat(recovered(byConnection)).containsExactlyInAnyOrder("first", "second");
        byConnection.rollback(second);
        adapter.start(server.context());
        XAResource bySpecs = adapter.getXAResources(AdapterKit.specs(new EscrowActivationSpec()))[0];
        assertThat(recovered(bySpecs)).containsExactly("first");
        bySpecs.commit(first, false);

        assertThat(recovered(bySpecs)).isEmpty();
        assertThat(bySpecs.isSameRM(byConnection)).isTrue();
        assertThat(receive()).isEqualTo("first");
        assertThat(receive()).isNull();
    }

    private static List<String> recovered(XAResource resource) throws Exception {
        return java.util.Arrays.stream(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .map(xid -> new String(xid.getGlobalTransactionId(), java.nio.charset.StandardCharsets.US_ASCII))
                .toList();
    }

    private void deliverUntil(BooleanSupplier done) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(() -> {
            server.settle();
            return done.getAsBoolean();
        });
    }

    private EscrowActivationSpec activate(boolean transacted, String type, String name, Consumer<Message> bean)
            throws ResourceException {
        MessageEndpointFactory endpoints = new StubEndpoints(new History(), transacted, bean).factory();
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setResourceAdapter(adapter);
        spec.setDestination(name);
        spec.setDestinationType(type);
        adapter.endpointActivation(endpoints, spec);
        return spec;
    }

    private static Consumer<Message> failingOnce(List<String> received) {
        return message -> {
            try {
                received.add(((TextMessage) message).getText() + message.getIntProperty("JMSXDeliveryCount"));
                if (!message.getJMSRedelivered()) {
                    throw new IllegalArgumentException("once");
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void aTransactionalBeanReceivesEachMessageAndAgainAfterItFailed() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        activate(true, "jakarta.jms.Queue", "orders", failingOnce(received));
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(QUEUE, "a");
        }
        deliverUntil(() -> received.size() == 2);

        assertThat(received).containsExactly("a1", "a2");
        server.settle();
        assertThat(receive()).isNull();
    }

    @Test
    void aBeanWithoutTransactionReceivesAgainAfterItFailed() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        activate(false, "jakarta.jms.Queue", "orders", failingOnce(received));
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(QUEUE, "a");
        }
        deliverUntil(() -> received.size() == 2);

        assertThat(received).containsExactly("a1", "a2");
    }

    @Test
    void aBeanOnATopicReceivesEachMessageOnce() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        activate(true, "jakarta.jms.Topic", "prices", message -> {
            try {
                received.add(((TextMessage) message).getText());
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        try (JMSContext context = factory().createContext()) {
            for (int i = 0; i < 100; i++) {
                context.createProducer().send(TOPIC, "m" + i);
            }
        }
        deliverUntil(() -> received.size() >= 100);

        assertThat(received).hasSize(100).startsWith("m0", "m1").endsWith("m99");
    }

    @Test
    void anIdleBeanKeepsNoMessageFromOthers() throws Exception {
        EscrowActivationSpec spec = activate(true, "jakarta.jms.Queue", "orders", message -> { });
        try (JMSContext context = factory().createContext()) {
            context.createProducer().send(QUEUE, "reserved for a session of the bean");
        }
        assertThat(spec).isNotNull();
        adapter.stop();
        adapter = newAdapter();
        adapter.start(new StubServer().context());

        assertThat(receive()).isEqualTo("reserved for a session of the bean");
    }

    @Test
    void aSelectorThatIsNoneFailsTheActivation() {
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestination("orders");
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setMessageSelector("this is no selector");
        MessageEndpointFactory endpoints = new StubEndpoints(new History(), true, message -> { }).factory();

        assertThatThrownBy(() -> adapter.endpointActivation(endpoints, spec))
                .isInstanceOf(ResourceException.class).hasMessageContaining("Cannot activate bean on queue orders");
    }

    @Test
    void aSecondAdapterOnTheSameDirectoryIsToldWhoHasIt() {
        EscrowResourceAdapter second = newAdapter();
        second.setName("second");

        assertThatThrownBy(() -> second.start(server.context()))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("second").hasMessageContaining(directory.resolve("store").toString())
                .hasMessageContaining("" + ProcessHandle.current().pid());
        second.stop();
        assertThat(adapter).isNotEqualTo(second);
    }

    @Test
    void severalInstancesOfOneAdapterShareTheStoreUntilTheLastOneStops() throws Exception {
        EscrowResourceAdapter twin = newAdapter();
        twin.start(server.context());
        assertThat(twin.provider().recoveryResource().isSameRM(adapter.provider().recoveryResource())).isTrue();
        adapter.stop();
        try (JMSContext context = twin.provider().connectionFactory().createXAContext()) {
            context.createProducer().send(QUEUE, "the store is still open");
            assertThat(context.createConsumer(QUEUE).receiveBody(String.class, 10_000)).isNotNull();
        }
        twin.stop();
        newAdapterOnFreeDirectoryStarts();
    }

    private void newAdapterOnFreeDirectoryStarts() throws Exception {
        EscrowResourceAdapter other = newAdapter();
        other.setName("other");
        other.start(server.context());
        other.stop();
    }

    @Test
    void aDirectoryThatIsAFileIsRefusedAndLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        EscrowResourceAdapter other = newAdapter();
        other.setDataDirectory(file.toString());

        assertThatThrownBy(() -> other.start(server.context()))
                .isInstanceOf(ResourceAdapterInternalException.class).hasMessageContaining(file.toString());
        assertThat(file).hasContent("mine");
    }

    @Test
    void optionsOfTheBrokerAreCheckedWithTheRest() {
        assertThat(EmbeddedProvider.optionMistakes(Map.of("fsync", "false", "maxDeliveryAttempts", "3"))).isEmpty();
        assertThat(EmbeddedProvider.optionMistakes(Map.of("directory", "/x"))).hasSize(1)
                .first().asString().contains("dataDirectory");

        EscrowResourceAdapter wrong = newAdapter();
        wrong.setDeactivationMillis(-1L);
        wrong.setProperties("fsync=perhaps;sped=11;name=x");
        assertThatThrownBy(() -> wrong.start(server.context()))
                .isInstanceOf(ResourceAdapterInternalException.class).hasMessageContaining("4 mistakes")
                .hasMessageContaining("fsync is 'perhaps', allowed is true or false")
                .hasMessageContaining("'sped' is not an option").hasMessageContaining("maxDeliveryAttempts")
                .hasMessageContaining("property name").hasMessageContaining("deactivationMillis is -1");
    }

    @Test
    void afterTheStopNothingOfTheAdapterRunsAndTheDirectoryIsFree() throws Exception {
        activate(true, "jakarta.jms.Queue", "orders", message -> { });
        adapter.stop();

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName).noneMatch(name -> name.toLowerCase().contains("escrowmq")
                        || name.contains("activemq")));
        adapter = newAdapter();
        adapter.start(server.context());
        assertThat(receive()).isNull();
    }

    /** The broker under the adapter, as if another instance of it in this server had it open, too. */
    private EscrowBroker broker() throws ResourceException {
        AdapterSettings settings = new SettingsReader().read(adapter.getName(), adapter.getBrokerUrl(),
                adapter.credentials(), adapter.getDataDirectory(), adapter.getProperties(),
                Providers::mistakes);
        EscrowBroker broker = SharedBrokers.acquire(settings);
        SharedBrokers.release(settings, broker);
        return broker;
    }

    @Test
    void aPoolHealsAfterTheBrokerWasClosedUnderIt() throws Exception {
        Connection idle = factory().createConnection();
        idle.createSession().close();
        Connection used = factory().createConnection("other", "user");
        Session session = used.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        TextMessage message = session.createTextMessage("a");
        producer.send(message);
        XAResource kept = pool.inUse().get(0).getXAResource();
        Set<ManagedConnection> all = new HashSet<>(pool.inUse());
        all.addAll(pool.idle());
        broker().close();

        assertThat(managedConnectionFactory().getInvalidConnections(all)).hasSize(2);
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(jakarta.jms.IllegalStateException.class);
        await().untilAsserted(() -> assertThat(pool.destroyed()).isEqualTo(2));
        assertThatThrownBy(() -> kept.recover(XAResource.TMSTARTRSCAN)).isInstanceOf(XAException.class);
        used.close();
        try (Session next = idle.createSession()) {
            next.createProducer(QUEUE).send(next.createTextMessage("b"));
        }
        assertThat(receive()).isEqualTo("a");
        assertThat(receive()).isEqualTo("b");
        assertThat(receive()).isNull();
        assertThat(adapter.getXAResources(AdapterKit.specs())[0].recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertThat(pool.destroyed()).isEqualTo(2);
    }

    @Test
    void whereThereIsNoServerNothingOfTheContainersRulesApplies() throws Exception {
        EscrowManagedConnectionFactory managed = managedConnectionFactory();
        jakarta.jms.ConnectionFactory unmanaged =
                (jakarta.jms.ConnectionFactory) managed.createConnectionFactory();
        try (Connection connection = unmanaged.createConnection()) {
            connection.setClientID("c");
            connection.setExceptionListener(error -> { });
            List<String> received = new CopyOnWriteArrayList<>();
            Session listening = connection.createSession();
            listening.createConsumer(QUEUE).setMessageListener(message -> received.add("x"));
            connection.start();
            Session second = connection.createSession(Session.SESSION_TRANSACTED);
            second.createProducer(QUEUE).send(second.createTextMessage("a"));
            second.commit();
            await().until(() -> received.size() == 1);
            connection.stop();
        }
        try (JMSContext context = unmanaged.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
                JMSContext second = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            second.createProducer().send(QUEUE, "b");
            second.commit();
            assertThat(context.createConsumer(QUEUE).receiveBody(String.class, 10_000)).isEqualTo("b");
            context.acknowledge();
        }
        managed.setClientId("configured");
        try (JMSContext context = unmanaged.createContext()) {
            assertThat(context.getClientID()).isEqualTo("configured");
        }
        assertThatThrownBy(() -> unmanaged.createContext(17)).isInstanceOf(jakarta.jms.JMSRuntimeException.class);
        try (QueueConnection queues = ((QueueConnectionFactory) unmanaged).createQueueConnection()) {
            assertThat(queues.createQueueSession(false, 1)).isNotNull();
        }
        try (TopicConnection topics = ((TopicConnectionFactory) unmanaged).createTopicConnection("u", "p")) {
            assertThat(topics.createTopicSession(true, 0).getTransacted()).isTrue();
        }
    }

    @Test
    void aBeanReceivesAgainAfterTheBrokerWasClosedUnderIt() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        EscrowActivationSpec spec = new EscrowActivationSpec();
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setDestination("orders");
        MessageEndpointFactory endpoints =
                new StubEndpoints(new History(), true, message -> received.add("one")).factory();
        adapter.endpointActivation(endpoints, spec);
        broker().close();
        await().untilAsserted(() -> {
            server.settle();
            try (JMSContext context = factory().createContext()) {
                context.createProducer().send(QUEUE, "a");
            }
            server.settle();
            assertThat(received).isNotEmpty();
        });
        adapter.endpointDeactivation(endpoints, spec);
    }
}
