package org.escrowmq.broker.move;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowXASession;
import org.escrowmq.broker.tool.StoreTool;
import org.escrowmq.member.MemberFiles;
import org.escrowmq.member.MemberFiles.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in a store is in an Artemis broker after the move, as it was, once, and nowhere else. */
@Timeout(120)
class MoveTest {

    @TempDir
    private Path directory;
    private RemoteBroker remote;
    private String output;

    @BeforeEach
    void start() throws Exception {
        remote = RemoteBroker.start(directory.resolve("remote"), MemberFiles.freePorts(1)[0], "");
    }

    @AfterEach
    void stop() throws Exception {
        remote.close();
    }

    private Path store() {
        return directory.resolve("store");
    }

    private EscrowBroker open() {
        return EscrowBroker.builder().directory(store()).jmx(false).globalMaxBytes(1 << 20).open();
    }

    private int tool(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        int code = StoreTool.run(writer, writer, arguments);
        output = text.toString();
        return code;
    }

    private int move() throws Exception {
        return move(remote.url(), RemoteBroker.USER, RemoteBroker.PASSWORD);
    }

    private int move(String url, String user, String password) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), password + "\n");
        return tool("move", "--to", url, "--user", user, "--password-file", file.toString(), store().toString());
    }

    private static List<String> texts(List<Message> messages) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            texts.add(message.getBody(String.class));
        }
        return texts;
    }

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void propertiesAndHeadersAreWhatTheyWere() throws Exception {
        String textId;
        long expires;
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue("orders");
            JMSProducer producer = context.createProducer();
            TextMessage text = context.createTextMessage("text, ümläut, \uD83D\uDE00");
            text.setStringProperty("string", "s");
            text.setIntProperty("int", 1);
            text.setObjectProperty("double", 2.5);
            text.setStringProperty("JMSXGroupID", "group");
            text.setJMSType("type");
            text.setJMSCorrelationID("correlation");
            text.setJMSReplyTo(context.createQueue("replies"));
            producer.setPriority(7).setTimeToLive(600_000).send(queue, text);
            textId = text.getJMSMessageID();
            expires = text.getJMSExpiration();
        }
        assertThat(move()).as(output).isZero();
        Message text = remote.takeAll("orders").get(0);
        assertThat(text.getBody(String.class)).isEqualTo("text, ümläut, \uD83D\uDE00");
        assertThat(text.getStringProperty("string")).isEqualTo("s");
        assertThat(text.getObjectProperty("int")).isEqualTo(1);
        assertThat(text.getObjectProperty("double")).isEqualTo(2.5);
        assertThat(text.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(text.getJMSType()).isEqualTo("type");
        assertThat(text.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(text.getJMSReplyTo()).hasToString("ActiveMQQueue[replies]");
        assertThat(text.getJMSMessageID()).isEqualTo(textId);
        assertThat(text.getJMSPriority()).isEqualTo(7);
        assertThat(text.getJMSExpiration()).isEqualTo(expires);
        assertThat(text.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(((Queue) text.getJMSDestination()).getQueueName()).isEqualTo("orders");
        // Nothing of the move is left in it.
        assertThat(Collections.list(names(text))).containsExactlyInAnyOrder("string", "int", "double", "JMSXGroupID",
                "JMSXDeliveryCount");
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<String> names(Message message) throws JMSException {
        return message.getPropertyNames();
    }

    @Test
    void everyKindOfMessageIsWhatItWas() throws Exception {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue("orders");
            JMSProducer producer = context.createProducer();
            producer.send(queue, "text");
            BytesMessage bytes = context.createBytesMessage();
            bytes.writeBytes(large);
            producer.send(queue, bytes);
            MapMessage map = context.createMapMessage();
            map.setLong("long", Long.MIN_VALUE);
            producer.send(queue, map);
            StreamMessage stream = context.createStreamMessage();
            stream.writeInt(5);
            producer.send(queue, stream);
            ObjectMessage object = context.createObjectMessage(new ArrayList<>(List.of("a", 1)));
            producer.send(queue, object);
            producer.send(queue, context.createMessage());
            producer.send(queue, "x".repeat(1 << 20));
        }
        assertThat(move()).as(output).isZero();
        assertThat(output).contains("queue orders: 7 of 7 moved", "7 messages moved");

        try (Connection connection = remote.connect(null)) {
            Session session = connection.createSession();
            MessageConsumer moved = session.createConsumer(session.createQueue("orders"));
            assertThat(moved.receive(5_000).getBody(String.class)).isEqualTo("text");
            // Not assertThat: it would print them all.
            assertThat(Arrays.equals(moved.receive(5_000).getBody(byte[].class), large)).isTrue();
            assertThat(((MapMessage) moved.receive(5_000)).getLong("long")).isEqualTo(Long.MIN_VALUE);
            assertThat(((StreamMessage) moved.receive(5_000)).readInt()).isEqualTo(5);
            assertThat(((ObjectMessage) moved.receive(5_000)).getObject()).isEqualTo(List.of("a", 1));
            assertThat(moved.receive(5_000)).isNotInstanceOf(TextMessage.class);
            assertThat(moved.receive(5_000).getBody(String.class)).hasSize(1 << 20);
            assertThat(moved.receive(200)).isNull();
        }
        assertStoreIsEmpty("orders");
    }

    private void assertStoreIsEmpty(String... queues) {
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            for (String queue : queues) {
                assertThat(context.createConsumer(context.createQueue(queue)).receive(200)).as(queue).isNull();
            }
        }
    }

    @Test
    void theOrderOfAQueueIsKeptAlsoWhereItIsInPageFiles() throws Exception {
        int number = 3_000;
        String filler = "x".repeat(2_000);
        try (EscrowBroker broker = open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < number; i++) {
                context.createProducer().send(context.createQueue("orders"), i + " " + filler);
            }
            context.commit();
        }
        assertThat(move()).as(output).isZero();
        List<String> moved = texts(remote.takeAll("orders"));
        assertThat(moved).extracting(text -> text.substring(0, text.indexOf(' ')))
                .containsExactlyElementsOf(numbered("", 0, number));
        assertStoreIsEmpty("orders");
    }

    @Test
    void higherPrioritiesComeFirstAsBefore() throws Exception {
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            for (int priority : new int[] {1, 9, 4, 9, 1}) {
                context.createProducer().setPriority(priority).send(context.createQueue("orders"), "p" + priority);
            }
        }
        assertThat(move()).as(output).isZero();
        assertThat(texts(remote.takeAll("orders"))).containsExactly("p9", "p9", "p4", "p1", "p1");
    }

    @Test
    void aScheduledMessageIsDeliveredWhenItIsDueAndNotBefore() throws Exception {
        long due;
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            TextMessage later = context.createTextMessage("later");
            context.createProducer().setDeliveryDelay(15_000).send(context.createQueue("orders"), later);
            due = later.getJMSDeliveryTime();
            context.createProducer().send(context.createQueue("orders"), "now");
        }
        assertThat(move()).as(output).isZero();
        assertThat(output).contains("queue orders: 2 of 2 moved");
        assertThat(System.currentTimeMillis()).isLessThan(due);
        assertThat(texts(remote.takeAll("orders"))).containsExactly("now");
        assertStoreIsEmpty("orders");
        Message later = remote.take("orders", 1).get(0);
        assertThat(later.getBody(String.class)).isEqualTo("later");
        assertThat(later.getJMSDeliveryTime()).isEqualTo(due);
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
    }

    @Test
    void eachSubscriptionHasWhatItHadNotReceived() throws Exception {
        try (EscrowBroker broker = open()) {
            try (JMSContext slow = subscriber(broker, "slow"); JMSContext fast = subscriber(broker, "fast");
                    JMSContext publisher = broker.connectionFactory().createContext()) {
                Topic news = publisher.createTopic("news");
                slow.createDurableConsumer(news, "sub").close();
                var half = fast.createDurableConsumer(news, "sub", "important = TRUE", false);
                publisher.createSharedDurableConsumer(news, "shared").close();
                for (int i = 0; i < 20; i++) {
                    publisher.createProducer().setProperty("important", i % 2 == 0).send(news, "n" + i);
                }
                for (int i = 0; i < 10; i += 2) {
                    assertThat(half.receiveBody(String.class, 5_000)).isEqualTo("n" + i);
                }
            }
        }
        assertThat(move()).as(output).isZero();
        assertThat(output).contains("subscription slow.sub of topic news: 20 of 20 moved",
                "subscription fast.sub of topic news: 5 of 5 moved",
                "subscription shared of topic news: 20 of 20 moved");
        List<Message> slow = takeFromSubscription("slow", null);
        assertThat(texts(slow)).containsExactlyElementsOf(numbered("n", 0, 20));
        assertThat(((Topic) slow.get(0).getJMSDestination()).getTopicName()).isEqualTo("news");
        assertThat(texts(takeFromSubscription("fast", "important = TRUE")))
                .containsExactly("n10", "n12", "n14", "n16", "n18");
        try (Connection connection = remote.connect(null)) {
            Session session = connection.createSession();
            assertThat(RemoteBroker.takeAll(
                    session.createSharedDurableConsumer(session.createTopic("news"), "shared"))).hasSize(20);
        }
    }

    private static JMSContext subscriber(EscrowBroker broker, String clientId) {
        JMSContext context = broker.connectionFactory().createContext();
        context.setClientID(clientId);
        return context;
    }

    private List<Message> takeFromSubscription(String clientId, String selector) throws JMSException {
        try (Connection connection = remote.connect(clientId)) {
            Session session = connection.createSession();
            return RemoteBroker.takeAll(
                    session.createDurableConsumer(session.createTopic("news"), "sub", selector, false));
        }
    }

    @Test
    void aSubscriptionWithoutOnesOwnMessagesIsTheSameOneThere() throws Exception {
        try (EscrowBroker broker = open(); JMSContext own = subscriber(broker, "own");
                JMSContext publisher = broker.connectionFactory().createContext()) {
            own.createDurableConsumer(own.createTopic("news"), "sub", "a = 1", true).close();
            publisher.createProducer().setProperty("a", 1).send(publisher.createTopic("news"), "theirs");
        }
        assertThat(move()).as(output).isZero();
        try (Connection connection = remote.connect("own")) {
            Session session = connection.createSession();
            assertThat(texts(RemoteBroker.takeAll(
                    session.createDurableConsumer(session.createTopic("news"), "sub", "a = 1", true))))
                    .containsExactly("theirs");
        }
    }

    @Test
    void deadLettersAndExpiredMessagesAreMovedToo() throws Exception {
        try (EscrowBroker broker = EscrowBroker.builder().directory(store()).jmx(false).maxDeliveryAttempts(1).open();
                JMSContext context = broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(context.createQueue("orders"), "poison");
            context.createProducer().setTimeToLive(1).send(context.createQueue("orders"), "old");
            context.commit();
            var consumer = context.createConsumer(context.createQueue("orders"));
            assertThat(consumer.receive(5_000)).isNotNull();
            context.rollback();
            assertThat(consumer.receive(500)).isNull();
        }
        assertThat(move()).as(output).isZero();
        List<Message> dead = remote.takeAll("DLQ");
        assertThat(texts(dead)).containsExactly("poison");
        assertThat(dead.get(0).getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).isEqualTo("queue://orders");
        assertThat(texts(remote.takeAll("ExpiryQueue"))).containsExactly("old");
    }

    @Test
    void queuesAndTopicsWithoutMessagesExistThere() throws Exception {
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            context.createConsumer(context.createQueue("empty")).close();
            context.createProducer().send(context.createTopic("silent"), "nobody listens");
        }
        assertThat(move()).as(output).isZero();
        assertThat(output).contains("queue empty: 0 of 0 moved");
        try (Connection connection = remote.connect(null)) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("empty"));
            session.createProducer(session.createTopic("silent"));
        }
        assertThat(remote.server().locateQueue("empty").isAutoCreated()).isFalse();
    }

    @Test
    void nothingIsMovedWhileABranchIsInDoubt() throws Exception {
        Xid xid = new XidImpl(new byte[] {1}, 4711, new byte[] {1});
        try (EscrowBroker broker = open();
                var connection = broker.connectionFactory().createXAConnection()) {
            EscrowXASession session = connection.createXASession();
            session.getXAResource().start(xid, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage("prepared"));
            session.getXAResource().end(xid, XAResource.TMSUCCESS);
            session.getXAResource().prepare(xid);
        }
        assertThat(move()).isEqualTo(StoreTool.DAMAGED);
        assertThat(output).contains("branch 4711", "queue://orders", "1 branches in doubt", "nothing was moved");
        assertThat(remote.server().locateQueue("orders")).isNull();
        try (EscrowBroker broker = open()) {
            broker.recoveryResource().commit(xid, false);
        }
        assertThat(move()).as(output).isZero();
        assertThat(texts(remote.takeAll("orders"))).containsExactly("prepared");
    }

    private void storeOne() {
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("orders"), "one");
        }
    }

    @Test
    void theReasonIsSaidAndTheStoreIsAsItWas() throws Exception {
        storeOne();
        assertThat(move(remote.url(), RemoteBroker.USER, "wrong")).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("Cannot connect to " + remote.url(), "the user name or the password is wrong");
        assertThat(move(remote.url(), RemoteBroker.NOBODY, RemoteBroker.PASSWORD)).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("create what is missing there", "permission");
        assertThat(move("tcp://127.0.0.1:1", "a", "b")).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("127.0.0.1:1: java.net.ConnectException");
        assertThat(move("nonsense", "a", "b")).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("'nonsense' is no address of a broker; allowed is tcp://host:port");
        assertThat(move(remote.url() + "?sslEnabled=true", "a", "b")).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("Cannot connect to " + remote.url() + ": TLS fails: ");
        assertThat(move(remote.url() + "?trustStorePassword=geheim", "a", "b")).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("every user of this machine can see").doesNotContain("geheim");
        try (EscrowBroker broker = open()) {
            assertThat(move()).isEqualTo(StoreTool.FAILED);
            assertThat(output).contains("is in use by");
            assertThat(broker.directory()).isEqualTo(store());
        }
        assertThat(move()).as(output).isZero();
        assertThat(texts(remote.takeAll("orders"))).containsExactly("one");
    }

    @Test
    void aBrokerThatIsNotTrustedGetsNothing() throws Exception {
        storeOne();
        Certificate trusted = Certificate.make(directory, "trusted");
        Certificate other = Certificate.make(directory, "other");
        String tls = "?sslEnabled=true&trustStoreType=PKCS12&trustStorePassword=${move.test.password}&trustStorePath=";
        System.setProperty("move.test.password", MemberFiles.STORE_PASSWORD);
        try (RemoteBroker encrypted = RemoteBroker.start(directory.resolve("encrypted"), MemberFiles.freePorts(1)[0],
                "?" + trusted.forAcceptor())) {
            assertThat(move(encrypted.url() + tls + other.trustStore(), RemoteBroker.USER, RemoteBroker.PASSWORD))
                    .isEqualTo(StoreTool.FAILED);
            assertThat(output).contains("TLS fails: ", "SSLHandshakeException")
                    .doesNotContain(MemberFiles.STORE_PASSWORD);
            assertThat(move(encrypted.url() + tls + trusted.trustStore(), RemoteBroker.USER, RemoteBroker.PASSWORD))
                    .as(output).isZero();
            assertThat(encrypted.server().locateQueue("orders").getMessageCount()).isEqualTo(1);
        } finally {
            System.clearProperty("move.test.password");
        }
    }

    @Test
    void everyFaultOfTheUrlIsReportedAtOnceAndNoPassword() throws Exception {
        storeOne();
        System.setProperty("move.test.password", "geheim&%");
        try {
            assertThat(move("tcp://a,tcp://b:1?speed=1&reconnectAttempts=1&sslEnabled=true"
                    + "&trustStorePath=/no/such/store&trustStorePassword=${move.test.password}", "a", "b"))
                    .isEqualTo(StoreTool.FAILED);
        } finally {
            System.clearProperty("move.test.password");
        }
        assertThat(output).contains("'tcp://a' is no address of a broker", "number 1 is 'speed'; allowed are",
                "reconnectAttempts is not allowed", "truststore cannot be used: ", "/no/such/store")
                .doesNotContain("geheim", "is not encoded");
    }

    @Test
    void theFirstAddressThatAnswersGetsEverythingAndOfTheOthersTheReasonIsSaid() throws Exception {
        storeOne();
        int[] nobody = MemberFiles.freePorts(2);
        String silent = "tcp://127.0.0.1:" + nobody[0] + "|tcp://127.0.0.1:" + nobody[1];
        assertThat(move(silent, RemoteBroker.USER, RemoteBroker.PASSWORD)).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("127.0.0.1:" + nobody[0] + ": java.net.ConnectException",
                "127.0.0.1:" + nobody[1] + ": java.net.ConnectException");
        assertThat(move(silent + "," + remote.url(), RemoteBroker.USER, RemoteBroker.PASSWORD)).as(output).isZero();
        assertThat(texts(remote.takeAll("orders"))).containsExactly("one");
    }

    @Test
    void whoListensAndIsNoBrokerIsToldFromWhoIsNotThere() throws Exception {
        storeOne();
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(move("tcp://127.0.0.1:" + other.getLocalPort() + "?callTimeout=500", "a", "b"))
                    .isEqualTo(StoreTool.FAILED);
            assertThat(output).contains("something listens there and does not answer as a broker does");
        }
    }

    @Test
    void aQueueThatIsAnotherOneThereIsRefused() throws Exception {
        storeOne();
        try (Connection connection = remote.connect("client")) {
            Session session = connection.createSession();
            session.createDurableConsumer(session.createTopic("news"), "sub").close();
        }
        try (EscrowBroker broker = open(); JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("client.sub"), "one");
        }
        assertThat(move()).isEqualTo(StoreTool.FAILED);
        assertThat(output).contains("there is a queue client.sub that is another one: MULTICAST, address news");
        assertThat(remote.server().locateQueue("orders") == null || remote.takeAll("orders").isEmpty()).isTrue();
    }
}
