package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.admin.AdminQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The property visibleAfterCompletion of a connection factory. */
class VisibilityBarrierTest {

    private static final Queue QUEUE = new AdminQueue("q");

    private AdapterKit kit;
    private EscrowManagedConnectionFactory managed;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        managed = kit.managedConnectionFactory();
    }

    @Test
    void aBranchIsHeldBackFromItsFirstUseUntilTheTransactionIsComplete() throws Exception {
        managed.setVisibleAfterCompletion(true);
        sendTwiceIn(2);

        assertThat(kit.history().take()).isEqualTo("connect null, s1 mode 1, "
                + "s1.start(b1), s1 held back, s1.end(b1), s1.commit(b1 one phase), s1 released, "
                + "s1.start(b2), s1 held back, s1.end(b2), s1.commit(b2 one phase), s1 released");
    }

    @Test
    void nothingIsHeldBackByDefault() throws Exception {
        sendTwiceIn(1);

        assertThat(kit.history().take()).doesNotContain("held back");
    }

    @Test
    void nothingIsHeldBackOutsideOfTransactions() throws Exception {
        managed.setVisibleAfterCompletion(true);
        try (Connection connection = factory().createConnection(); Session session = connection.createSession()) {
            session.createProducer(QUEUE).send(session.createTextMessage("a"));
        }

        assertThat(kit.history().take()).doesNotContain("held back");
        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
    }

    @Test
    void withoutARegistryMessagesAreSentAllTheSame() throws Exception {
        kit.server().withoutRegistry();
        managed.setVisibleAfterCompletion(true);
        ConnectionFactoryHandle unmanaged =
                (ConnectionFactoryHandle) managed.createConnectionFactory(new EscrowConnectionManager());
        try (Connection connection = unmanaged.createConnection(); Session session = connection.createSession()) {
            session.createProducer(QUEUE).send(session.createTextMessage("a"));
        }

        assertThat(kit.provider().queue("q").texts()).containsExactly("a");
    }

    private ConnectionFactoryHandle factory() {
        return (ConnectionFactoryHandle) managed.createConnectionFactory(kit.pool());
    }

    private void sendTwiceIn(int transactions) throws Exception {
        ConnectionFactoryHandle factory = factory();
        for (int i = 0; i < transactions; i++) {
            kit.pool().begin();
            try (Connection connection = factory.createConnection(); Session session = connection.createSession()) {
                session.createProducer(QUEUE).send(session.createTextMessage("a"));
                session.createProducer(QUEUE).send(session.createTextMessage("b"));
            }
            kit.pool().commit();
        }
    }
}
