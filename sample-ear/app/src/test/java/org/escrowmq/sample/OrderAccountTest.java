package org.escrowmq.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link OrderStore} writes is what {@link OrderReport} counts, on a Derby in memory. */
class OrderAccountTest {
    private final UUID id = UUID.randomUUID();
    private EmbeddedDataSource database;
    private OrderStore store;
    private OrderReport report;

    @BeforeEach
    void open() throws SQLException {
        database = new EmbeddedDataSource();
        database.setDatabaseName("memory:" + UUID.randomUUID());
        database.setCreateDatabase("create");
        try (Connection connection = database.getConnection()) {
            OrderDatabase.createTables(connection);
        }
        store = new OrderStore(database);
        report = new OrderReport(database);
    }

    @AfterEach
    void drop() {
        database.setCreateDatabase(null);
        database.setConnectionAttributes("drop=true");
        // 08006: the database was dropped.
        assertThatThrownBy(database::getConnection).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    @Test
    void anOrderWithoutConsumptionIsPending() {
        store.insert(id, OrderKind.NORMAL);
        assertThat(report.totals()).isEqualTo(new Totals(1, 0, 0, 0, 0, 1, 0, 0, 0, 0));
        assertThat(report.totals().complete()).isFalse();
    }

    @Test
    void anOrderThatWasConsumedIsConfirmedWithItsDeliveries() {
        store.insert(id, OrderKind.FLAKY);
        store.confirm(id, 3);
        assertThat(report.find(id)).hasValueSatisfying(order -> {
            assertThat(order.state()).isEqualTo("CONFIRMED");
            assertThat(order.deliveries()).isEqualTo(3);
            assertThat(order.consumptions()).isEqualTo(1);
            assertThat(order.confirmedAt()).isAfterOrEqualTo(order.placedAt());
        });
    }

    @Test
    void everythingIsCompleteOnlyAfterTheEventArrived() {
        store.insert(id, OrderKind.NORMAL);
        store.confirm(id, 1);
        assertThat(report.totals().complete()).isFalse();
        store.recordEvent(id);
        assertThat(report.totals()).isEqualTo(new Totals(1, 0, 1, 1, 1, 0, 0, 0, 0, 0));
        assertThat(report.totals().complete()).isTrue();
    }

    @Test
    void aSecondConsumptionIsCountedAsDuplicate() {
        store.insert(id, OrderKind.NORMAL);
        store.confirm(id, 1);
        store.confirm(id, 2);
        assertThat(report.totals().duplicated()).isEqualTo(1);
        assertThat(report.totals().consumed()).isEqualTo(2);
    }

    @Test
    void aSecondEventIsCountedAsDuplicate() {
        store.insert(id, OrderKind.NORMAL);
        store.recordEvent(id);
        store.recordEvent(id);
        assertThat(report.totals().duplicatedEvents()).isEqualTo(1);
    }

    @Test
    void aConsumptionWithoutOrderIsOrphaned() {
        store.confirm(id, 1);
        assertThat(report.totals()).isEqualTo(new Totals(0, 0, 0, 1, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void aRowOfAnOrderThatWasToBeRolledBackIsLeaked() {
        store.insert(id, OrderKind.ROLLBACK);
        assertThat(report.totals().leaked()).isEqualTo(1);
    }

    @Test
    void aRolledBackOrderIsCountedWithoutARow() {
        store.recordRollback(id);
        assertThat(report.totals()).isEqualTo(new Totals(0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void anIdThatIsTakenIsRefusedByName() {
        store.insert(id, OrderKind.NORMAL);
        assertThatThrownBy(() -> store.insert(id, OrderKind.NORMAL))
                .isInstanceOf(DuplicateOrderException.class).hasMessageContaining(id.toString());
    }

    @Test
    void theYoungestOrdersAreListedFirstAndNoMoreThanAsked() throws SQLException {
        store.insert(id, OrderKind.NORMAL);
        place("2020-01-01 00:00:00");
        place("2021-01-01 00:00:00");
        assertThat(report.latest(2)).hasSize(2).first().extracting(Order::id).isEqualTo(id.toString());
    }

    @Test
    void tablesThatExistAreKept() throws SQLException {
        store.insert(id, OrderKind.NORMAL);
        try (Connection connection = database.getConnection()) {
            OrderDatabase.createTables(connection);
        }
        assertThat(report.totals().placed()).isEqualTo(1);
    }

    private void place(String time) throws SQLException {
        try (Connection connection = database.getConnection(); Statement insert = connection.createStatement()) {
            insert.executeUpdate("INSERT INTO orders (id, kind, state, deliveries, placed_at) VALUES ('"
                    + UUID.randomUUID() + "', 'normal', 'PLACED', 0, TIMESTAMP('" + time + "'))");
        }
    }
}
