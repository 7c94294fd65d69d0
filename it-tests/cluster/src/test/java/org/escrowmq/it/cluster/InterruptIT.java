package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread is interrupted while it waits for the broker, and does not know what the broker has done. */
@Timeout(60)
class InterruptIT extends OneBroker {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long RECEIVE_MILLIS = 10_000;

    private static void interrupted(Class<? extends JMSException> failure, ThrowingCallable call) {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(call).isInstanceOf(failure);
        } finally {
            // Whether the status is kept is not what is asked here.
            Thread.interrupted();
        }
    }

    @Test
    void whatIsConfirmedAfterAnInterruptedStartBelongsToNoBranch() throws Exception {
        ManagedConnection connection = deployed().managed().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        Session session = (Session) connection.getConnection(null, null);
        MessageProducer producer = session.createProducer(Deployed.queue(queue()));
        List<String> confirmed = new ArrayList<>();
        send(session, producer, "before", confirmed);
        TestXid xid = new TestXid(queue());
        resource.start(xid, XAResource.TMNOFLAGS);
        interrupted(JMSException.class, () -> producer.send(session.createTextMessage("in the branch")));
        resource.end(xid, XAResource.TMFAIL);
        send(session, producer, "after", confirmed);
        connection.destroy();

        try (Deployed other = Deployed.on(broker().url())) {
            assertThat(other.drain(queue())).isEqualTo(confirmed);
        }
    }

    private static void send(Session session, MessageProducer producer, String text, List<String> confirmed) {
        try {
            producer.send(session.createTextMessage(text));
            confirmed.add(text);
        } catch (JMSException e) {
            // The connection may be given up, as long as that is said.
        }
    }

    @Test
    void whatWasConsumedComesAgainAtOnceIfItsCommitWasInterrupted() throws Exception {
        deployed().send(queue(), "a");
        deployed().send(queue(), "b");
        try (var connection = deployed().factory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Deployed other = Deployed.on(broker().url())) {
            connection.start();
            // A message that is sent with them has all of it done in a branch.
            session.createProducer(Deployed.queue("other")).send(session.createTextMessage("c"));
            MessageConsumer consumer = session.createConsumer(Deployed.queue(queue()));
            assertThat(consumer.receive(RECEIVE_MILLIS)).isNotNull();
            assertThat(consumer.receive(RECEIVE_MILLIS)).isNotNull();
            interrupted(JMSException.class, session::commit);

            List<String> again = new ArrayList<>();
            await().atMost(SOON).untilAsserted(() -> {
                again.addAll(other.drain(queue()));
                assertThat(again).containsExactlyInAnyOrder("a", "b");
            });
            assertThat(other.drain("other")).isEmpty();
        }
    }

    @Test
    void aCommitThatWasInterruptedWhileTheWorkEndsIsARollback() throws Exception {
        try (var connection = deployed().factory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Deployed other = Deployed.on(broker().url())) {
            MessageProducer producer = session.createProducer(Deployed.queue(queue()));
            producer.send(session.createTextMessage("a"));
            producer.send(session.createTextMessage("b"));
            interrupted(TransactionRolledBackException.class, session::commit);
            assertThat(other.drain(queue())).isEmpty();
        }
    }
}
