package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.List;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Delivery;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.app.Ledger;
import org.escrowmq.it.app.Order;
import org.escrowmq.it.app.OrderConsumer;
import org.escrowmq.it.app.Step;
import org.escrowmq.it.server.Capability;
import org.escrowmq.it.server.OnlyWith;
import org.escrowmq.it.server.OnlyWith.Place;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions whose time runs out, and messages that no consumer can take. */
@ExtendWith(ArquillianExtension.class)
class FailuresIT {

    /** By default a message is given up after so many deliveries. */
    private static final int DELIVERIES = 10;
    private static final long ARRIVES_MILLIS = 30_000;

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(FailuresIT.class, ManualQueue.class);
    }

    @Test
    @Capability("transaction timeout in mid-send")
    void transactionWhoseTimeRunsOutSendsNothing() throws Exception {
        ManualQueue.drain();
        UserTransaction transaction = InServer.lookup("java:comp/UserTransaction", UserTransaction.class);
        Queue queue = ManualQueue.queue();
        transaction.setTransactionTimeout(1);
        transaction.begin();
        try (JMSContext context = ManualQueue.factory().createContext()) {
            context.createProducer().send(queue, id);
            InServer.await().until(() -> transaction.getStatus() != Status.STATUS_ACTIVE);
            sendLate(context, queue);
            assertThatThrownBy(transaction::commit).isInstanceOf(Exception.class);
        } finally {
            transaction.setTransactionTimeout(0);
            endIfItIsThere(transaction);
        }
        assertThat(ManualQueue.drain()).isEmpty();

        transaction.begin();
        try (JMSContext context = ManualQueue.factory().createContext()) {
            context.createProducer().send(queue, "next");
            transaction.commit();
        }
        assertThat(ManualQueue.take(1)).containsExactly("next");
    }

    /** Whether a late send is refused or goes down with the transaction is the server's choice. */
    private void sendLate(JMSContext context, Queue queue) {
        try {
            context.createProducer().send(queue, id + "-late");
        } catch (JMSRuntimeException refused) {
            assertThat(refused).hasMessageContaining("transaction");
        }
    }

    private static void endIfItIsThere(UserTransaction transaction) throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }

    @Test
    @Capability("poison messages")
    @OnlyWith(value = Place.EMBEDDED, reason = "what the remote broker gives up does not say why")
    void messageThatIsNeverConsumedGoesToTheDeadLetterQueueWithItsCause() throws JMSException {
        Message dead = deadLetter();
        assertThat(dead.getStringProperty("JMS_ESCROW_CAUSE")).contains("asked to fail");
        assertThat(dead.getStringProperty("JMS_ESCROW_ORIGINAL_DESTINATION")).contains("it.orders");
    }

    @Test
    @Capability("poison messages")
    @OnlyWith(value = Place.REMOTE, reason = "what the remote broker gives up has Artemis' own properties")
    void messageThatIsNeverConsumedGoesToTheDeadLetterQueueOfTheBroker() throws JMSException {
        assertThat(deadLetter().getStringProperty("_AMQ_ORIG_ADDRESS")).contains("it.orders");
    }

    private Message deadLetter() throws JMSException {
        Message dead;
        InServer.desk().place(Order.of(id).failing(Integer.MAX_VALUE, Order.Failure.EXCEPTION), Step.MESSAGE);

        try (JMSContext context = ManualQueue.factory().createContext()) {
            Queue deadLetters = context.createQueue("DLQ");
            dead = context.createConsumer(deadLetters, Destinations.KIND + " IS NULL").receive(ARRIVES_MILLIS);
            assertThat(dead.getBody(String.class)).isEqualTo(id);
        }
        List<Delivery> deliveries = Deliveries.of(OrderConsumer.class, id);
        assertThat(deliveries).hasSize(DELIVERIES).extracting(Delivery::count)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(InServer.ledger().count(Ledger.CONSUMED, id)).isZero();
        return dead;
    }
}
