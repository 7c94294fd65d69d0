package org.escrowmq.sample;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Defines the XA datasource, creates the missing tables when the application starts and shuts the database engine down
 * when it stops. One instance, owned by the container.
 *
 * <p>A user name is given although Derby asks for none: the server registers the datasource for XA recovery only if it
 * has credentials to recover with.
 */
@Singleton
@Startup
@DataSourceDefinition(
        name = OrderDatabase.DATA_SOURCE,
        className = "org.escrowmq.sample.OrderDataSource",
        databaseName = "orders",
        user = "sample",
        password = "sample",
        isolationLevel = Connection.TRANSACTION_READ_COMMITTED,
        maxPoolSize = 60,
        properties = "createDatabase=create")
public class OrderDatabase {
    /** Where the application finds its datasource. */
    static final String DATA_SOURCE = "java:app/jdbc/orders";

    private static final Map<String, List<String>> TABLES = Map.of(
            "orders", List.of("CREATE TABLE orders (id CHAR(36) NOT NULL PRIMARY KEY, kind VARCHAR(20) NOT NULL, "
                    + "state VARCHAR(20) NOT NULL, deliveries INT NOT NULL, placed_at TIMESTAMP NOT NULL, "
                    + "confirmed_at TIMESTAMP)",
                    "CREATE INDEX orders_placed_at ON orders (placed_at)"),
            "consumptions", List.of("CREATE TABLE consumptions (order_id CHAR(36) NOT NULL, deliveries INT NOT NULL, "
                    + "consumed_at TIMESTAMP NOT NULL)",
                    "CREATE INDEX consumptions_order_id ON consumptions (order_id)"),
            "events", List.of("CREATE TABLE events (order_id CHAR(36) NOT NULL, received_at TIMESTAMP NOT NULL)",
                    "CREATE INDEX events_order_id ON events (order_id)"),
            "rollbacks", List.of("CREATE TABLE rollbacks (order_id CHAR(36) NOT NULL, "
                    + "rolled_back_at TIMESTAMP NOT NULL)"));

    @Resource(lookup = DATA_SOURCE)
    private DataSource dataSource;

    @PostConstruct
    void start() {
        try (Connection connection = dataSource.getConnection()) {
            createTables(connection);
        } catch (SQLException e) {
            throw new StoreException("create the tables", e);
        }
    }

    @PreDestroy
    void stop() {
        // Without this a new deployment in the same server would find the directory locked by the old one.
        OrderDataSource.shutDownEngine();
    }

    static void createTables(Connection connection) throws SQLException {
        Set<String> existing = new HashSet<>();
        try (ResultSet tables = connection.getMetaData().getTables(null, null, null, new String[] {"TABLE"})) {
            while (tables.next()) {
                existing.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        for (Map.Entry<String, List<String>> table : TABLES.entrySet()) {
            if (!existing.contains(table.getKey())) {
                execute(connection, table.getValue());
            }
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
