package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.escrowmq.security.Permission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can connect to a broker, and what they may do there (specification 6.1.1, and 7 and 8 for its exceptions). */
@Timeout(60)
class SecurityTest {

    private static final long SHORT_MILLIS = 2_000;

    @TempDir
    private Path directory;
    private EscrowBroker broker;
    private final List<Connection> connections = new ArrayList<>();

    @BeforeEach
    void open() {
        broker = EscrowBroker.builder().directory(directory).jmx(false)
                .user("root", "root's", "root")
                .user("shop", EscrowBroker.hash("shop's"), "seller")
                .user("office", "office's", "reader")
                .user("nobody", "nobody's")
                .permit("*", Permission.CREATE, "root")
                .permissions("*: all=root; orders: send=seller|root, consume=reader|root, browse=root, create=root;"
                        + "news: consume=reader, all=root; temporary.*: all=seller")
                .jmsxUserId(true)
                .open();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Connection connect(String user) throws JMSException {
        Connection connection = broker.connectionFactory().createConnection(user, user + "'s");
        connections.add(connection);
        connection.start();
        return connection;
    }

    private Session session(String user) throws JMSException {
        return connect(user).createSession(Session.AUTO_ACKNOWLEDGE);
    }

    private void createOrders() throws JMSException {
        Session root = session("root");
        root.createConsumer(root.createQueue("orders")).close();
        root.createConsumer(root.createTopic("news")).close();
    }

    private static Set<String> textsOf(Throwable failure) {
        Set<String> texts = new TreeSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            texts.add(String.valueOf(cause.getMessage()).replaceAll("Username: \\w*", "Username: ..."));
        }
        return texts;
    }

    @Test
    void wrongCredentialsAreAllRefusedInTheSameWords() {
        String[][] wrong = {{"shop", "shop"}, {"shop", null}, {"shop", ""}, {"root", "shop's"}, {"absent", "shop's"},
            {null, null}, {null, "shop's"}, {"", ""}, {"shop", EscrowBroker.hash("shop's")}};
        Set<Set<String>> texts = new HashSet<>();
        for (String[] given : wrong) {
            assertThatThrownBy(() -> broker.connectionFactory().createConnection(given[0], given[1]))
                    .isExactlyInstanceOf(JMSSecurityException.class)
                    .satisfies(refusal -> texts.add(textsOf(refusal)));
            assertThatThrownBy(() -> broker.connectionFactory().createContext(given[0], given[1]))
                    .isExactlyInstanceOf(JMSSecurityRuntimeException.class);
            assertThatThrownBy(() -> broker.connectionFactory().createXAConnection(given[0], given[1]))
                    .isExactlyInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> broker.connectionFactory().createXAContext(given[0], given[1]))
                    .isExactlyInstanceOf(JMSSecurityRuntimeException.class);
        }
        assertThat(texts).hasSize(1).allSatisfy(text -> assertThat(text.toString()).doesNotContain("shop's"));
        assertThatThrownBy(() -> broker.connectionFactory().createConnection())
                .isExactlyInstanceOf(JMSSecurityException.class);
    }

    @Test
    void withoutUsersEverybodyMayDoEverything(@TempDir Path open) throws JMSException {
        try (EscrowBroker unsecured = EscrowBroker.builder().directory(open).jmx(false).open();
                JMSContext context = unsecured.connectionFactory().createContext("anybody", "anything")) {
            context.createProducer().send(context.createQueue("orders"), "text");
            Message received = context.createConsumer(context.createQueue("orders")).receive(SHORT_MILLIS);
            assertThat(received.propertyExists("JMSXUserID")).isFalse();
        }
    }

    @Test
    void sendingNeedsItsPermission() throws JMSException {
        createOrders();
        Session office = session("office");
        Queue orders = office.createQueue("orders");
        MessageProducer named = office.createProducer(orders);
        MessageProducer anonymous = office.createProducer(null);
        assertThatThrownBy(() -> named.send(office.createMessage()))
                .isExactlyInstanceOf(JMSSecurityException.class).hasMessageContainingAll("office", "SEND", "orders");
        assertThatThrownBy(() -> anonymous.send(orders, office.createMessage()))
                .isExactlyInstanceOf(JMSSecurityException.class);
        try (JMSContext context = broker.connectionFactory().createContext("office", "office's")) {
            assertThatThrownBy(() -> context.createProducer().send(orders, "text"))
                    .isExactlyInstanceOf(JMSSecurityRuntimeException.class);
        }
        assertThatCode(() -> session("shop").createProducer(orders).send(office.createMessage()))
                .doesNotThrowAnyException();
    }

    @Test
    void anAsynchronousSendWithoutPermissionIsReportedToItsListener() throws JMSException {
        createOrders();
        Session office = session("office");
        AtomicReference<Exception> reported = new AtomicReference<>();
        office.createProducer(office.createQueue("orders")).send(office.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                reported.set(new IllegalStateException("It was sent"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                reported.set(exception);
            }
        });
        await().untilAsserted(() -> assertThat(reported.get()).isExactlyInstanceOf(JMSSecurityException.class));
    }

    @Test
    void aRefusedSendLeavesItsTransactionUsable() throws JMSException {
        createOrders();
        Session shop = connect("shop").createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = shop.createProducer(null);
        producer.send(shop.createQueue("orders"), shop.createTextMessage("allowed"));
        assertThatThrownBy(() -> producer.send(shop.createTopic("news"), shop.createMessage()))
                .isExactlyInstanceOf(JMSSecurityException.class);
        shop.commit();
        Session office = session("office");
        Message received = office.createConsumer(office.createQueue("orders")).receive(SHORT_MILLIS);
        assertThat(((TextMessage) received).getText()).isEqualTo("allowed");
    }

    @Test
    void consumingAndBrowsingNeedTheirPermissions() throws JMSException {
        createOrders();
        Session shop = session("shop");
        Session office = session("office");
        Queue orders = shop.createQueue("orders");
        Topic news = shop.createTopic("news");
        assertThatThrownBy(() -> shop.createConsumer(orders)).isExactlyInstanceOf(JMSSecurityException.class)
                .hasMessageContainingAll("shop", "CONSUME", "orders");
        assertThatThrownBy(() -> shop.createConsumer(news)).isExactlyInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> shop.createSharedConsumer(news, "s")).isExactlyInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> office.createBrowser(orders)).isExactlyInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("BROWSE");
        try (JMSContext context = broker.connectionFactory().createContext("shop", "shop's")) {
            assertThatThrownBy(() -> context.createConsumer(orders))
                    .isExactlyInstanceOf(JMSSecurityRuntimeException.class);
        }
        office.createConsumer(orders).close();
        office.createConsumer(news).close();
        office.createSharedConsumer(news, "s").close();
        session("root").createBrowser(orders).close();
    }

    @Test
    void aDurableSubscriptionIsCreatedChangedAndDeletedByWhoMayCreate() throws JMSException {
        createOrders();
        Session office = session("office");
        Topic news = office.createTopic("news");
        assertThatThrownBy(() -> office.createSharedDurableConsumer(news, "s"))
                .isExactlyInstanceOf(JMSSecurityException.class).hasMessageContaining("news");
        Session root = session("root");
        root.createSharedDurableConsumer(news, "s").close();
        office.createSharedDurableConsumer(news, "s").close();
        assertThatThrownBy(() -> office.createSharedDurableConsumer(news, "s", "a = 1"))
                .isExactlyInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> office.unsubscribe("s")).isExactlyInstanceOf(JMSSecurityException.class);
        root.unsubscribe("s");
    }

    @Test
    void whoMayNotCreateGetsWhatExistsOnly() throws JMSException {
        Session shop = session("shop");
        MessageProducer producer = shop.createProducer(shop.createQueue("orders"));
        assertThatThrownBy(() -> producer.send(shop.createMessage())).isExactlyInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("CREATE");
        createOrders();
        producer.send(shop.createMessage());
    }

    @Test
    void whoMayNothingDoesNotLearnWhatExists() throws JMSException {
        createOrders();
        Session nobody = session("nobody");
        Set<String> texts = new HashSet<>();
        for (String name : List.of("orders", "absent")) {
            assertThatThrownBy(() -> nobody.createConsumer(nobody.createQueue(name)))
                    .isExactlyInstanceOf(JMSSecurityException.class)
                    .satisfies(refusal -> texts.add(refusal.getMessage().replace(name, "...")));
        }
        assertThat(texts).hasSize(1);
        Session root = session("root");
        assertThat(root.createBrowser(root.createQueue("orders")).getEnumeration().hasMoreElements()).isFalse();
    }

    @Test
    void temporaryDestinationsAreForWhomTheirRuleNames() throws JMSException {
        assertThatThrownBy(() -> session("office").createTemporaryQueue())
                .isExactlyInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> session("office").createTemporaryTopic())
                .isExactlyInstanceOf(JMSSecurityException.class);
        Session shop = session("shop");
        Queue replies = shop.createTemporaryQueue();
        MessageConsumer consumer = shop.createConsumer(replies);
        session("shop").createProducer(replies).send(shop.createTextMessage("reply"));
        assertThat(consumer.receive(SHORT_MILLIS)).isNotNull();
        assertThatThrownBy(() -> session("root").createConsumer(replies))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session("office").createProducer(replies).send(shop.createMessage()))
                .isExactlyInstanceOf(JMSSecurityException.class);
        shop.createConsumer(shop.createTemporaryTopic()).close();
    }

    @Test
    void everyMessageNamesItsSenderWhateverTheSenderSays() throws JMSException {
        createOrders();
        Session shop = session("shop");
        Message forged = shop.createTextMessage("forged");
        forged.setStringProperty("JMSXUserID", "root");
        shop.createProducer(shop.createQueue("orders")).send(forged);
        Session root = session("root");
        MessageConsumer consumer = root.createConsumer(root.createQueue("orders"), "JMSXUserID = 'shop'");
        Message received = consumer.receive(SHORT_MILLIS);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("shop");
        root.createProducer(root.createQueue("orders")).send(received);
        Message again = root.createConsumer(root.createQueue("orders")).receive(SHORT_MILLIS);
        assertThat(again.getStringProperty("JMSXUserID")).isEqualTo("root");
        Enumeration<?> names = connect("shop").getMetaData().getJMSXPropertyNames();
        assertThat(Collections.list(names).contains("JMSXUserID")).isTrue();
    }

    @Test
    void aLargeMessageNamesItsSenderToo() throws JMSException {
        createOrders();
        Session shop = session("shop");
        shop.createProducer(shop.createQueue("orders")).send(shop.createTextMessage("x".repeat(500_000)));
        Session root = session("root");
        Message received = root.createConsumer(root.createQueue("orders")).receive(SHORT_MILLIS);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("shop");
        assertThat(received.getBody(String.class)).hasSize(500_000);
    }

    @ParameterizedTest
    @CsvSource({"DLQ", "ExpiryQueue"})
    void theBrokersOwnWorkNeedsNoPermission(String place) throws JMSException {
        createOrders();
        Session root = connect("root").createSession(Session.SESSION_TRANSACTED);
        Queue orders = root.createQueue("orders");
        MessageProducer producer = root.createProducer(orders);
        producer.setTimeToLive(place.equals("DLQ") ? 0 : 1);
        producer.send(root.createMessage());
        root.commit();
        MessageConsumer consumer = root.createConsumer(orders);
        // Longer than the longest delay of a redelivery.
        for (Message message = consumer.receive(1_500); message != null; message = consumer.receive(1_500)) {
            root.rollback();
        }
        assertThat(root.createConsumer(root.createQueue(place)).receive(SHORT_MILLIS)).isNotNull();
    }
}
