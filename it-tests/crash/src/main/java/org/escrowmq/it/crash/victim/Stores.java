package org.escrowmq.it.crash.victim;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.XADataSource;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.escrowmq.EscrowBroker;

/**
 * A message store, a database and a transaction log in one directory, open. Thread-safe; who opens it closes it, if it
 * ever comes to that.
 */
final class Stores implements AutoCloseable {

    private static final String NODE = "1";
    /** Derby's XSLA8, which it has no SQLState for. */
    private static final String CANNOT_UNDO = "Cannot rollback transaction";
    private static final int ORPHAN_MILLIS = 10;

    private final MessageStore messages;
    private final EmbeddedXADataSource database;

    private Stores(MessageStore messages, EmbeddedXADataSource database) {
        this.messages = messages;
        this.database = database;
    }

    /**
     * Opens all three.
     *
     * @param url where the broker is
     * @param settings for one that is in this process
     */
    static Stores open(Path directory, String url, EscrowBroker.Builder settings) throws SQLException {
        Layout layout = new Layout(directory);
        configureManager(layout.decisions());
        EmbeddedXADataSource database = new EmbeddedXADataSource();
        database.setDatabaseName(layout.rows().toString());
        if (!Files.exists(layout.rows())) {
            create(database);
        }
        database.getXAConnection().close();
        return new Stores(MessageStore.open(url, layout, settings), database);
    }

    /**
     * Whether Derby failed to undo what it found in its own log. It does so about once in five hundred kills: when one
     * interrupts the purging of a row and somebody has used its place.
     */
    static boolean isLost(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(CANNOT_UNDO)) {
                return true;
            }
        }
        return false;
    }

    private static void configureManager(Path log) {
        for (String store : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store).setObjectStoreDir(log.toString());
        }
        try {
            arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        } catch (com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException e) {
            throw new IllegalStateException("The transaction manager does not accept " + NODE + " as its name", e);
        }
        // Alone on its log: nobody asks it over the network how transactions stand.
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        jtaPropertyManager.getJTAEnvironmentBean().setXaRecoveryNodes(List.of(NODE));
        jtaPropertyManager.getJTAEnvironmentBean().setXAResourceRecordWrappingPlugin(new StoreNames());
        // Recovery runs before there is work, so a branch that no decision is known of is abandoned at once.
        jtaPropertyManager.getJTAEnvironmentBean().setOrphanSafetyInterval(ORPHAN_MILLIS);
    }

    private static void create(EmbeddedXADataSource database) throws SQLException {
        database.setCreateDatabase("create");
        javax.sql.XAConnection connection = database.getXAConnection();
        try (Connection handle = connection.getConnection(); Statement statement = handle.createStatement()) {
            statement.execute("create table sent (message varchar(60), unit varchar(60), cycle int)");
            statement.execute("create table consumed (message varchar(60), unit varchar(60), cycle int)");
            statement.execute("create index sent_cycle on sent (cycle)");
            statement.execute("create index consumed_cycle on consumed (cycle)");
        } finally {
            connection.close();
            database.setCreateDatabase(null);
        }
    }

    MessageStore messages() {
        return messages;
    }

    XADataSource database() {
        return database;
    }

    @Override
    public void close() {
        RecoveryManager.manager().terminate();
        TransactionReaper.terminate(true);
        messages.close();
    }
}
