package org.escrowmq.it.app;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.EJBException;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The database side of the tests: a table of what happened to which id, without any constraint, so that what happened
 * twice is there twice. Each call works in its caller's transaction. Owned by the container; safe for many callers.
 */
@Singleton
@Startup
@Lock(LockType.READ)
@DataSourceDefinition(
        name = Ledger.DATA_SOURCE,
        className = "org.escrowmq.it.app.ServerDerby",
        user = "it",
        password = "it",
        isolationLevel = Connection.TRANSACTION_READ_COMMITTED)
public class Ledger {

    /** An order's row was written together with the sending of its message. */
    public static final String PLACED = "PLACED";
    /** A row was written together with the consumption of the message. */
    public static final String CONSUMED = "CONSUMED";

    static final String DATA_SOURCE = "java:app/jdbc/ledger";

    private static final String TABLE_EXISTS = "X0Y32";

    @Resource(lookup = DATA_SOURCE)
    private DataSource dataSource;

    /** Not in a transaction: with recovery on, GlassFish begins none before it has started the applications. */
    @PostConstruct
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void open() {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ledger (what VARCHAR(20) NOT NULL, id VARCHAR(80) NOT NULL)");
        } catch (SQLException e) {
            if (!TABLE_EXISTS.equals(e.getSQLState())) {
                throw new EJBException("Could not create the ledger", e);
            }
        }
    }

    @PreDestroy
    void close() {
        // Where the engine is a library of the server's, it outlives the application and what that has under way.
        if (ServerDerby.class.getClassLoader() == Ledger.class.getClassLoader()) {
            ServerDerby.shutDown();
        }
    }

    /** Adds a row. */
    public void record(String what, String id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger VALUES (?, ?)")) {
            insert.setString(1, what);
            insert.setString(2, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new EJBException("Could not record " + what + " " + id, e);
        }
    }

    /** The ids recorded, each as often as it was. */
    public List<String> ids(String what) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id FROM ledger WHERE what = ?")) {
            select.setString(1, what);
            return firstColumn(select);
        } catch (SQLException e) {
            throw new EJBException("Could not read " + what, e);
        }
    }

    /** How often it was recorded. */
    public long count(String what, String id) {
        return ids(what).stream().filter(id::equals).count();
    }

    /** The database's branches that are prepared and wait for the transaction manager. */
    public List<String> inDoubt() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT global_xid"
                        + " FROM SYSCS_DIAG.TRANSACTION_TABLE WHERE status = 'PREPARED'")) {
            return firstColumn(select);
        } catch (SQLException e) {
            throw new EJBException("Could not read the transaction table", e);
        }
    }

    private static List<String> firstColumn(PreparedStatement select) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
