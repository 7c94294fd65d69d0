package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that the sending method sets: 3.4.1 to 3.4.4 and 3.4.10. */
class MessageHeaderTest extends ConformanceTest {

    private static final long LONG_AGO = 4711;

    @ParameterizedTest
    @EnumSource
    @Section("3.4")
    void completeHeaderIsTransmittedWithAMessageOfEveryKind(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Queue replies = queue(session);
        Message sent = kind.create(session, 1);
        sent.setJMSCorrelationID("correlation");
        sent.setJMSReplyTo(replies);
        sent.setJMSType("type");
        session.createProducer(queue).send(sent, DeliveryMode.NON_PERSISTENT, 7, 100_000);
        Message received = arrived(session.createConsumer(queue));
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSExpiration()).isEqualTo(sent.getJMSExpiration()).isPositive();
        assertThat(received.getJMSDeliveryTime()).isEqualTo(sent.getJMSDeliveryTime());
        assertThat(received.getJMSMessageID()).isEqualTo(sent.getJMSMessageID()).isNotNull();
        assertThat(received.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp()).isPositive();
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(received.getJMSReplyTo()).isEqualTo(replies);
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    @Section("3.4.1")
    void destinationIsTheOneThatTheProducerWasCreatedFor() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        session.createProducer(queue).send(message);
        assertThat(message.getJMSDestination()).isEqualTo(queue);
    }

    @Test
    @Section("3.4.1")
    void destinationIsTheOneNamedWhenSending() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        Message message = session.createMessage();
        session.createProducer(null).send(topic, message);
        assertThat(message.getJMSDestination()).isEqualTo(topic);
    }

    @Test
    @Section("3.4.1")
    void destinationSetOnTheMessageIsIgnoredWhenSending() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        message.setJMSDestination(queue(session));
        session.createProducer(queue).send(message);
        assertThat(message.getJMSDestination()).isEqualTo(queue);
        assertThat(arrived(session.createConsumer(queue)).getJMSDestination()).isEqualTo(queue);
    }

    @Test
    @Section("3.4.1")
    void receivedDestinationIsEquivalentToTheOneSentToForEveryKindOfDestination() throws JMSException {
        Session session = session();
        for (Destination destination : new Destination[] {queue(session), topic(session),
            session.createTemporaryQueue(), session.createTemporaryTopic()}) {
            try (var consumer = session.createConsumer(destination)) {
                send(session, destination, "text");
                assertThat(arrived(consumer).getJMSDestination()).isEqualTo(destination);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    @Section("3.4.2")
    void deliveryModeIsTheProducers(int mode) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode);
        Message message = session.createMessage();
        producer.send(message);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(arrived(session.createConsumer(queue)).getJMSDeliveryMode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    @Section("3.4.2")
    void deliveryModeNamedWhenSendingCountsBeforeTheProducers(int mode) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode == DeliveryMode.PERSISTENT
                ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
        Message message = session.createMessage();
        producer.send(message, mode, Message.DEFAULT_PRIORITY, 0);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(arrived(session.createConsumer(queue)).getJMSDeliveryMode()).isEqualTo(mode);
    }

    @Test
    @Section("3.4.2")
    void deliveryModeSetOnTheMessageIsIgnoredWhenSending() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        assertThat(through(session, message).getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }

    @Test
    @Section("3.4.3")
    void messageIdIsAssignedBySendingAndStartsWithItsPrefix() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        session.createProducer(queue(session)).send(message);
        assertThat(message.getJMSMessageID()).startsWith("ID:").hasSizeGreaterThan(3);
    }

    @Test
    @Section("3.4.3")
    void messageIdOfTheReceivedMessageIsTheSentOnes() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        assertThat(through(session, message).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Section("3.4.3")
    void messageIdSetOnTheMessageIsIgnoredWhenSending() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSMessageID("ID:mine");
        session.createProducer(queue(session)).send(message);
        assertThat(message.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
    }

    @Test
    @Section("3.4.3")
    void messageIdIsUniqueAcrossConnectionsSessionsAndProducers() throws JMSException {
        Set<String> ids = new HashSet<>();
        for (int connection = 0; connection < 2; connection++) {
            var open = connection();
            for (int producers = 0; producers < 4; producers++) {
                Session session = open.createSession();
                MessageProducer producer = session.createProducer(queue(session));
                Message message = session.createMessage();
                producer.send(message);
                ids.add(message.getJMSMessageID());
                producer.send(message);
                ids.add(message.getJMSMessageID());
            }
        }
        assertThat(ids).hasSize(16);
    }

    @Test
    @Section("3.4.3")
    @KnownDifference("leaves the value that the client has set in the sent message; 3.4.3 says null or a new one")
    void messageIdIsNullOrANormalOneIfItsUseIsDisabled() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Message message = session.createMessage();
            message.setJMSMessageID("ID:mine");
            producer.send(message);
            ids.add(message.getJMSMessageID());
            assertThat(arrived(session.createConsumer(queue)).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        }
        if (!ids.equals(Collections.singleton(null))) {
            assertThat(ids).hasSize(2).allMatch(id -> id.startsWith("ID:") && !id.equals("ID:mine"));
        }
    }

    @Test
    @Section("3.4.4")
    void timestampLiesBetweenTheCallOfSendAndItsReturn() throws JMSException {
        Session session = session();
        TextMessage message = session.createTextMessage();
        message.setJMSTimestamp(LONG_AGO);
        MessageProducer producer = session.createProducer(queue(session));
        long before = System.currentTimeMillis();
        producer.send(message);
        assertThat(message.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    @Section("3.4.4")
    void timestampOfTheReceivedMessageIsTheSentOnes() throws JMSException {
        Session session = session();
        TextMessage message = session.createTextMessage();
        assertThat(through(session, message).getJMSTimestamp()).isEqualTo(message.getJMSTimestamp()).isPositive();
    }

    @Test
    @Section("3.4.4")
    void timestampOfATransactedMessageIsTheTimeOfSendingNotOfTheCommit() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        TextMessage message = session.createTextMessage();
        session.createProducer(queue).send(message);
        long after = System.currentTimeMillis();
        while (System.currentTimeMillis() == after) {
            Thread.onSpinWait();
        }
        session.commit();
        assertThat(arrived(session.createConsumer(queue)).getJMSTimestamp()).isLessThanOrEqualTo(after).isPositive();
    }

    @Test
    @Section("3.4.4")
    void timestampIsZeroOrANormalOneIfItsUseIsDisabled() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageTimestamp(true);
        Message message = session.createMessage();
        message.setJMSTimestamp(LONG_AGO);
        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();
        assertThat(message.getJMSTimestamp()).matches(time -> time == 0 || time >= before && time <= after);
        assertThat(arrived(session.createConsumer(queue)).getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @Section("3.4.10")
    void eachOfTheTenPrioritiesIsKept(int priority) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        Message message = session.createMessage();
        producer.setPriority(priority);
        producer.send(message);
        assertThat(message.getJMSPriority()).isEqualTo(priority);
        assertThat(arrived(session.createConsumer(queue)).getJMSPriority()).isEqualTo(priority);
    }

    @Test
    @Section("3.4.10")
    void priorityNamedWhenSendingCountsBeforeTheProducers() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setPriority(9);
        Message message = session.createMessage();
        producer.send(message, DeliveryMode.PERSISTENT, 2, 0);
        assertThat(message.getJMSPriority()).isEqualTo(2);
        assertThat(arrived(session.createConsumer(queue)).getJMSPriority()).isEqualTo(2);
    }

    @Test
    @Section("3.4.10")
    void prioritySetOnTheMessageIsIgnoredWhenSending() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSPriority(9);
        assertThat(through(session, message).getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(message.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
    }
}
