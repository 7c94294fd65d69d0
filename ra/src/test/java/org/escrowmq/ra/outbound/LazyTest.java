package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.kit.LazyPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lazy enlistment and lazy association (Connectors 7.14, 7.15). */
class LazyTest {

    private static final Queue QUEUE = new AdminQueue("q");

    private AdapterKit kit;
    private LazyPool pool;
    private EscrowManagedConnectionFactory managed;
    private ConnectionFactoryHandle factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        pool = new LazyPool(kit.server(), kit.history());
        managed = kit.managedConnectionFactory();
        managed.setLazyConnections(true);
        factory = (ConnectionFactoryHandle) managed.createConnectionFactory(pool);
    }

    private static void send(Session session, String text) throws Exception {
        session.createProducer(QUEUE).send(session.createTextMessage(text));
    }

    private ManagedConnection idleOne() {
        return pool.idle().get(0);
    }

    /** The managed connection of a session that is about to be opened: the pool has made it before. */
    private ManagedConnection prepared() throws Exception {
        factory.createConnection().createSession().close();
        kit.history().take();
        return idleOne();
    }

    @Test
    void onlyAFactoryThatIsConfiguredSoOffersIt() throws Exception {
        assertThat(managed.createManagedConnection(null, null)).isInstanceOf(DissociatableManagedConnection.class)
                .isInstanceOf(LazyEnlistableManagedConnection.class);
        managed.setLazyConnections(false);
        assertThat(managed.createManagedConnection(null, null)).isNotInstanceOf(DissociatableManagedConnection.class)
                .isNotInstanceOf(LazyEnlistableManagedConnection.class);
    }

    @Test
    void aSessionIsEnlistedWhenItIsUsedFirstAndOnlyOnce() throws Exception {
        pool.begin();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            session.createTextMessage("unsent");
            assertThat(kit.history().take()).isEqualTo("connect null, s1 mode 1");
            send(session, "a");
            send(session, "b");
        }
        pool.commit();

        assertThat(kit.provider().queue("q").texts()).containsExactly("a", "b");
        assertThat(kit.history().take()).isEqualTo("lazy, s1.start(b1), s1.end(b1), s1.commit(b1 one phase)");
    }

    @Test
    void aSessionThatIsNotUsedCostsTheTransactionNothing() throws Exception {
        pool.begin();
        factory.createConnection().createSession().close();
        pool.commit();

        assertThat(kit.history().take()).isEqualTo("connect null, s1 mode 1");
    }

    @Test
    void aSessionFromOutsideJoinsTheTransactionInWhichItIsUsed() throws Exception {
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        for (boolean commit : new boolean[] {true, false}) {
            send(session, "outside");
            pool.begin();
            send(session, "commit " + commit);
            if (commit) {
                pool.commit();
            } else {
                pool.rollback();
            }
        }
        connection.close();

        assertThat(kit.provider().queue("q").texts()).containsExactly("outside", "commit true", "outside");
    }

    @Test
    void aPoolWithoutTransactionsMayBeAskedInVain() throws Exception {
        pool.supporting(TransactionSupportLevel.NoTransaction);
        pool.begin();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            send(session, "a");
            assertThat(kit.provider().queue("q").texts()).containsExactly("a");
            assertThat(session.getTransacted()).isFalse();
        }
        pool.rollback();
    }

    @Test
    void aHandleWhoseConnectionWasTakenAwayGetsAnotherAtItsNextUse() throws Exception {
        ManagedConnection taken = prepared();
        Connection connection = factory.createConnection();
        connection.start();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        producer.setPriority(7);
        MessageConsumer consumer = session.createConsumer(QUEUE);
        pool.dissociate(taken);
        assertThat(kit.provider().connections().get(0).isStarted()).isFalse();
        taken.destroy();
        pool.idle().clear();
        kit.history().take();

        producer.send(session.createTextMessage("a"));
        assertThat(producer.getPriority()).isEqualTo(7);
        assertThat(((TextMessage) consumer.receiveNoWait()).getText()).isEqualTo("a");
        assertThat(kit.history().take()).startsWith("associate, connect null, s2 mode 1");
        assertThat(kit.provider().connections().get(1).isStarted()).isTrue();
        connection.close();
        assertThat(pool.idle()).hasSize(1);
    }

    @Test
    void aHandleWithoutConnectionIsClosedWithoutGettingOne() throws Exception {
        ManagedConnection taken = prepared();
        Connection connection = factory.createConnection();
        Session session = connection.createSession();
        pool.dissociate(taken);
        assertThatThrownBy(connection::createSession).hasMessageContaining("12.2");
        connection.close();

        assertThat(kit.history().take()).isEqualTo("inactive closed");
        assertThatThrownBy(session::createTextMessage).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSessionWhoseWorkWouldBeLostIsNotTakenAway() throws Exception {
        for (int mode : new int[] {Session.SESSION_TRANSACTED, Session.CLIENT_ACKNOWLEDGE}) {
            factory.createConnection().createSession(mode).close();
            ManagedConnection connection = pool.idle().remove(0);
            assertThatThrownBy(() -> pool.dissociate(connection)).isInstanceOf(ResourceException.class);
        }
        ManagedConnection connection = prepared();
        factory.createConnection().createSession().createTemporaryQueue();
        assertThatThrownBy(() -> pool.dissociate(connection)).isInstanceOf(ResourceException.class)
                .hasMessageContaining("temporary");
    }

    @Test
    void withAManagerThatDoesNotEnlistLazilyTheSessionIsEnlistedAtOnce() throws Exception {
        factory = (ConnectionFactoryHandle) managed.createConnectionFactory(kit.pool());
        kit.pool().begin();
        try (Connection connection = factory.createConnection()) {
            send(connection.createSession(), "a");
        }
        kit.pool().commit();

        assertThat(kit.history().take())
                .isEqualTo("connect null, s1 mode 1, s1.start(b1), s1.end(b1), s1.commit(b1 one phase)");
    }
}
