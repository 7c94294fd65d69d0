package org.escrowmq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.jms.Queue;
import org.escrowmq.it.app.CdiDesk;
import org.escrowmq.it.app.Deliveries;
import org.escrowmq.it.app.Delivery;
import org.escrowmq.it.app.Destinations;
import org.escrowmq.it.app.Ledger;
import org.escrowmq.it.app.ManualConsumer;
import org.escrowmq.it.app.ManualDesk;
import org.escrowmq.it.server.Capability;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers other than an EJB whose transactions are the container's. */
@ExtendWith(ArquillianExtension.class)
class CallersIT {

    private final String id = InServer.newId();

    @Deployment
    static Archive<?> application() {
        return Deployments.application(CallersIT.class, ManualQueue.class);
    }

    @BeforeEach
    void emptyQueue() {
        ManualQueue.drain();
    }

    @Test
    @Capability("bean-managed transactions")
    void transactionThatABeanCommitsSends() {
        manual().send(ManualQueue.queue(), id, true);

        assertThat(ManualQueue.take(1)).containsExactly(id);
        assertThat(InServer.ledger().count(Ledger.PLACED, id)).isEqualTo(1);
    }

    @Test
    @Capability("bean-managed transactions")
    void transactionThatABeanRollsBackSendsNothing() {
        manual().send(ManualQueue.queue(), id, false);

        assertThat(ManualQueue.drain()).isEmpty();
        assertThat(InServer.ledger().count(Ledger.PLACED, id)).isZero();
    }

    @Test
    @Capability("bean-managed transactions")
    void messageIsNoPartOfATransactionThatItsConsumerBegins() {
        InServer.desk().send(InServer.lookup(Destinations.BEAN_MANAGED, Queue.class), "any", id);
        String last = InServer.newId();
        InServer.desk().send(InServer.lookup(Destinations.BEAN_MANAGED, Queue.class), "any", last);

        InServer.await().until(() -> !Deliveries.of(ManualConsumer.class, last).isEmpty());
        assertThat(Deliveries.of(ManualConsumer.class, id)).containsExactly(new Delivery(id, false, 1));
        assertThat(InServer.ledger().count(Ledger.CONSUMED, id)).isZero();
    }

    @Test
    @Capability("CDI beans with @Transactional")
    void transactionOfACdiBeanSends() {
        cdi().send(ManualQueue.queue(), id);

        assertThat(ManualQueue.take(1)).containsExactly(id);
    }

    @Test
    @Capability("CDI beans with @Transactional")
    void transactionOfACdiBeanThatThrowsSendsNothing() {
        assertThatThrownBy(() -> cdi().sendAndFail(ManualQueue.queue(), id))
                .isInstanceOf(IllegalStateException.class).hasMessage("asked to fail");

        assertThat(ManualQueue.drain()).isEmpty();
    }

    private static ManualDesk manual() {
        return InServer.lookup("java:module/ManualDesk", ManualDesk.class);
    }

    private static CdiDesk cdi() {
        return CDI.current().select(CdiDesk.class).get();
    }
}
