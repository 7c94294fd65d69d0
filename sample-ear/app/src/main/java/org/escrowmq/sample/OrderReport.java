package org.escrowmq.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * All reading of the database. Stateless, owned by the container.
 *
 * <p>Only committed rows are read. A row that belongs to a transaction in doubt is locked until the server has
 * recovered that transaction, and a read waits for it: after a crash the first answers can take some seconds. Rows are
 * locked in the order in which {@link OrderStore} writes them, ORDERS first.
 */
@Stateless
public class OrderReport {
    private static final String ORDER = "SELECT o.id, o.kind, o.state, o.deliveries, o.placed_at, o.confirmed_at, "
            + "(SELECT COUNT(*) FROM consumptions c WHERE c.order_id = o.id), "
            + "(SELECT COUNT(*) FROM events e WHERE e.order_id = o.id) FROM orders o";

    @Resource(lookup = OrderDatabase.DATA_SOURCE)
    private DataSource dataSource;

    /** For the container. */
    public OrderReport() {
    }

    OrderReport(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @return at most this many orders, the youngest first
     */
    public List<Order> latest(int limit) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        ORDER + " ORDER BY o.placed_at DESC FETCH FIRST " + limit + " ROWS ONLY")) {
            return read(select);
        } catch (SQLException e) {
            throw new StoreException("list the orders", e);
        }
    }

    /**
     * @return the order with this id, if its transaction committed
     */
    public Optional<Order> find(UUID id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(ORDER + " WHERE o.id = ?")) {
            select.setString(1, id.toString());
            return read(select).stream().findFirst();
        } catch (SQLException e) {
            throw new StoreException("find order " + id, e);
        }
    }

    /**
     * Counts; while orders are being placed the numbers are not of one instant.
     */
    public Totals totals() {
        try (Connection connection = dataSource.getConnection(); Statement select = connection.createStatement()) {
            return new Totals(
                    count(select, "orders"),
                    count(select, "rollbacks"),
                    count(select, "orders WHERE state = 'CONFIRMED'"),
                    count(select, "consumptions"),
                    count(select, "events"),
                    count(select, "orders o WHERE NOT EXISTS (SELECT 1 FROM consumptions c WHERE c.order_id = o.id)"),
                    count(select, "(SELECT order_id FROM consumptions GROUP BY order_id HAVING COUNT(*) > 1) twice"),
                    count(select, "consumptions c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = c.order_id)"),
                    count(select, "orders WHERE kind = '" + OrderKind.ROLLBACK.parameter() + "'"),
                    count(select, "(SELECT order_id FROM events GROUP BY order_id HAVING COUNT(*) > 1) twice"));
        } catch (SQLException e) {
            throw new StoreException("count the orders", e);
        }
    }

    private static long count(Statement select, String from) throws SQLException {
        try (ResultSet result = select.executeQuery("SELECT COUNT(*) FROM " + from)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static List<Order> read(PreparedStatement select) throws SQLException {
        List<Order> orders = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                orders.add(new Order(row.getString(1), row.getString(2), row.getString(3), row.getInt(4),
                        instant(row, 5), instant(row, 6), row.getInt(7), row.getInt(8)));
            }
        }
        return orders;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
