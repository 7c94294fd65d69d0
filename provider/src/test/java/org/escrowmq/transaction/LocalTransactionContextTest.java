package org.escrowmq.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.fake.FakeBroker;
import org.escrowmq.message.EscrowTextMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transactions of a session that is in no XA branch. */
class LocalTransactionContextTest {

    private final FakeBroker broker = new FakeBroker();
    private final LocalTransactionContext local = new LocalTransactionContext(broker);
    private final List<String> events = new ArrayList<>();
    private final Participant participant = new Participant() {
        @Override
        public void beforeRollback(BrokerTransaction transaction) {
            events.add("before");
        }

        @Override
        public void afterRollback() {
            events.add("after");
        }
    };
    private BrokerSession session;

    @BeforeEach
    void openSession() throws JMSException {
        session = broker.connect(null, null).createSession();
        broker.clearHistory();
    }

    private void send(String text) throws JMSException {
        local.call(transaction -> {
            session.send(XaFixture.message(text), transaction);
            return null;
        });
    }

    private List<String> available() {
        return broker.available(XaFixture.QUEUE).stream()
                .map(message -> ((EscrowTextMessage) message).getText()).toList();
    }

    @Test
    void nothingIsBegunWithoutWork() throws JMSException {
        local.commit(participant);
        local.rollback(participant);
        assertThat(local.hasWork()).isFalse();
        assertThat(broker.history()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void workUntilTheCommitTakesEffectTogetherAndTheNextWorkBeginsAnew() throws JMSException {
        send("a");
        send("b");
        assertThat(local.hasWork()).isTrue();
        assertThat(available()).isEmpty();
        local.commit(participant);
        assertThat(local.hasWork()).isFalse();
        send("c");
        local.commit(participant);
        assertThat(available()).containsExactly("a", "b", "c");
        assertThat(broker.history("begin", "commit"))
                .containsExactly("begin t1", "t1.commit", "begin t2", "t2.commit");
    }

    @Test
    void aRollbackLetsTheSessionGiveBackItsMessages() throws JMSException {
        send("a");
        local.rollback(participant);
        assertThat(events).containsExactly("before", "after");
        assertThat(available()).isEmpty();
        assertThat(local.hasWork()).isFalse();
    }

    @Test
    void theSessionGoesOnEvenIfTheRollbackFailed() throws JMSException {
        send("a");
        broker.failNext("rollback", new JMSException("disk full"));
        assertThatThrownBy(() -> local.rollback(participant)).hasMessage("disk full");
        assertThat(events).containsExactly("before", "after");
        assertThat(local.hasWork()).isFalse();
    }

    @Test
    void aCommitThatFailsIsRolledBackAndSaysSoWithItsCause() throws JMSException {
        send("a");
        JMSException full = new JMSException("disk full");
        broker.failNext("commit", full);
        assertThatThrownBy(() -> local.commit(participant))
                .isInstanceOf(TransactionRolledBackException.class).hasMessageContaining("disk full").hasCause(full);
        assertThat(broker.history("commit", "rollback")).containsExactly("t1.commit", "t1.rollback");
        assertThat(events).containsExactly("before", "after");
        send("b");
        local.commit(participant);
        assertThat(available()).containsExactly("b");
    }

    @Test
    void aCommitWhoseOutcomeIsUnknownIsNotCalledRolledBack() throws JMSException {
        send("a");
        JMSException full = new JMSException("disk full");
        broker.failNext("commit", full).failNext("rollback", new JMSException("disk gone"));
        assertThatThrownBy(() -> local.commit(participant)).isSameAs(full);
        assertThat(full.getSuppressed()).hasSize(1);
    }

    @Test
    void aTransactionThatTheBrokerRolledBackCannotBeCommitted() throws JMSException {
        send("a");
        broker.rollBackActive();
        assertThatThrownBy(() -> send("b")).isInstanceOf(TransactionRolledBackException.class);
        assertThat(local.hasWork()).isTrue();
        assertThatThrownBy(() -> local.commit(participant)).isInstanceOf(TransactionRolledBackException.class);
        assertThat(events).as("what the session holds goes back").containsExactly("before", "after");
    }

    @Test
    void aTransactionThatFailsToBeginIsBegunByTheNextWork() throws JMSException {
        broker.failNext("begin", new JMSException("closed"));
        assertThatThrownBy(() -> send("a")).hasMessage("closed");
        send("b");
        local.commit(participant);
        assertThat(available()).containsExactly("b");
    }

    @Test
    void withoutATransactionWorkIsGivenNone() throws JMSException {
        TransactionContext.NONE.call(transaction -> {
            assertThat(transaction).isNull();
            session.send(XaFixture.message("a"), transaction);
            return null;
        });
        assertThat(available()).containsExactly("a");
    }
}
