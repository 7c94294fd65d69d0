package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import java.util.List;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Delivery;
import org.escrowmq.it.app.Ledger;
import org.escrowmq.it.app.Order;
import org.escrowmq.it.app.OrderConsumer;
import org.escrowmq.it.app.Step;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row and message of one JTA transaction, and the transaction in which the message is consumed. */
@ExtendWith(ArquillianExtension.class)
abstract class TransactionRules {

    private static final int FAILURES = 2;

    private final String id = InServer.newId();

    @Test
    void committedTransactionDeliversExactlyOnceAndKeepsItsRow() {
        InServer.desk().place(Order.of(id), Step.ROW, Step.MESSAGE);

        InServer.awaitConsumption(id);
        InServer.awaitEarlierOrders();
        assertThat(rows(Ledger.PLACED)).isEqualTo(1);
        assertThat(rows(Ledger.CONSUMED)).isEqualTo(1);
        assertThat(deliveries()).containsExactly(new Delivery(id, false, 1));
    }

    @Test
    void transactionMarkedForRollbackDeliversNothingAndLeavesNoRow() {
        InServer.desk().placeAndRollBack(Order.of(id), Step.ROW, Step.MESSAGE);

        InServer.awaitEarlierOrders();
        assertNothingHappened();
    }

    @Test
    void transactionRolledBackByAnExceptionDeliversNothingAndLeavesNoRow() {
        assertThatThrownBy(() -> InServer.desk().placeAndFail(Order.of(id), Step.MESSAGE, Step.ROW))
                .isInstanceOf(EJBException.class).hasMessageContaining("asked to fail");

        InServer.awaitEarlierOrders();
        assertNothingHappened();
    }

    @Test
    void consumerThatSetsRollbackOnlyGetsTheMessageAgainAsRedelivered() {
        assertRedelivered(Order.Failure.ROLLBACK_ONLY);
    }

    @Test
    void consumerThatThrowsGetsTheMessageAgainAsRedelivered() {
        assertRedelivered(Order.Failure.EXCEPTION);
    }

    private void assertRedelivered(Order.Failure failure) {
        InServer.desk().place(Order.of(id).failing(FAILURES, failure), Step.MESSAGE);

        InServer.awaitConsumption(id);
        assertThat(deliveries()).isEqualTo(List.of(
                new Delivery(id, false, 1), new Delivery(id, true, 2), new Delivery(id, true, 3)));
        assertThat(rows(Ledger.CONSUMED)).as("rows of failed deliveries are rolled back").isEqualTo(1);
    }

    private void assertNothingHappened() {
        assertThat(deliveries()).isEmpty();
        assertThat(rows(Ledger.PLACED)).isZero();
        assertThat(rows(Ledger.CONSUMED)).isZero();
    }

    private List<Delivery> deliveries() {
        return Deliveries.of(OrderConsumer.class, id);
    }

    private long rows(String what) {
        return InServer.ledger().count(what, id);
    }
}
