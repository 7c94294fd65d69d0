package org.escrowmq.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.InDoubtBranch;
import org.escrowmq.member.MemberFiles.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Artemis' own client does through an acceptor of an embedded broker, beside those inside of the process. */
@Timeout(120)
class AcceptorTest {

    private static final long PATIENCE = 20_000;
    private static final long SHORT = 200;
    private static final String CREATE_QUEUES = "<address-settings><address-setting match=\"remote.#\">"
            + "<auto-create-queues>true</auto-create-queues><auto-create-addresses>true</auto-create-addresses>"
            + "</address-setting></address-settings>";

    @TempDir
    private Path directory;
    private int port;
    private EscrowBroker broker;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @BeforeEach
    void choosePort() throws Exception {
        port = MemberFiles.freePorts(1)[0];
    }

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private void open(String parameters) throws Exception {
        broker = EscrowBroker.builder().directory(directory.resolve("store")).jmx(false)
                .user("root", "root's", "root").user("guest", "guest's", "guest")
                .permissions("*: all=root; orders: all=root, consume=guest")
                .brokerConfiguration(MemberFiles.brokerXml(directory,
                        MemberFiles.acceptor("in", "tcp://127.0.0.1:" + port + parameters), CREATE_QUEUES))
                .open();
        try (JMSContext context = own()) {
            context.createConsumer(context.createQueue("orders")).close();
        }
    }

    private JMSContext own() {
        return broker.connectionFactory().createContext("root", "root's");
    }

    private ActiveMQConnectionFactory client(String parameters) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + port + "?useGlobalPools=false&reconnectAttempts=0" + parameters);
        toClose.add(factory);
        return factory;
    }

    private Session session(ActiveMQConnectionFactory factory, String user) throws JMSException {
        Connection connection = factory.createConnection(user, user + "'s");
        toClose.add(connection);
        connection.start();
        return connection.createSession();
    }

    private void exchange(Session session) throws JMSException {
        Queue queue = session.createQueue("orders");
        session.createProducer(queue).send(session.createTextMessage("to here"));
        try (JMSContext context = own()) {
            assertThat(context.createConsumer(context.createQueue("orders")).receiveBody(String.class, PATIENCE))
                    .isEqualTo("to here");
            context.createProducer().send(context.createQueue("orders"), "from here");
        }
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            assertThat(((TextMessage) consumer.receive(PATIENCE)).getText()).isEqualTo("from here");
        }
    }

    @Test
    void aClientSendsAndReceives() throws Exception {
        open("");
        exchange(session(client(""), "root"));
    }

    @Test
    void aClientSendsAndReceivesEncryptedAndOnlyEncrypted() throws Exception {
        Certificate certificate = Certificate.make(directory, "broker");
        Certificate other = Certificate.make(directory, "other");
        open("?" + certificate.forAcceptor());
        exchange(session(client("&" + certificate.forClient()), "root"));
        ActiveMQConnectionFactory unencrypted = client("&callTimeout=2000&connectionTTL=2000");
        assertThatThrownBy(() -> session(unencrypted, "root")).isInstanceOf(JMSException.class);
        ActiveMQConnectionFactory distrustful = client("&" + other.forClient());
        assertThatThrownBy(() -> session(distrustful, "root")).isInstanceOf(JMSException.class);
    }

    @Test
    void bodiesOfAnySizeGoBothWays() throws Exception {
        open("");
        byte[] body = new byte[3 << 20];
        body[body.length - 1] = 7;
        Session session = session(client(""), "root");
        BytesMessage large = session.createBytesMessage();
        large.writeBytes(body);
        session.createProducer(session.createQueue("orders")).send(large);
        try (JMSContext context = own()) {
            assertThat(context.createConsumer(context.createQueue("orders")).receiveBody(byte[].class, PATIENCE))
                    .isEqualTo(body);
            context.createProducer().send(context.createQueue("orders"), body);
        }
        assertThat(session.createConsumer(session.createQueue("orders")).receive(PATIENCE).getBody(byte[].class))
                .isEqualTo(body);
    }

    @Test
    void whoIsNoUserIsRefused() throws Exception {
        open("");
        ActiveMQConnectionFactory factory = client("");
        assertThatThrownBy(() -> factory.createConnection("root", "wrong")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(factory::createConnection).isInstanceOf(JMSSecurityException.class);
        // What every Artemis broker knows from the beginning.
        assertThatThrownBy(() -> factory.createConnection("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void aUserMayDoThereWhatIsPermittedAndNothingElse() throws Exception {
        open("");
        Session guest = session(client(""), "guest");
        assertThat(guest.createConsumer(guest.createQueue("orders")).receive(SHORT)).isNull();
        assertThatThrownBy(() -> guest.createProducer(guest.createQueue("orders")).send(guest.createMessage()))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> guest.createConsumer(guest.createQueue("remote.guest")))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void aQueueIsCreatedForAClientWhereTheSettingsSaySo() throws Exception {
        open("");
        Session session = session(client(""), "root");
        session.createProducer(session.createQueue("remote.a")).send(session.createTextMessage("first"));
        assertThatThrownBy(() -> session.createProducer(session.createQueue("elsewhere")))
                .isInstanceOf(JMSException.class);
        try (JMSContext context = own()) {
            assertThat(context.createConsumer(context.createQueue("remote.a")).receiveBody(String.class, PATIENCE))
                    .isEqualTo("first");
        }
    }

    @Test
    void aPortInUseIsSaidAndLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> open("")).isInstanceOf(EscrowBrokerException.class)
                    .hasMessageContainingAll("acceptor in does not start", String.valueOf(port));
        }
        open("");
        exchange(session(client(""), "root"));
    }

    @Test
    void passwordsOfKeyStoresAreNotLogged() throws Exception {
        Certificate certificate = Certificate.make(directory, "broker");
        StringBuffer log = new StringBuffer();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                log.append(new SimpleFormatter().format(logged));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger.getLogger("").addHandler(handler);
        try {
            open("?" + certificate.forAcceptor());
            broker.close();
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertThat(log.toString()).contains("EMQ0011", "keyStorePassword=****")
                .doesNotContain(MemberFiles.STORE_PASSWORD);
    }

    // ---- branches -------------------------------------------------------------------------------------------------

    private static Xid xid(int number) {
        return new XidImpl(new byte[] {1}, 4711, new byte[] {(byte) number});
    }

    /** One side's XA resource, and how it sends. */
    private interface Side {
        XAResource resource();

        void send(String text) throws JMSException;
    }

    private Side ownSide() throws JMSException {
        XAConnection connection = broker.connectionFactory().createXAConnection("root", "root's");
        toClose.add(connection);
        return side(connection.createXASession());
    }

    private Side clientSide() throws JMSException {
        ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(
                "tcp://127.0.0.1:" + port + "?useGlobalPools=false&reconnectAttempts=0");
        toClose.add(factory);
        XAConnection connection = factory.createXAConnection("root", "root's");
        toClose.add(connection);
        return side(connection.createXASession());
    }

    private static Side side(XASession session) {
        return new Side() {
            @Override
            public XAResource resource() {
                return session.getXAResource();
            }

            @Override
            public void send(String text) throws JMSException {
                session.createProducer(session.createQueue("orders")).send(session.createTextMessage(text));
            }
        };
    }

    private static void prepare(Side side, int number) throws Exception {
        side.resource().start(xid(number), XAResource.TMNOFLAGS);
        side.send("m" + number);
        side.resource().end(xid(number), XAResource.TMSUCCESS);
        assertThat(side.resource().prepare(xid(number))).isEqualTo(XAResource.XA_OK);
    }

    private static List<Integer> recovered(XAResource resource) throws XAException {
        List<Integer> numbers = new ArrayList<>();
        for (Xid xid : resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)) {
            numbers.add((int) xid.getGlobalTransactionId()[0]);
        }
        return numbers.stream().sorted().toList();
    }

    private List<String> received() {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = own()) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            for (String text = consumer.receiveBody(String.class, SHORT); text != null;
                    text = consumer.receiveBody(String.class, SHORT)) {
                texts.add(text);
            }
        }
        return texts;
    }

    @Test
    void aBranchThatItsOwnTransactionManagerCompletesLeavesNoTraceOnTheOtherSide() throws Exception {
        open("");
        Side own = ownSide();
        Side client = clientSide();
        prepare(own, 1);
        prepare(client, 2);
        prepare(client, 3);
        assertThat(recovered(own.resource())).containsExactly(1, 2, 3);
        assertThat(recovered(client.resource())).containsExactly(1, 2, 3);
        assertThat(broker.inDoubtBranches()).hasSize(3);

        client.resource().commit(xid(2), false);
        client.resource().rollback(xid(3));
        assertThat(recovered(own.resource())).containsExactly(1);
        own.resource().commit(xid(1), false);
        // Not as if an operator had completed them.
        assertThat(recovered(client.resource())).isEmpty();
        assertThat(broker.inDoubtBranches()).isEmpty();
        assertThat(received()).containsExactlyInAnyOrder("m1", "m2");
    }

    @Test
    void eitherSideCompletesABranchOfTheOthersOnceAndTheOtherIsTold() throws Exception {
        open("");
        Side own = ownSide();
        Side client = clientSide();
        prepare(own, 1);
        prepare(client, 2);
        client.resource().commit(xid(1), false);
        own.resource().commit(xid(2), false);
        assertThatThrownBy(() -> own.resource().commit(xid(1), false)).isInstanceOf(XAException.class)
                .extracting(e -> ((XAException) e).errorCode).isEqualTo(XAException.XAER_NOTA);
        assertThatThrownBy(() -> client.resource().commit(xid(2), false)).isInstanceOf(XAException.class)
                .extracting(e -> ((XAException) e).errorCode).isEqualTo(XAException.XAER_NOTA);
        assertThat(received()).containsExactlyInAnyOrder("m1", "m2");
    }

    @Test
    void aTransactionOfAClientThatWasNotPreparedGoesWithItsConnectionAndNothingMore() throws Exception {
        open("");
        Side client = clientSide();
        client.resource().start(xid(1), XAResource.TMNOFLAGS);
        client.send("m1");
        ActiveMQConnection connection = (ActiveMQConnection) toClose.get(toClose.size() - 1);
        connection.getSessionFactory().getConnection().getTransportConnection().forceClose();
        Side again = clientSide();
        await().ignoreExceptionsInstanceOf(XAException.class).untilAsserted(() ->
                assertThatCode(() -> again.resource().start(xid(1), XAResource.TMNOFLAGS)).doesNotThrowAnyException());
        again.send("m2");
        again.resource().end(xid(1), XAResource.TMSUCCESS);
        assertThat(broker.inDoubtBranches()).isEmpty();
        again.resource().commit(xid(1), true);
        assertThat(broker.inDoubtBranches()).isEmpty();
        assertThat(received()).containsExactly("m2");
    }

    @Test
    void aClientsPreparedBranchOutlivesItsConnectionAndTheBrokerAndIsAnOperatorsToComplete() throws Exception {
        open("");
        prepare(clientSide(), 1);
        prepare(clientSide(), 2);
        while (!toClose.isEmpty()) {
            toClose.remove(toClose.size() - 1).close();
        }
        broker.close();
        open("");
        InDoubtBranch first = broker.inDoubtBranches().stream()
                .filter(branch -> branch.id().contains(":01:")).findFirst().orElseThrow();
        broker.commitHeuristically(first.id());
        Side client = clientSide();
        assertThat(recovered(client.resource())).containsExactly(1, 2);
        assertThatThrownBy(() -> client.resource().commit(xid(1), false)).isInstanceOf(XAException.class)
                .extracting(e -> ((XAException) e).errorCode).isEqualTo(XAException.XA_HEURCOM);
        client.resource().forget(xid(1));
        client.resource().rollback(xid(2));
        assertThat(recovered(client.resource())).isEmpty();
        assertThat(received()).containsExactly("m1");
    }
}
