package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.transaction.UserTransaction;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that the application makes itself, outside and inside of JTA transactions (Messaging 3.1, 12.3). */
@Capability("sessions inside and outside of JTA (12.3)")
@ExtendWith(ArquillianExtension.class)
class SessionIT {

    private static final long ARRIVES_MILLIS = 10_000;
    private static final long STAYS_AWAY_MILLIS = 500;

    private ConnectionFactory factory;
    private Queue queue;

    @Deployment
    static Archive<?> application() {
        return Deployments.application(SessionIT.class);
    }

    @BeforeEach
    void lookUp() {
        factory = InServer.lookup("java:comp/env/jms/EscrowMQ", ConnectionFactory.class);
        queue = InServer.lookup(Destinations.MANUAL, Queue.class);
        drain();
    }

    @AfterEach
    void drain() {
        try (JMSContext context = factory.createContext()) {
            while (context.createConsumer(queue).receiveNoWait() != null) {
                // Whatever a failed test left must not reach the next one.
            }
        }
    }

    @Test
    void clientAcknowledgeSessionGetsUnacknowledgedMessagesAgainAfterRecover() throws JMSException {
        send("a");
        try (Connection connection = started(); Session session = clientAcknowledge(connection)) {
            MessageConsumer consumer = session.createConsumer(queue);
            assertThat(textOf(consumer.receive(ARRIVES_MILLIS))).isEqualTo("a");

            session.recover();

            Message again = consumer.receive(ARRIVES_MILLIS);
            assertThat(textOf(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
            again.acknowledge();
        }
        assertQueueIsEmpty();
    }

    @Test
    void messageNotAcknowledgedWhenItsSessionClosesIsDeliveredToAnother() throws JMSException {
        send("a");
        try (Connection connection = started(); Session session = clientAcknowledge(connection)) {
            assertThat(textOf(session.createConsumer(queue).receive(ARRIVES_MILLIS))).isEqualTo("a");
        }
        try (Connection connection = started(); Session session = clientAcknowledge(connection)) {
            Message again = session.createConsumer(queue).receive(ARRIVES_MILLIS);
            assertThat(textOf(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            again.acknowledge();
        }
        assertQueueIsEmpty();
    }

    @Test
    void acknowledgeCoversAllThatTheSessionHasConsumed() throws JMSException {
        send("a", "b", "c");
        try (Connection connection = started(); Session session = clientAcknowledge(connection)) {
            MessageConsumer consumer = session.createConsumer(queue);
            consumer.receive(ARRIVES_MILLIS);
            consumer.receive(ARRIVES_MILLIS).acknowledge();
        }
        assertNextIs("c");
        assertQueueIsEmpty();
    }

    @Test
    void contextAskedForClientAcknowledgementAcknowledgesByItself() {
        send("a");
        try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            assertThat(context.createConsumer(queue).receiveBody(String.class, ARRIVES_MILLIS)).isEqualTo("a");
        }
        assertQueueIsEmpty();
    }

    @Test
    void transactedSessionSendsOnCommitOnly() throws JMSException {
        try (Connection connection = started(); Session session = transacted(connection)) {
            session.createProducer(queue).send(session.createTextMessage("rolled back"));
            session.rollback();
            session.createProducer(queue).send(session.createTextMessage("committed"));
            assertQueueIsEmpty();

            session.commit();

            assertNextIs("committed");
            session.createProducer(queue).send(session.createTextMessage("never committed"));
        }
        assertQueueIsEmpty();
    }

    @Test
    void transactedSessionConsumesOnCommitOnly() throws JMSException {
        send("a");
        try (Connection connection = started(); Session session = transacted(connection)) {
            MessageConsumer consumer = session.createConsumer(queue);
            assertThat(textOf(consumer.receive(ARRIVES_MILLIS))).isEqualTo("a");
            session.rollback();
            Message again = consumer.receive(ARRIVES_MILLIS);
            assertThat(textOf(again)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
            session.commit();
        }
        assertQueueIsEmpty();
    }

    @Test
    void sessionArgumentsAreIgnoredInsideJta() throws Exception {
        UserTransaction transaction = begin();
        try (Connection connection = started(); Session session = transacted(connection)) {
            session.createProducer(queue).send(session.createTextMessage("a"));
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
            assertThatThrownBy(session::rollback).isInstanceOf(JMSException.class);
        } finally {
            transaction.rollback();
        }
        assertQueueIsEmpty();
    }

    @Test
    void messageReceivedInsideJtaIsConsumedByTheCommitAlone() throws Exception {
        send("a");
        UserTransaction rolledBack = begin();
        receiveInClientAcknowledge();
        rolledBack.rollback();
        UserTransaction committed = begin();
        receiveInClientAcknowledge();
        committed.commit();
        assertQueueIsEmpty();
    }

    @Test
    void oneSessionWorksInOneJtaTransactionAfterTheOther() throws Exception {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession()) {
            UserTransaction first = begin();
            session.createProducer(queue).send(session.createTextMessage("first"));
            first.commit();
            UserTransaction second = begin();
            session.createProducer(queue).send(session.createTextMessage("second"));
            second.rollback();
            UserTransaction third = begin();
            session.createProducer(queue).send(session.createTextMessage("third"));
            third.commit();
        }
        assertNextIs("first");
        assertNextIs("third");
        assertQueueIsEmpty();
    }

    private void receiveInClientAcknowledge() throws JMSException {
        try (Connection connection = started(); Session session = clientAcknowledge(connection)) {
            assertThat(textOf(session.createConsumer(queue).receive(ARRIVES_MILLIS))).isEqualTo("a");
        }
    }

    private static UserTransaction begin() throws Exception {
        UserTransaction transaction = InServer.lookup("java:comp/UserTransaction", UserTransaction.class);
        transaction.begin();
        return transaction;
    }

    private Connection started() throws JMSException {
        Connection connection = factory.createConnection();
        connection.start();
        return connection;
    }

    private static Session clientAcknowledge(Connection connection) throws JMSException {
        return connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    }

    private static Session transacted(Connection connection) throws JMSException {
        return connection.createSession(true, Session.SESSION_TRANSACTED);
    }

    private void send(String... texts) {
        try (JMSContext context = factory.createContext()) {
            for (String text : texts) {
                context.createProducer().send(queue, text);
            }
        }
    }

    private void assertNextIs(String text) {
        try (JMSContext context = factory.createContext()) {
            assertThat(context.createConsumer(queue).receiveBody(String.class, ARRIVES_MILLIS)).isEqualTo(text);
        }
    }

    private void assertQueueIsEmpty() {
        try (JMSContext context = factory.createContext()) {
            assertThat(context.createConsumer(queue).receive(STAYS_AWAY_MILLIS)).isNull();
        }
    }

    private static String textOf(Message message) throws JMSException {
        return message == null ? null : message.getBody(String.class);
    }
}
