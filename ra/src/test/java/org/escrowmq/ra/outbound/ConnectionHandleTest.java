package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escrowmq.ra.AdapterKit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionHandleTest {

    private AdapterKit kit;
    private ConnectionFactoryHandle factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        factory = kit.connectionFactory();
    }

    private interface Call {
        void on(ConnectionHandle connection) throws JMSException;
    }

    private static Call call(Call call) {
        return call;
    }

    static Stream<Call> whatMessaging12Forbids() {
        return Stream.of(
                call(c -> c.setClientID("x")),
                call(c -> c.setExceptionListener(error -> { })),
                call(Connection::stop),
                call(c -> c.createConnectionConsumer((Queue) null, null, null, 1)),
                call(c -> c.createConnectionConsumer((Topic) null, null, null, 1)),
                call(c -> ((Connection) c).createConnectionConsumer(null, null, null, 1)),
                call(c -> c.createSharedConnectionConsumer(null, null, null, null, 1)),
                call(c -> c.createDurableConnectionConsumer(null, null, null, null, 1)),
                call(c -> c.createSharedDurableConnectionConsumer(null, null, null, null, 1)));
    }

    @ParameterizedTest
    @MethodSource("whatMessaging12Forbids")
    void itsForbiddenMethodsThrowIllegalState(Call call) throws Exception {
        ConnectionHandle connection = (ConnectionHandle) factory.createConnection();

        assertThatThrownBy(() -> call.on(connection))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("12.2");
        connection.close();
        assertThatThrownBy(() -> call.on(connection))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void aSecondOpenSessionIsRefusedAndOneAfterTheOtherIsNot() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session first = connection.createSession();
            assertThatThrownBy(connection::createSession)
                    .isInstanceOf(JMSException.class).hasMessageContaining("12.2");
            first.close();
            connection.createSession().close();
        }
        assertThat(kit.provider().connections()).hasSize(1);
    }

    @Test
    void aConnectionAloneHoldsNothingPhysical() throws Exception {
        factory.createConnection().close();

        assertThat(kit.provider().connections()).isEmpty();
    }

    @Test
    void closingTheConnectionClosesItsSessionAndGivesThePhysicalOneBack() throws Exception {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        connection.close();
        connection.close();

        assertThatThrownBy(session::createMessage)
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("session is closed");
        assertThat(kit.pool().idle()).hasSize(1);
        for (ThrowingCallable use : new ThrowingCallable[] {connection::createSession, connection::start,
            connection::getMetaData, connection::getClientID, connection::getExceptionListener}) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connection is closed");
        }
    }

    @Test
    void aSessionWhoseManagedConnectionIsTakenBackWhileItIsCreatedIsClosed() throws Exception {
        ConnectionManager undeploying = (managedFactory, info) -> {
            ManagedConnection managed = managedFactory.createManagedConnection(null, info);
            Object handle = managed.getConnection(null, info);
            managed.cleanup();
            managed.destroy();
            return handle;
        };
        factory = (ConnectionFactoryHandle) kit.managedConnectionFactory().createConnectionFactory(undeploying);

        try (Connection connection = factory.createConnection()) {
            assertThatThrownBy(connection::createSession)
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("session is closed");
        }
    }

    @Test
    void aStartIsRememberedForTheSessionsThatCome() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session unstarted = connection.createSession();
            assertThat(kit.provider().connections().get(0).isStarted()).isFalse();
            connection.start();
            assertThat(kit.provider().connections().get(0).isStarted()).isTrue();
            unstarted.close();
            assertThat(kit.provider().connections().get(0).isStarted()).isFalse();
            connection.createSession();
            assertThat(kit.provider().connections().get(0).isStarted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 1", "false, 2, 2", "false, 3, 3", "true, 1, 0", "true, 0, 0", "false, 0, 1"})
    void outsideOfJtaTheArgumentsOfCreateSessionAreHonoured(boolean transacted, int mode, int physical)
            throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(transacted, mode);

            assertThat(kit.history().take()).isEqualTo("connect null, s1 mode " + physical);
            assertThat(session.getAcknowledgeMode()).isEqualTo(physical);
            assertThat(session.getTransacted()).isEqualTo(transacted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 99})
    void aSessionModeThatDoesNotExistIsRefused(int mode) throws Exception {
        try (Connection connection = factory.createConnection()) {
            assertThatThrownBy(() -> connection.createSession(mode))
                    .isInstanceOf(JMSException.class).hasMessageContaining("" + mode).hasMessageContaining("allowed");
        }
        assertThat(kit.provider().connections()).isEmpty();
    }

    @Test
    void metaDataAreThoseOfTheProviderWithAndWithoutASession() throws Exception {
        try (Connection connection = factory.createConnection()) {
            assertThat(connection.getMetaData().getProviderVersion()).isEqualTo("1.2");
            connection.createSession();
            assertThat(connection.getMetaData().getJMSProviderName()).isEqualTo("Fake");
        }
        assertThat(kit.provider().connections()).hasSize(1);
    }

    @Test
    void theUserOfTheApplicationComesBeforeThoseOfTheConfiguration() throws Exception {
        kit.adapter().setUserName("adapter");
        EscrowManagedConnectionFactory managed = kit.managedConnectionFactory();
        ConnectionFactoryHandle configured = (ConnectionFactoryHandle) managed.createConnectionFactory(kit.pool());
        configured.createConnection().createSession().close();
        managed.setUserName("factory");
        configured.createConnection().createSession().close();
        configured.createConnection("application", "pw").createSession().close();

        assertThat(kit.history().take().replaceAll(", s\\d mode 1", ""))
                .isEqualTo("connect adapter, connect factory, connect application");
    }

    @Test
    void aRefusalOfTheProviderReachesTheApplicationWithItsType() throws Exception {
        kit.provider().refuse(new JMSSecurityException("wrong password"));

        try (Connection connection = factory.createConnection()) {
            assertThatThrownBy(connection::createSession)
                    .isInstanceOf(JMSSecurityException.class).hasMessageContaining("wrong password");
        }
    }

    @Test
    void aQueueSessionHasNoTopics() throws Exception {
        try (QueueConnection connection = factory.createQueueConnection()) {
            Session session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            for (ThrowingCallable use : new ThrowingCallable[] {() -> session.createTopic("t"),
                session::createTemporaryTopic, () -> session.unsubscribe("s"),
                () -> session.createDurableSubscriber(null, "s"), () -> session.createDurableConsumer(null, "s"),
                () -> session.createSharedConsumer(null, "s"), () -> session.createSharedDurableConsumer(null, "s")}) {
                assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("QueueSession");
            }
            assertThat(session.createQueue("q").getQueueName()).isEqualTo("q");
        }
    }

    @Test
    void aTopicSessionHasNoQueues() throws Exception {
        try (TopicConnection connection = factory.createTopicConnection("u", "p")) {
            Session session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
            for (ThrowingCallable use : new ThrowingCallable[] {() -> session.createQueue("q"),
                session::createTemporaryQueue, () -> session.createBrowser(null)}) {
                assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("TopicSession");
            }
            assertThat(session.createTopic("t").getTopicName()).isEqualTo("t");
        }
    }
}
