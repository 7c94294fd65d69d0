package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.transaction.UserTransaction;
import org.escrowmq.it.app.Factories;
import org.escrowmq.it.definition.OutboundDefinitions;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.LimitedOn;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a JTA transaction means to connection factories that take part in it each in its own way. */
@ExtendWith(ArquillianExtension.class)
class OutboundIT {

    private static final String LOCAL = "LocalTransaction: what is sent follows the JTA transaction";
    private static final String NONE = "NoTransaction: what is sent is there at once, in JTA too";
    private static final String OPTED_OUT = "jta=false: transacted sessions and acknowledgements of one's own in JTA";
    private static final String LAZY = "lazyConnections=true: sessions enlisted when they are used";
    private static final long ARRIVES_MILLIS = 10_000;

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(OutboundIT.class, ManualQueue.class, OutboundDefinitions.class);
    }

    @BeforeEach
    void emptyQueue() {
        ManualQueue.drain();
    }

    @Test
    @Capability("XATransaction: what is sent follows the JTA transaction")
    void xaTransactionRollsBackWhatWasSent() throws Exception {
        sendAndEnd(Factories.XA, "rolled back", false);
        sendAndEnd(Factories.XA, id, true);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(LOCAL)
    void localTransactionRollsBackWhatWasSent() throws Exception {
        sendAndEnd(Factories.LOCAL, "rolled back", false);
        sendAndEnd(Factories.LOCAL, id, true);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(LOCAL)
    void localTransactionIgnoresTheArgumentsOfASession() throws Exception {
        assertArgumentsAreIgnored(Factories.LOCAL);

        assertThat(ManualQueue.drain()).isEmpty();
    }

    @Test
    @Capability(NONE)
    void noTransactionSendsAtOnceWhateverBecomesOfTheTransaction() throws Exception {
        UserTransaction transaction = begin();
        try (JMSContext context = factory(Factories.NONE).createContext()) {
            context.createProducer().send(ManualQueue.queue(), id);
            assertThat(takeWithinTheTransaction()).as("before the transaction ends").isEqualTo(id);
            context.createProducer().send(ManualQueue.queue(), "kept " + id);
        } finally {
            transaction.rollback();
        }

        assertThat(ManualQueue.take(1)).containsExactly("kept " + id);
    }

    @Test
    @Capability(NONE)
    void noTransactionIgnoresTheArgumentsOfASession() throws Exception {
        assertArgumentsAreIgnored(Factories.NONE);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(OPTED_OUT)
    void factoryOutOfJtaSendsWhateverBecomesOfTheTransaction() throws Exception {
        sendAndEnd(Factories.OPTED_OUT, id, false);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(OPTED_OUT)
    void transactedSessionOutOfJtaCommitsAndRollsBackByItself() throws Exception {
        UserTransaction transaction = begin();
        try (Connection connection = factory(Factories.OPTED_OUT).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            send(session, "rolled back");
            session.rollback();
            send(session, id);
            session.commit();
            send(session, "never committed");
        } finally {
            transaction.rollback();
        }

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(OPTED_OUT)
    void clientAcknowledgementOutOfJtaIsTheApplicationsOwn() throws Exception {
        sendAndEnd(Factories.XA, id, true);
        UserTransaction transaction = begin();
        try (Connection connection = factory(Factories.OPTED_OUT).createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(ManualQueue.queue());
            assertThat(consumer.receive(ARRIVES_MILLIS).getBody(String.class)).isEqualTo(id);
            session.recover();
            Message again = consumer.receive(ARRIVES_MILLIS);
            assertThat(again.getBody(String.class)).isEqualTo(id);
            assertThat(again.getJMSRedelivered()).isTrue();
            again.acknowledge();
        } finally {
            transaction.rollback();
        }

        assertThat(ManualQueue.drain()).as("acknowledged, and the rollback does not bring it back").isEmpty();
    }

    @Test
    @Capability(LAZY)
    void lazySessionOfATransactionFollowsIt() throws Exception {
        sendAndEnd(Factories.LAZY, "rolled back", false);
        sendAndEnd(Factories.LAZY, id, true);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(LAZY)
    @LimitedOn(server = "wildfly", reason = "a session that was opened before the transaction began cannot be enlisted"
            + " lazily (IJ000464): the pool gives its connection back first")
    void lazySessionIsInTheTransactionInWhichItIsUsed() throws Exception {
        for (boolean commit : new boolean[] {false, true}) {
            try (Connection connection = factory(Factories.LAZY).createConnection();
                    Session session = connection.createSession()) {
                sendAndEnd(session, id + commit, commit);
            }
        }

        assertThat(ManualQueue.take(1)).containsExactly(id + true);
    }

    @Test
    @Capability(LAZY)
    void lazySessionThatIsNotUsedInATransactionIsNotInIt() throws Exception {
        UserTransaction transaction = begin();
        try (Connection connection = factory(Factories.LAZY).createConnection();
                Session session = connection.createSession()) {
            transaction.rollback();
            send(session, id);
        }

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability(LAZY)
    @LimitedOn(server = "wildfly", reason = "a pool that @ConnectionFactoryDefinition makes closes its sessions at the"
            + " end of their transaction; the adapter's own, java:/EscrowMQ, does not")
    void lazySessionOfATransactionServesTheNextOne() throws Exception {
        UserTransaction transaction = begin();
        try (Connection connection = factory(Factories.LAZY).createConnection();
                Session session = connection.createSession()) {
            send(session, id);
            transaction.commit();
            sendAndEnd(session, "rolled back", false);
            send(session, "outside of transactions");
        }

        assertThat(ManualQueue.take(2)).containsExactly(id, "outside of transactions");
    }

    private void assertArgumentsAreIgnored(String name) throws Exception {
        UserTransaction transaction = begin();
        try (Connection connection = factory(name).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            send(session, id);
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
            assertThatThrownBy(session::rollback).isInstanceOf(JMSException.class);
        } finally {
            transaction.rollback();
        }
    }

    private static String takeWithinTheTransaction() {
        try (JMSContext other = factory(Factories.NONE).createContext()) {
            return other.createConsumer(ManualQueue.queue()).receiveBody(String.class, ARRIVES_MILLIS);
        }
    }

    private static void sendAndEnd(String name, String text, boolean commit) throws Exception {
        UserTransaction transaction = begin();
        try (JMSContext context = factory(name).createContext()) {
            context.createProducer().send(ManualQueue.queue(), text);
        } finally {
            end(transaction, commit);
        }
    }

    private static void sendAndEnd(Session session, String text, boolean commit) throws Exception {
        UserTransaction transaction = begin();
        try {
            send(session, text);
        } finally {
            end(transaction, commit);
        }
    }

    private static void send(Session session, String text) throws JMSException {
        session.createProducer(ManualQueue.queue()).send(session.createTextMessage(text));
    }

    private static void end(UserTransaction transaction, boolean commit) throws Exception {
        if (commit) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
    }

    private static UserTransaction begin() throws Exception {
        UserTransaction transaction = InServer.lookup("java:comp/UserTransaction", UserTransaction.class);
        transaction.begin();
        return transaction;
    }

    private static ConnectionFactory factory(String name) {
        return InServer.lookup(name, ConnectionFactory.class);
    }
}
