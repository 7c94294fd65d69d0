package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.transaction.Status;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.admin.AdminQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionHandleTest {

    private static final Queue QUEUE = new AdminQueue("q");

    private AdapterKit kit;
    private ConnectionFactoryHandle factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        factory = kit.connectionFactory();
    }

    @Test
    void listenersAndAsynchronousSendsAreForbidden() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(QUEUE);
            MessageProducer producer = session.createProducer(QUEUE);
            for (ThrowingCallable use : new ThrowingCallable[] {session::getMessageListener,
                () -> session.setMessageListener(null), consumer::getMessageListener,
                () -> consumer.setMessageListener(null), () -> producer.send((Message) null, (CompletionListener) null),
                () -> producer.send(null, 1, 1, 1, null), () -> producer.send(QUEUE, null, null),
                () -> producer.send(null, null, 1, 1, 1, null)}) {
                assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("12.2");
            }
            assertThatThrownBy(session::run).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void inJtaTheArgumentsAreIgnoredAndTheWorkBelongsToTheBranch() throws Exception {
        kit.pool().begin();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            session.createProducer(QUEUE).send(session.createTextMessage("a"));

            assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
            assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
            assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
            assertThat(session.getTransacted()).isTrue();
            assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        }
        assertThat(kit.provider().queue("q").texts()).isEmpty();
        kit.pool().commit();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
        assertThat(kit.history().take())
                .isEqualTo("connect null, s1 mode 1, s1.start(b1), s1.end(b1), s1.commit(b1 one phase)");
    }

    @Test
    void aSessionMadeInOneTransactionWorksInTheNext() throws Exception {
        kit.pool().begin();
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        producer.send(session.createTextMessage("a"));
        kit.pool().commit();
        kit.pool().begin();
        producer.send(session.createTextMessage("b"));
        kit.pool().rollback();
        producer.send(session.createTextMessage("outside"));
        kit.pool().begin();
        producer.send(session.createTextMessage("c"));
        kit.pool().commit();
        connection.close();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a", "outside", "c");
        assertThat(kit.provider().connections()).hasSize(1);
    }

    @Test
    void nothingCanBeSentInATransactionThatWasRolledBackBehindItsBack() throws Exception {
        kit.pool().begin();
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        Message message = session.createTextMessage("a");
        kit.pool().rollback();
        for (int status : new int[] {Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK}) {
            kit.server().setTransactionStatus(status);

            assertThatThrownBy(() -> producer.send(message)).isInstanceOf(TransactionRolledBackException.class)
                    .hasMessageContaining("rolled back");
        }
        kit.server().setTransactionStatus(Status.STATUS_NO_TRANSACTION);
        assertThat(kit.provider().queue("q").texts()).isEmpty();
    }

    @Test
    void twoSessionsInOneTransactionShareThePhysicalOne() throws Exception {
        kit.pool().begin();
        Connection first = factory.createConnection();
        Connection second = factory.createConnection();
        Session one = first.createSession();
        Session other = second.createSession();
        one.createProducer(QUEUE).send(one.createTextMessage("a"));
        first.close();
        other.createProducer(QUEUE).send(other.createTextMessage("b"));
        second.close();
        kit.pool().commit();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a", "b");
        assertThat(kit.provider().connections()).hasSize(1);
    }

    @Test
    void aTransactedSessionOutsideOfJtaCommitsAndRollsBack() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(true, 0);
            MessageProducer producer = session.createProducer(QUEUE);
            producer.send(session.createTextMessage("a"));
            session.rollback();
            producer.send(session.createTextMessage("b"));
            session.commit();
            producer.send(session.createTextMessage("c"));
            assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        }
        assertThat(kit.provider().queue("q").texts()).containsExactly("b");
    }

    @Test
    void anAcknowledgingSessionHasNothingToCommit() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            assertThatThrownBy(session::commit)
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("transacted");
            assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatAClientAcknowledgingSessionDidNotAcknowledgeComesBackWhenItCloses() throws Exception {
        kit.provider().queue("q").put("a");
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            assertThat(session.createConsumer(QUEUE).receiveNoWait()).isNotNull();
            assertThat(kit.provider().queue("q").texts()).isEmpty();
        }
        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
    }

    @Test
    void childrenCloseWithTheirSession() throws Exception {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(QUEUE);
        MessageProducer producer = session.createProducer(QUEUE);
        TextMessage message = session.createTextMessage("a");
        connection.close();

        for (ThrowingCallable use : new ThrowingCallable[] {consumer::receiveNoWait, () -> producer.send(message),
            producer::getDestination}) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
        assertThat(kit.provider().queue("q").waiting()).isZero();
        consumer.close();
        producer.close();
    }

    @Test
    void aChildThatCannotBeOpenedIsReportedAtOnce() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createConsumer(QUEUE, "bad"))
                    .isInstanceOf(jakarta.jms.InvalidSelectorException.class);
        }
    }

    @Test
    void temporaryDestinationsGoWithTheConnectionThatTheApplicationCloses() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.createSession().createTemporaryQueue();
            assertThat(kit.history().take()).doesNotContain("temporary deleted");
        }
        assertThat(kit.history().take()).isEqualTo("temporary deleted");
    }

    @Test
    void theServerMayMoveAHandleToAnotherConnectionAndItsChildrenGoWithIt() throws Exception {
        EscrowManagedConnectionFactory managed = kit.managedConnectionFactory();
        ConnectionManager keepsAll = (ConnectionManager) (f, info) -> f.createManagedConnection(null, info)
                .getConnection(null, info);
        Connection connection = ((ConnectionFactoryHandle) managed.createConnectionFactory(keepsAll))
                .createConnection();
        connection.start();
        SessionHandle session = (SessionHandle) connection.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        producer.setPriority(9);
        producer.setTimeToLive(1000);
        MessageConsumer consumer = session.createConsumer(QUEUE);
        kit.history().take();

        ManagedConnection other = managed.createManagedConnection(null, null);
        other.associateConnection(session);
        kit.provider().connections().get(0).close();
        producer.send(session.createTextMessage("a"));

        assertThat(((TextMessage) consumer.receiveNoWait()).getText()).isEqualTo("a");
        assertThat(producer.getPriority()).isEqualTo(9);
        assertThat(producer.getTimeToLive()).isEqualTo(1000);
        assertThat(kit.provider().connections().get(1).isStarted()).isTrue();
        assertThat(kit.history().take()).contains("s2.consumer(q)");
        other.destroy();
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBrokenConnectionIsReportedToTheServerAndItsHandlesSaySo() throws Exception {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        kit.provider().breakConnections(new JMSException("the broker went away"));

        assertThat(kit.pool().destroyed()).isEqualTo(1);
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        connection.close();
        try (Connection next = factory.createConnection()) {
            next.createSession().createProducer(QUEUE);
        }
        assertThat(kit.provider().connections()).hasSize(2);
    }
}
