package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row and a message in one JTA transaction: Narayana, Derby and EscrowMQ on the real engine. */
class JtaTest {

    private static final int TIMEOUT = 10_000;

    @TempDir
    private Path directory;
    private TransactionManager manager;
    private EmbeddedXADataSource database;
    private XAConnection rows;
    private EscrowBroker broker;
    private XAJMSContext messages;
    private Queue queue;

    @BeforeEach
    void open() throws Exception {
        for (String store : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(directory.resolve("decisions").toString());
        }
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
        manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
        database = new EmbeddedXADataSource();
        database.setDatabaseName(directory.resolve("rows").toString());
        database.setCreateDatabase("create");
        rows = database.getXAConnection();
        try (Connection plain = rows.getConnection(); Statement statement = plain.createStatement()) {
            statement.execute("create table orders (id int primary key)");
        }
        broker = EscrowBroker.open(directory.resolve("messages"));
        messages = broker.connectionFactory().createXAContext();
        queue = messages.createQueue("orders");
    }

    @AfterEach
    void close() throws Exception {
        messages.close();
        broker.close();
        rows.close();
        database.setCreateDatabase(null);
        database.setShutdownDatabase("shutdown");
        try {
            database.getXAConnection().close();
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("Derby reports a clean shutdown as an error").isEqualTo("08006");
        }
    }

    @Test
    void rowAndMessageCommitTogether() throws Exception {
        begin();
        insertAndSend(1);
        manager.commit();
        assertThat(countRows()).isEqualTo(1);
        assertThat(receiveInTransaction()).isEqualTo("1");
    }

    @Test
    void rowAndMessageRollBackTogether() throws Exception {
        begin();
        insertAndSend(1);
        manager.rollback();
        assertThat(countRows()).isZero();
        assertThat(receiveInTransaction()).isNull();
    }

    @Test
    void aMessageConsumedInARolledBackTransactionComesAgainMarked() throws Exception {
        begin();
        insertAndSend(1);
        manager.commit();
        begin();
        assertThat(messages.createConsumer(queue).receive(TIMEOUT).getJMSRedelivered()).isFalse();
        manager.rollback();
        begin();
        TextMessage again = (TextMessage) messages.createConsumer(queue).receive(TIMEOUT);
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        manager.commit();
        assertThat(receiveInTransaction()).isNull();
    }

    @Test
    void oneSessionServesOneTransactionAfterTheOther() throws Exception {
        for (int id = 0; id < 10; id++) {
            begin();
            insertAndSend(id);
            manager.commit();
        }
        assertThat(countRows()).isEqualTo(10);
        for (int id = 0; id < 10; id++) {
            assertThat(receiveInTransaction()).isEqualTo(Integer.toString(id));
        }
    }

    @Test
    void aMessageIsVisibleBeforeTheRowOfItsTransactionIfNothingHoldsItBack() throws Exception {
        assertThat(receivedBeforeTheRowIsCommitted(session -> { })).isEqualTo("1");
    }

    @Test
    void aMessageThatIsHeldBackIsVisibleWhenTheWholeTransactionIsComplete() throws Exception {
        assertThat(receivedBeforeTheRowIsCommitted(session ->
                manager.getTransaction().registerSynchronization(
                        new AfterCompletion(session.holdBack().orElseThrow())))).isNull();

        assertThat(receiveInTransaction()).isEqualTo("1");
        assertThat(countRows()).isEqualTo(1);
    }

    /** Commits a message and a row, and what a consumer finds after the one and before the other. */
    private String receivedBeforeTheRowIsCommitted(Held held) throws Exception {
        AtomicReference<String> received = new AtomicReference<>();
        try (EscrowXAConnection connection = (EscrowXAConnection) broker.connectionFactory().createXAConnection();
                JMSContext reader = broker.connectionFactory().createContext()) {
            JMSConsumer consumer = reader.createConsumer(queue);
            EscrowXASession session = connection.createXASession();
            manager.begin();
            // Narayana commits in this order.
            manager.getTransaction().enlistResource(session.getXAResource());
            manager.getTransaction().enlistResource(new InBetween(
                    () -> received.set(consumer.receiveBodyNoWait(String.class))));
            manager.getTransaction().enlistResource(rows.getXAResource());
            held.hold(session);
            try (Connection handle = rows.getConnection(); Statement statement = handle.createStatement()) {
                statement.execute("insert into orders values (1)");
            }
            session.createProducer(queue).send(session.createTextMessage("1"));
            manager.commit();
        }
        return received.get();
    }

    /** A resource that has something done when it is its turn to commit. */
    private record InBetween(Runnable action) implements XAResource {

        @Override
        public void commit(Xid xid, boolean onePhase) {
            action.run();
        }

        @Override
        public int prepare(Xid xid) {
            return XA_OK;
        }

        @Override
        public void start(Xid xid, int flags) { }

        @Override
        public void end(Xid xid, int flags) { }

        @Override
        public void rollback(Xid xid) { }

        @Override
        public void forget(Xid xid) { }

        @Override
        public Xid[] recover(int flag) {
            return new Xid[0];
        }

        @Override
        public boolean isSameRM(XAResource other) {
            return other == this;
        }

        @Override
        public int getTransactionTimeout() {
            return 0;
        }

        @Override
        public boolean setTransactionTimeout(int seconds) {
            return false;
        }
    }

    /** What is done with the session before it sends. */
    private interface Held {
        void hold(EscrowXASession session) throws Exception;
    }

    private record AfterCompletion(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Nothing is decided yet.
        }

        @Override
        public void afterCompletion(int status) {
            action.run();
        }
    }

    private void begin() throws Exception {
        manager.begin();
        manager.getTransaction().enlistResource(rows.getXAResource());
        manager.getTransaction().enlistResource(messages.getXAResource());
    }

    private void insertAndSend(int id) throws SQLException {
        try (Connection handle = rows.getConnection(); Statement statement = handle.createStatement()) {
            statement.execute("insert into orders values (" + id + ")");
        }
        messages.createProducer().send(queue, Integer.toString(id));
    }

    private String receiveInTransaction() throws Exception {
        begin();
        try {
            TextMessage message = (TextMessage) messages.createConsumer(queue).receive(1_000);
            return message == null ? null : message.getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        } finally {
            manager.commit();
        }
    }

    private int countRows() throws SQLException {
        try (Connection plain = rows.getConnection();
                Statement statement = plain.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from orders")) {
            result.next();
            return result.getInt(1);
        }
    }
}
