package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a consumed message is acknowledged, and what comes again when it is not (Messaging 6.2.7, 6.2.10). */
class AcknowledgementTest {

    private final Queue queue = new EscrowQueue("work");
    private FakeProvider provider;

    @BeforeEach
    void open() throws JMSException {
        provider = new FakeProvider();
    }

    @AfterEach
    void close() throws JMSException {
        provider.close();
    }

    @Test
    void autoAcknowledgeIsDoneWhenReceiveReturns() throws JMSException {
        provider.send(queue, "one", "two");
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(FakeProvider.textNow(consumer)).isEqualTo("one");
        session.recover();

        assertThat(FakeProvider.textNow(consumer)).isEqualTo("two");
        session.close();
        assertThat(provider.drain(queue)).isEmpty();
    }

    @Test
    void clientAcknowledgeCoversAllThatTheSessionConsumed() throws JMSException {
        provider.send(queue, "one", "two", "three");
        Session session = provider.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer first = session.createConsumer(queue);
        first.receiveNoWait();
        first.close();
        MessageConsumer second = session.createConsumer(queue);
        Message last = second.receiveNoWait();

        last.acknowledge();
        session.close();

        assertThat(provider.drain(queue)).containsExactly("three");
    }

    @Test
    void unacknowledgedMessagesComeBackInOrderWhenTheSessionCloses() throws JMSException {
        provider.send(queue, "one", "two", "three");
        Session session = provider.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receiveNoWait();
        consumer.receiveNoWait();

        session.close();

        assertThat(provider.drain(queue)).containsExactly("one", "two", "three");
    }

    @Test
    void recoverRestartsAfterTheLastAcknowledgedMessageAndMarksRedelivery() throws JMSException {
        provider.send(queue, "one", "two", "three");
        Session session = provider.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receiveNoWait().acknowledge();
        consumer.receiveNoWait();

        session.recover();

        Message again = consumer.receiveNoWait();
        assertThat(((TextMessage) again).getText()).isEqualTo("two");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        Message next = consumer.receiveNoWait();
        assertThat(((TextMessage) next).getText()).isEqualTo("three");
        assertThat(next.getJMSRedelivered()).isFalse();
        assertThat(next.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @Test
    void dupsOkAcknowledgesLazilyButAtTheLatestWhenThereIsNothingToDo() throws JMSException {
        provider.send(queue, "one", "two");
        Session session = provider.session(Session.DUPS_OK_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.receiveNoWait();
        session.recover();
        assertThat(FakeProvider.textNow(consumer)).as("not acknowledged yet").isEqualTo("one");
        consumer.receiveNoWait();

        assertThat(consumer.receiveNoWait()).isNull();
        session.recover();

        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aTransactedSessionSendsAndConsumesTogether() throws JMSException {
        Queue out = new EscrowQueue("out");
        provider.send(queue, "one");
        Session session = provider.session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(out);

        producer.send(consumer.receiveNoWait());
        assertThat(provider.drain(out)).as("before commit").isEmpty();
        session.rollback();
        assertThat(provider.drain(out)).as("after rollback").isEmpty();

        producer.send(consumer.receiveNoWait());
        session.commit();
        assertThat(provider.drain(out)).containsExactly("one");
        assertThat(provider.drain(queue)).isEmpty();
    }

    @Test
    void aFailedCommitIsARollbackAndSaysSo() throws JMSException {
        Session session = provider.session(Session.SESSION_TRANSACTED);
        session.createProducer(queue).send(session.createTextMessage("lost"));
        JMSException disk = new JMSException("disk");
        provider.broker.failNext("commit", disk);

        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class).hasCause(disk);
        session.createProducer(queue).send(session.createTextMessage("kept"));
        session.commit();

        assertThat(provider.drain(queue)).containsExactly("kept");
    }

    @Test
    void commitAndRollbackAreRefusedWithoutATransaction() throws JMSException {
        Session session = provider.session(Session.AUTO_ACKNOWLEDGE);
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class).hasMessageContaining("commit");
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void recoverIsRefusedInATransactedSession() throws JMSException {
        Session session = provider.session(Session.SESSION_TRANSACTED);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void acknowledgeAfterTheSessionClosedIsRefused() throws JMSException {
        provider.send(queue, "one");
        Session session = provider.session(Session.CLIENT_ACKNOWLEDGE);
        Message message = session.createConsumer(queue).receiveNoWait();
        session.close();
        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUnknownSessionModeIsRefusedWithTheAllowedOnes() {
        assertThatThrownBy(() -> provider.session(7)).isInstanceOf(JMSException.class)
                .hasMessageContaining("7").hasMessageContaining("AUTO_ACKNOWLEDGE");
        assertThatThrownBy(() -> provider.connection.createSession(false, Session.SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class);
    }
}
