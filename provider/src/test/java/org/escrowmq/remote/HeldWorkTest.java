package org.escrowmq.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.escrowmq.member.MemberFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local transactions of which the broker hears at their end, by consumers with rules for messages that come back. */
@Timeout(60)
class HeldWorkTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ORDERS = "orders";
    private static final String EVENTS = "events";
    private static final String DEAD = "DLQ";

    @TempDir
    private Path directory;
    private ActiveMQServer server;
    private RemoteBroker brokers;
    private Connection connection;
    private Session session;
    private MessageProducer events;
    private MessageConsumer orders;

    @BeforeEach
    void open() throws Exception {
        int port = MemberFiles.freePorts(1)[0];
        Configuration configuration = new ConfigurationImpl().setName("remote").setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO).setSecurityEnabled(false)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("in", "tcp://127.0.0.1:" + port);
        configuration.setCriticalAnalyzer(false);
        server = new ActiveMQServerImpl(configuration);
        server.start();
        brokers = RemoteBroker.connect(
                "tcp://127.0.0.1:" + port, null, null, null, Map.of("maxDeliveryAttempts", "2"));
        send(ORDERS, "order");
        connection = brokers.connectionFactory().createConnection();
        connection.start();
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
        events = session.createProducer(session.createQueue(EVENTS));
        orders = session.createConsumer(session.createQueue(ORDERS));
    }

    @AfterEach
    void close() throws Exception {
        brokers.close();
        server.stop();
    }

    private void send(String queue, String text) throws JMSException {
        try (Connection other = brokers.connectionFactory().createConnection();
                Session alone = other.createSession()) {
            alone.createProducer(alone.createQueue(queue)).send(alone.createTextMessage(text));
        }
    }

    /** All texts that are in a queue now, and takes them. */
    private List<String> drain(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection other = brokers.connectionFactory().createConnection();
                Session alone = other.createSession();
                MessageConsumer consumer = alone.createConsumer(alone.createQueue(queue))) {
            other.start();
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                texts.add(next.getBody(String.class));
            }
        }
        return texts;
    }

    private void receive(MessageConsumer consumer, String text, int delivery) throws JMSException {
        Message message = consumer.receive(SOON.toMillis());
        assertThat(message.getBody(String.class)).isEqualTo(text);
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(delivery);
    }

    private void sendEvent() throws JMSException {
        events.send(session.createTextMessage("event"));
    }

    private int branches() {
        return server.getResourceManager().size();
    }

    @Test
    void oneMessageOrOneAcknowledgementAloneNeedsNoBranchAtTheBroker() throws Exception {
        receive(orders, "order", 1);
        assertThat(branches()).isZero();
        session.commit();
        sendEvent();
        assertThat(branches()).isZero();
        session.commit();
        assertThat(drain(ORDERS)).isEmpty();
        assertThat(drain(EVENTS)).containsExactly("event");
    }

    @Test
    void whatIsReceivedAndThenSentTakesEffectAsOne() throws Exception {
        receive(orders, "order", 1);
        sendEvent();
        assertThat(drain(EVENTS)).isEmpty();
        session.commit();
        assertThat(drain(EVENTS)).containsExactly("event");
        assertThat(drain(ORDERS)).isEmpty();
    }

    @Test
    void whatIsSentAndThenReceivedTakesEffectAsOne() throws Exception {
        sendEvent();
        receive(orders, "order", 1);
        assertThat(drain(EVENTS)).isEmpty();
        session.commit();
        assertThat(drain(EVENTS)).containsExactly("event");
        assertThat(drain(ORDERS)).isEmpty();
    }

    @Test
    void aRollbackDecidesAboutWhatWasReceivedWhateverWasSentBeforeOrAfterIt() throws Exception {
        sendEvent();
        receive(orders, "order", 1);
        session.rollback();
        receive(orders, "order", 2);
        sendEvent();
        session.rollback();
        assertThat(drain(DEAD)).containsExactly("order");
        assertThat(drain(ORDERS)).isEmpty();
        assertThat(drain(EVENTS)).isEmpty();
        assertThat(branches()).isZero();
    }

    @Test
    void aRollbackDecidesAboutEachMessage() throws Exception {
        receive(orders, "order", 1);
        session.rollback();
        send(ORDERS, "another");
        sendEvent();
        receive(orders, "order", 2);
        receive(orders, "another", 1);
        session.rollback();
        receive(orders, "another", 2);
        session.commit();
        assertThat(drain(DEAD)).containsExactly("order");
        assertThat(drain(EVENTS)).isEmpty();
    }

    @Test
    void aConsumerThatClosesLeavesWhatItReceivedToTheCommit() throws Exception {
        sendEvent();
        receive(orders, "order", 1);
        orders.close();
        assertThat(drain(EVENTS)).isEmpty();
        session.commit();
        assertThat(drain(EVENTS)).containsExactly("event");
        assertThat(drain(ORDERS)).isEmpty();
    }

    @Test
    void ifTheConnectionIsLostBeforeTheCommitEverythingIsRolledBack() throws Exception {
        sendEvent();
        receive(orders, "order", 1);
        loseConnection();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        await().atMost(SOON).until(() -> drain(ORDERS).equals(List.of("order")));
        assertThat(drain(EVENTS)).isEmpty();
    }

    @Test
    void ifTheConnectionIsLostBeforeTheCommitOfOneAcknowledgementItIsRolledBack() throws Exception {
        receive(orders, "order", 1);
        loseConnection();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        await().atMost(SOON).until(() -> drain(ORDERS).equals(List.of("order")));
    }

    private void loseConnection() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        connection.setExceptionListener(failure -> lost.countDown());
        server.getRemotingService().getConnections().forEach(each -> each.getTransportConnection().forceClose());
        assertThat(lost.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** The broker has no such consumer any more, and refuses the acknowledgement. */
    @Test
    void whatCannotBeAcknowledgedAtTheCommitKeepsTheRestFromTakingEffect() throws Exception {
        send("others", "taken back");
        receive(session.createConsumer(session.createQueue("others")), "taken back", 1);
        receive(orders, "order", 1);
        sendEvent();
        closeAtBroker("others");
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        session.close();
        assertThat(drain(EVENTS)).isEmpty();
        assertThat(drain(ORDERS)).containsExactly("order");
        assertThat(drain("others")).containsExactly("taken back");
        assertThat(branches()).isZero();
    }

    @Test
    void anAcknowledgementAloneThatIsRefusedIsNotCommitted() throws Exception {
        receive(orders, "order", 1);
        closeAtBroker(ORDERS);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        session.close();
        assertThat(drain(ORDERS)).containsExactly("order");
    }

    private void closeAtBroker(String queue) throws Exception {
        for (ServerSession each : server.getSessions()) {
            for (ServerConsumer consumer : List.copyOf(each.getServerConsumers())) {
                if (consumer.getQueue().getName().toString().equals(queue)) {
                    consumer.close(false);
                }
            }
        }
    }
}
