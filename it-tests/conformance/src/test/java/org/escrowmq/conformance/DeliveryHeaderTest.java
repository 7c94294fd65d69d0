package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and properties about delivery (3.4.7, 3.4.13, 3.5.11), who sets what (3.4.11), acknowledgement (3.6). */
class DeliveryHeaderTest extends ConformanceTest {

    private static final String COUNT = "JMSXDeliveryCount";
    private static final long DELAY = 200;

    @Test
    @Section("3.4.7")
    void messageIsNotRedeliveredTheFirstTime() throws JMSException {
        Session session = session();
        assertThat(through(session, session.createMessage()).getJMSRedelivered()).isFalse();
    }

    @Test
    @Section("3.4.7")
    void redeliveredSetOnTheMessageMeansNothingWhenSending() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSRedelivered(true);
        assertThat(through(session, message).getJMSRedelivered()).isFalse();
    }

    @Test
    @Section("3.4.7")
    void redeliveredIsSetAfterARollback() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumerOfOne(session);
        assertThat(arrived(consumer).getJMSRedelivered()).isFalse();
        session.rollback();
        assertThat(arrived(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Section("3.4.7")
    void redeliveredIsSetAfterRecover() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = consumerOfOne(session);
        assertThat(arrived(consumer).getJMSRedelivered()).isFalse();
        session.recover();
        assertThat(arrived(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Section("3.4.7")
    void redeliveredIsSetForAnotherSessionIfTheFirstWasClosedWithoutAcknowledging() throws JMSException {
        Session first = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = consumerOfOne(first);
        Queue queue = (Queue) arrived(consumer).getJMSDestination();
        first.close();
        assertThat(arrived(session().createConsumer(queue)).getJMSRedelivered()).isTrue();
    }

    @Test
    @Section("3.5.11")
    void deliveryCountIsOneTheFirstTime() throws JMSException {
        Session session = session();
        Message received = through(session, session.createMessage());
        assertThat(received.propertyExists(COUNT)).isTrue();
        assertThat(received.getObjectProperty(COUNT)).isEqualTo(1);
    }

    @Test
    @Section("3.5.11")
    void deliveryCountRisesWithEveryRollback() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumerOfOne(session);
        for (int count = 1; count <= 3; count++) {
            Message message = arrived(consumer);
            assertThat(message.getIntProperty(COUNT)).isEqualTo(count);
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
            session.rollback();
        }
    }

    @Test
    @Section("3.5.11")
    void deliveryCountRisesWithEveryRecover() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = consumerOfOne(session);
        for (int count = 1; count <= 3; count++) {
            Message message = arrived(consumer);
            assertThat(message.getIntProperty(COUNT)).isEqualTo(count);
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
            session.recover();
        }
    }

    @Test
    @Section("3.5.11")
    void deliveryCountStartsAgainForAMessageThatIsReceivedAndSentOn() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumerOfOne(session);
        arrived(consumer);
        session.rollback();
        Message twice = arrived(consumer);
        Queue next = queue(session);
        session.createProducer(next).send(twice);
        session.commit();
        Message sentOn = arrived(session.createConsumer(next));
        assertThat(sentOn.getIntProperty(COUNT)).isEqualTo(1);
        assertThat(sentOn.getJMSRedelivered()).isFalse();
    }

    @Test
    @Section("3.5.9")
    @KnownDifference("every message has JMSXDeliveryCount; 3.5.9 says that only consumers see it")
    void deliveryCountIsNotAvailableToTheProducer() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        through(session, message);
        assertThat(message.propertyExists(COUNT)).isFalse();
    }

    private static MessageConsumer consumerOfOne(Session session) throws JMSException {
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createMessage());
        if (session.getTransacted()) {
            session.commit();
        }
        return session.createConsumer(queue);
    }

    @Test
    @Section("3.4.13")
    void deliveryTimeIsTheTimeOfSendingPlusTheDelay() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        producer.setDeliveryDelay(100_000);
        Message message = session.createMessage();
        long before = System.currentTimeMillis();
        producer.send(message);
        assertThat(message.getJMSDeliveryTime()).isBetween(before + 100_000, System.currentTimeMillis() + 100_000);
    }

    @Test
    @Section("3.4.13")
    void deliveryTimeOfATransactedMessageCountsFromSendingNotFromTheCommit() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1);
        Message message = session.createMessage();
        producer.send(message);
        long latest = System.currentTimeMillis() + 1;
        while (System.currentTimeMillis() <= latest) {
            Thread.onSpinWait();
        }
        session.commit();
        assertThat(arrived(session.createConsumer(queue)).getJMSDeliveryTime())
                .isEqualTo(message.getJMSDeliveryTime()).isLessThanOrEqualTo(latest).isPositive();
    }

    @Test
    @Section("3.4.13")
    @KnownDifference("leaves JMSDeliveryTime as it was without a delay; 3.4.13 says that sending sets it")
    void deliveryTimeIsTheTimeOfSendingWithoutADelay() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSDeliveryTime(4711);
        MessageProducer producer = session.createProducer(queue(session));
        long before = System.currentTimeMillis();
        producer.send(message);
        assertThat(message.getJMSDeliveryTime()).isBetween(before, System.currentTimeMillis());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DELAY})
    @Section("3.4.13")
    void deliveryTimeOfTheReceivedMessageIsTheSentOnes(long delay) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(delay);
        Message message = session.createMessage();
        producer.send(message);
        assertThat(arrived(session.createConsumer(queue)).getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Section("3.4.13")
    void messageIsNotReceivedBeforeItsDeliveryTime() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(DELAY);
        producer.send(session.createMessage());
        Message received = arrived(consumer);
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(received.getJMSDeliveryTime());
    }

    @Test
    @Section("3.4.13")
    void messageIsNotVisibleToABrowserBeforeItsDeliveryTime() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(100_000);
        producer.send(session.createMessage());
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements()).isFalse();
        producer.setDeliveryDelay(0);
        producer.send(session.createMessage());
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements()).isTrue();
    }

    @Test
    @Section("3.4.11")
    void headersOfTheProviderAreSetOnTheSendersMessageOnceTheCompletionListenerIsCalled() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        CompletableFuture<Message> completion = new CompletableFuture<>();
        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 8, 100_000, new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                completion.complete(sent);
            }

            @Override
            public void onException(Message sent, Exception exception) {
                completion.completeExceptionally(exception);
            }
        });
        Message sent = completion.get(ARRIVES, TimeUnit.MILLISECONDS);
        Message received = arrived(session.createConsumer(queue));
        assertThat(sent.getJMSDestination()).isEqualTo(queue);
        assertThat(sent.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(sent.getJMSPriority()).isEqualTo(8);
        assertThat(sent.getJMSExpiration()).isEqualTo(received.getJMSExpiration()).isPositive();
        assertThat(sent.getJMSDeliveryTime()).isEqualTo(received.getJMSDeliveryTime());
        assertThat(sent.getJMSMessageID()).isEqualTo(received.getJMSMessageID()).isNotNull();
        assertThat(sent.getJMSTimestamp()).isEqualTo(received.getJMSTimestamp()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.4.11")
    @KnownDifference("takes a JMSDeliveryTime set by the client for the real one; 3.4.11 says that it is overwritten")
    void headersOfTheProviderSetBeforeSendingAreOverwrittenInEveryKindOfMessage(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = kind.create(session, 1);
        message.setJMSDestination(topic(session));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSExpiration(1);
        message.setJMSDeliveryTime(Long.MAX_VALUE);
        message.setJMSPriority(9);
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);
        session.createProducer(queue).send(message);
        assertHeadersAreTheProviders(message, queue);
        assertHeadersAreTheProviders(arrived(session.createConsumer(queue)), queue);
    }

    private static void assertHeadersAreTheProviders(Message message, Queue queue) throws JMSException {
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSDeliveryTime()).isBetween(2L, System.currentTimeMillis());
        assertThat(message.getJMSPriority()).isEqualTo(4);
        assertThat(message.getJMSMessageID()).isNotEqualTo("ID:mine");
        assertThat(message.getJMSTimestamp()).isGreaterThan(1);
    }

    @Test
    @Section("3.4.11")
    void headersOfTheClientSurviveSending() throws JMSException {
        Session session = session();
        Queue replies = queue(session);
        Message message = session.createMessage();
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(replies);
        message.setJMSType("type");
        session.createProducer(queue(session)).send(message);
        assertThat(message.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(message.getJMSReplyTo()).isEqualTo(replies);
        assertThat(message.getJMSType()).isEqualTo("type");
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.6")
    void everyKindOfMessageIsAcknowledgedExplicitly(Kind kind) throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue(session);
        session.createProducer(queue).send(kind.create(session, 1));
        MessageConsumer consumer = session.createConsumer(queue);
        arrived(consumer).acknowledge();
        session.recover();
        send(session, queue, "after");
        assertThat(arrivedText(consumer)).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    @Section("3.6")
    void acknowledgeIsIgnoredIfTheSessionAcknowledgesAutomatically(int mode) throws JMSException {
        Session session = session(mode);
        Queue queue = queue(session);
        send(session, queue, "first", "second");
        MessageConsumer consumer = session.createConsumer(queue);
        arrived(consumer).acknowledge();
        assertThat(arrivedText(consumer)).isEqualTo("second");
    }

    @Test
    @Section("3.6")
    void acknowledgeIsIgnoredInATransactedSession() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumerOfOne(session);
        arrived(consumer).acknowledge();
        session.rollback();
        assertThat(arrived(consumer).getJMSRedelivered()).isTrue();
    }

    @Test
    @Section("3.6")
    void acknowledgeOnAClosedSessionIsAnIllegalState() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Message message = arrived(consumerOfOne(session));
        session.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(message::acknowledge);
    }
}
