package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SharingViolationException;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.kit.Fake;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EscrowManagedConnectionTest {

    private AdapterKit kit;
    private EscrowManagedConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        factory = kit.managedConnectionFactory();
    }

    private static EscrowConnectionRequestInfo mode(int sessionMode) {
        return new EscrowConnectionRequestInfo(Credentials.NONE, null, sessionMode);
    }

    private static void send(Session session, String text) throws JMSException {
        try (MessageProducer producer = session.createProducer(new AdminQueue("q"))) {
            producer.send(session.createTextMessage(text));
        }
    }

    @Test
    void aLocalTransactionIsABranchCommittedInOnePhase() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        Session session = (Session) connection.getConnection(null, null);
        LocalTransaction local = connection.getLocalTransaction();
        kit.history().take();

        local.begin();
        send(session, "a");
        local.commit();
        local.begin();
        send(session, "b");
        local.rollback();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
        assertThat(kit.history().take()).isEqualTo("s1.start(local), s1.end(local), s1.commit(local one phase), "
                + "s1.start(local), s1.end(local), s1.rollback(local)");
    }

    @Test
    void localTransactionsDoNotNestAndDoNotEndTwice() throws Exception {
        LocalTransaction local = factory.createManagedConnection(null, null).getLocalTransaction();

        assertThatThrownBy(local::commit).isInstanceOf(ResourceException.class).hasMessageContaining("No local");
        local.begin();
        assertThatThrownBy(local::begin).isInstanceOf(ResourceException.class).hasMessageContaining("already");
        local.rollback();
        assertThatThrownBy(local::rollback).isInstanceOf(ResourceException.class);
    }

    @Test
    void aLocalTransactionThatCannotBeEndedIsRolledBackAndReported() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        LocalTransaction local = connection.getLocalTransaction();
        local.begin();
        kit.history().take();
        kit.provider().connections().get(0).resources().get(0).fail("end", XAException.XA_RBTIMEOUT);

        assertThatThrownBy(local::commit).isInstanceOf(ResourceException.class)
                .hasMessageContaining("106").hasCauseInstanceOf(XAException.class);
        assertThat(kit.history().take()).isEqualTo("s1.end(local), s1.rollback(local)");
        local.begin();
    }

    @Test
    void cleanupRollsBackALocalTransactionThatIsStillActive() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        Session session = (Session) connection.getConnection(null, null);
        connection.getLocalTransaction().begin();
        send(session, "a");
        connection.cleanup();

        assertThat(kit.provider().queue("q").texts()).isEmpty();
        assertThat(kit.history().take()).endsWith("s1.rollback(local)");
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void workThatAClosedSessionHasNotFinishedIsUndoneBeforeTheServerCleansUp() throws Exception {
        assertUndoneByClose(Session.CLIENT_ACKNOWLEDGE, "s1 recover");
        assertUndoneByClose(Session.SESSION_TRANSACTED, "s2 rollback");
    }

    private void assertUndoneByClose(int mode, String undone) throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, mode(mode));
        Session first = (Session) connection.getConnection(null, mode(mode));
        Session second = (Session) connection.getConnection(null, mode(mode));
        kit.history().take();

        first.close();
        assertThat(kit.history().take()).as("the other handle goes on").isEmpty();
        second.close();
        assertThat(kit.history().take()).isEqualTo(undone);
    }

    @Test
    void theXaResourceStaysTheSame() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        Object before = connection.getXAResource();
        connection.getConnection(null, null);
        connection.cleanup();

        assertThat(connection.getXAResource()).isSameAs(before);
    }

    @Test
    void aPooledConnectionServesOnlyRequestsLikeItsOwn() throws Exception {
        ManagedConnection automatic = factory.createManagedConnection(null, mode(1));
        ManagedConnection transacted = factory.createManagedConnection(null, mode(0));
        Set<ManagedConnection> pool = Set.of(automatic, transacted);

        assertThat(factory.matchManagedConnections(pool, null, mode(0))).isSameAs(transacted);
        assertThat(factory.matchManagedConnections(pool, null, mode(1))).isSameAs(automatic);
        assertThat(factory.matchManagedConnections(pool, null, null)).isSameAs(automatic);
        assertThat(factory.matchManagedConnections(pool, null, mode(2))).isNull();
        assertThatThrownBy(() -> automatic.getConnection(null, mode(2)))
                .isInstanceOf(SharingViolationException.class).hasMessageContaining("session mode 2");
    }

    @Test
    void aConnectionForTheServerItselfHasNoClientIdSoThatItCollidesWithNone() throws Exception {
        factory.setClientId("c");
        ManagedConnection used = factory.createManagedConnection(null,
                new EscrowConnectionRequestInfo(Credentials.NONE, "c", Session.AUTO_ACKNOWLEDGE));
        ManagedConnection forRecovery = factory.createManagedConnection(null, null);

        assertThat(kit.history().take()).containsOnlyOnce("client id c");
        assertThat(factory.matchManagedConnections(Set.of(forRecovery), null,
                new EscrowConnectionRequestInfo(Credentials.NONE, "c", 1))).isNull();
        used.destroy();
    }

    @Test
    void invalidConnectionsAreThoseThatBrokeAndAllOfADeadProvider() throws Exception {
        ManagedConnection broken = factory.createManagedConnection(null, null);
        kit.provider().breakConnections(new JMSException("gone"));
        ManagedConnection alive = factory.createManagedConnection(null, null);
        assertThat(factory.getInvalidConnections(Set.of(broken, alive))).containsExactly(broken);
        assertThat(factory.matchManagedConnections(Set.of(broken), null, null)).isNull();

        kit.provider().setHealthy(false);
        assertThat(factory.getInvalidConnections(Set.of(broken, alive))).containsExactlyInAnyOrder(broken, alive);
    }

    @Test
    void aFailureIsReportedOnceAndCleanupOfTheBrokenConnectionDoesNothing() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, mode(0));
        connection.addConnectionEventListener(Fake.of(ConnectionEventListener.class, new Errors()));
        connection.getConnection(null, mode(0));
        kit.history().take();
        kit.provider().breakConnections(new JMSException("gone"));
        kit.provider().breakConnections(new JMSException("gone again"));
        connection.cleanup();

        assertThat(kit.history().take()).isEqualTo("error gone");
    }

    /** Listens to errors. */
    public final class Errors {

        public void connectionErrorOccurred(jakarta.resource.spi.ConnectionEvent event) {
            kit.history().add("error " + event.getException().getMessage());
        }
    }

    @Test
    void destroyDisconnects() throws Exception {
        ManagedConnection connection = factory.createManagedConnection(null, null);
        Session session = (Session) connection.getConnection(null, null);
        connection.destroy();

        assertThat(kit.provider().connections().get(0).isClosed()).isTrue();
        assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void metaDataNameTheProviderAndTheUser() throws Exception {
        factory.setUserName("u");
        ManagedConnection connection = factory.createManagedConnection(null, null);

        assertThat(connection.getMetaData().getEISProductName()).isEqualTo("Fake");
        assertThat(connection.getMetaData().getEISProductVersion()).isEqualTo("1.2");
        assertThat(connection.getMetaData().getUserName()).isEqualTo("u");
        assertThat(connection.getMetaData().getMaxConnections()).isZero();
    }

    @Test
    void aConnectionThatCannotBeSetUpIsClosedAgain() throws Exception {
        EscrowConnectionRequestInfo taken = new EscrowConnectionRequestInfo(Credentials.NONE, "c", 1);
        factory.createManagedConnection(null, taken);

        assertThatThrownBy(() -> factory.createManagedConnection(null, taken))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("client id c").hasMessageContaining("in use");
        assertThat(kit.provider().connections().get(1).isClosed()).isTrue();
    }
}
