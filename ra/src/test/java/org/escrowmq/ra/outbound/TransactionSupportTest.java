package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.Status;
import java.util.List;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.admin.AdminQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three kinds of transaction support, as the deployer of a pool chooses, and a factory that keeps out of JTA. */
class TransactionSupportTest {

    private static final Queue QUEUE = new AdminQueue("q");

    private AdapterKit kit;
    private EscrowManagedConnectionFactory managed;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        managed = kit.managedConnectionFactory();
    }

    private ConnectionFactoryHandle factory() {
        return (ConnectionFactoryHandle) managed.createConnectionFactory(kit.pool());
    }

    private static void send(Session session, String text) throws Exception {
        session.createProducer(QUEUE).send(session.createTextMessage(text));
    }

    private List<String> sent() {
        return kit.provider().queue("q").texts();
    }

    @Test
    void whatTheServerIsToldIsLeftToTheDeployer() {
        // A factory that says so itself overrides, in WildFly and GlassFish, what its deployer has configured.
        assertThat(managed).isNotInstanceOf(TransactionSupport.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NoTransaction")
    void aCoordinatedSessionCommitsAndRollsBackWithItsTransaction(TransactionSupportLevel level) throws Exception {
        kit.pool().supporting(level);
        for (boolean commit : new boolean[] {true, false}) {
            kit.pool().begin();
            try (Connection connection = factory().createConnection()) {
                Session session = connection.createSession(true, 0);
                send(session, "commit " + commit);
                assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
                assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
                assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
            }
            if (commit) {
                kit.pool().commit();
            } else {
                kit.pool().rollback();
            }
        }
        assertThat(sent()).containsExactly("commit true");
    }

    @Test
    void aLocalTransactionOfTheServersIsABranchCommittedInOnePhase() throws Exception {
        kit.pool().supporting(TransactionSupportLevel.LocalTransaction);
        kit.pool().begin();
        try (Connection connection = factory().createConnection()) {
            send(connection.createSession(), "a");
        }
        kit.pool().commit();

        assertThat(kit.history().take()).isEqualTo(
                "connect null, s1 mode 1, s1.start(local), s1.end(local), s1.commit(local one phase)");
    }

    @Test
    void withoutTransactionSupportEachCallTakesEffectAtOnceEvenInJta() throws Exception {
        kit.pool().supporting(TransactionSupportLevel.NoTransaction);
        kit.pool().begin();
        Connection connection = factory().createConnection();
        Session session = connection.createSession(true, 0);
        send(session, "a");

        assertThat(sent()).containsExactly("a");
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        assertThat(session.getTransacted()).isFalse();
        session.recover();
        kit.server().setTransactionStatus(Status.STATUS_ROLLEDBACK);
        send(session, "b");
        connection.close();
        kit.pool().rollback();
        assertThat(sent()).containsExactly("a", "b");
        assertThat(kit.history().take()).doesNotContain("start");
    }

    @Test
    void aFactoryOutOfJtaHonoursTheArgumentsInATransactionAndIsNotEnlisted() throws Exception {
        managed.setJta(false);
        kit.pool().begin();
        try (Connection first = factory().createConnection(); Connection second = factory().createConnection()) {
            Session transacted = first.createSession(true, 0);
            Session other = second.createSession(Session.SESSION_TRANSACTED);
            send(transacted, "a");
            send(other, "b");
            assertThat(sent()).isEmpty();
            transacted.commit();
            assertThat(sent()).containsExactly("a");
            other.rollback();
            assertThat(transacted.getTransacted()).isTrue();
        }
        kit.pool().rollback();

        assertThat(sent()).containsExactly("a");
        assertThat(kit.history().take()).doesNotContain("start");
        assertThat(kit.provider().connections()).hasSize(2).allMatch(connection -> connection.isClosed());
    }

    @ParameterizedTest
    @EnumSource(TransactionSupportLevel.class)
    void contextsOfAFactoryOutOfJtaHaveTheModeTheyAskFor(TransactionSupportLevel level) throws Exception {
        kit.pool().supporting(level);
        managed.setJta(false);
        kit.provider().queue("q").put("a");
        kit.pool().begin();
        for (int mode : new int[] {JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED,
            JMSContext.DUPS_OK_ACKNOWLEDGE}) {
            try (JMSContext context = factory().createContext(mode)) {
                assertThat(context.getSessionMode()).isEqualTo(mode);
            }
        }
        try (JMSContext context = factory().createContext(JMSContext.SESSION_TRANSACTED)) {
            assertThat(context.createConsumer(QUEUE).receiveNoWait()).isNotNull();
            context.rollback();
            assertThat(sent()).containsExactly("a");
        }
        kit.pool().commit();
    }

    @Test
    void aFactoryOutOfJtaStillForbidsWhatAContainerForbids() throws Exception {
        managed.setJta(false);
        try (Connection connection = factory().createConnection()) {
            connection.createSession();
            assertThatThrownBy(connection::createSession).hasMessageContaining("12.2");
            assertThatThrownBy(connection::stop).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void inJtaAContextCannotCommitRollBackOrRecoverAndAcknowledgesNothing() throws Exception {
        kit.pool().begin();
        kit.provider().queue("q").put("a");
        try (JMSContext context = factory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            assertThat(context.createConsumer(QUEUE).receiveNoWait()).isNotNull();
            context.acknowledge();
            assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::recover).isInstanceOf(jakarta.jms.IllegalStateRuntimeException.class);
        }
        kit.pool().rollback();
        assertThat(sent()).containsExactly("a");
    }
}
