package org.escrowmq.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * All writing to the database, always in the caller's transaction. Stateless, owned by the container.
 *
 * <p>Each consumption and each event leaves a row of its own and no constraint forbids a second one, so that a message
 * that is delivered twice can be seen and not only supposed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class OrderStore {
    @Resource(lookup = OrderDatabase.DATA_SOURCE)
    private DataSource dataSource;

    /** For the container. */
    public OrderStore() {
    }

    OrderStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Inserts an order in state PLACED.
     *
     * @throws DuplicateOrderException if the id is taken
     */
    public void insert(UUID id, OrderKind kind) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO orders (id, kind, state, deliveries, placed_at) VALUES (?, ?, 'PLACED', 0, ?)")) {
            insert.setString(1, id.toString());
            insert.setString(2, kind.parameter());
            insert.setTimestamp(3, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        } catch (SQLIntegrityConstraintViolationException e) {
            throw new DuplicateOrderException(id, e);
        } catch (SQLException e) {
            throw new StoreException("insert order " + id, e);
        }
    }

    /**
     * Confirms an order and records the consumption. An order without row is recorded too: it is then counted as
     * orphaned instead of failing for ever.
     *
     * @param deliveries how often the message was delivered, this time included
     */
    public void confirm(UUID id, int deliveries) {
        Timestamp now = Timestamp.from(Instant.now());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE orders SET state = 'CONFIRMED', deliveries = ?, confirmed_at = ? WHERE id = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO consumptions (order_id, deliveries, consumed_at) VALUES (?, ?, ?)")) {
            // If the row's transaction has yet to commit, the update waits for the row's lock.
            update.setInt(1, deliveries);
            update.setTimestamp(2, now);
            update.setString(3, id.toString());
            update.executeUpdate();
            insert.setString(1, id.toString());
            insert.setInt(2, deliveries);
            insert.setTimestamp(3, now);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("confirm order " + id, e);
        }
    }

    /**
     * Records that the event of an order arrived.
     */
    public void recordEvent(UUID id) {
        record("INSERT INTO events (order_id, received_at) VALUES (?, ?)", "record the event of order", id);
    }

    /**
     * Records that an order was rolled back; in a transaction of its own, for the order's own one left nothing.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void recordRollback(UUID id) {
        record("INSERT INTO rollbacks (order_id, rolled_back_at) VALUES (?, ?)", "record the rollback of order", id);
    }

    private void record(String sql, String action, UUID id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, id.toString());
            insert.setTimestamp(2, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException(action + " " + id, e);
        }
    }
}
