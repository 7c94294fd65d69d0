package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a message after it was sent (3.9) and after it was received (3.10). */
class MessageCopyTest extends ConformanceTest {

    @ParameterizedTest
    @EnumSource
    @Section("3.9")
    void changingASentMessageChangesNothingSent(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        message.setJMSType("sent");
        session.createProducer(queue).send(message);
        message.clearBody();
        kind.write(message, 2);
        message.setIntProperty("name", 2);
        message.setIntProperty("another", 2);
        message.setJMSType("changed");
        Message received = arrived(session.createConsumer(queue));
        assertThat(kind.read(received)).isEqualTo(kind.body(1));
        assertThat(received.getIntProperty("name")).isEqualTo(1);
        assertThat(received.propertyExists("another")).isFalse();
        assertThat(received.getJMSType()).isEqualTo("sent");
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.9")
    void messageSentInATransactionIsTheOneAtTheTimeOfSending(Kind kind) throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        session.createProducer(queue).send(message);
        message.clearBody();
        kind.write(message, 2);
        message.setIntProperty("name", 2);
        session.commit();
        Message received = arrived(session.createConsumer(queue));
        assertThat(kind.read(received)).isEqualTo(kind.body(1));
        assertThat(received.getIntProperty("name")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.9")
    void sameMessageCanBeSentSeveralTimesWithChangesInBetween(Kind kind) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        Message message = kind.create(session);
        for (int i = 0; i < 3; i++) {
            message.clearBody();
            kind.write(message, i);
            message.setIntProperty("name", i);
            producer.send(message);
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 3; i++) {
            Message received = arrived(consumer);
            assertThat(kind.read(received)).isEqualTo(kind.body(i));
            assertThat(received.getIntProperty("name")).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.9")
    void sameMessageCanBeSentUnchangedToSeveralDestinations(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queues.add(queue(session));
            session.createProducer(queues.get(i)).send(message);
        }
        for (Queue queue : queues) {
            Message received = arrived(session.createConsumer(queue));
            assertThat(kind.read(received)).isEqualTo(kind.body(1));
            assertThat(received.getJMSDestination()).isEqualTo(queue);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "MESSAGE", mode = Mode.EXCLUDE)
    @Section("3.9")
    void sentMessageStaysReadableByItsSender(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        session.createProducer(queue(session)).send(message);
        assertThat(kind.read(message)).isEqualTo(1);
    }

    @Test
    @Section("3.9")
    void objectChangedAfterSendingChangesNothingSent() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        ArrayList<String> list = new ArrayList<>(List.of("one"));
        ObjectMessage message = session.createObjectMessage(list);
        session.createProducer(queue).send(message);
        list.add("two");
        assertThat(((ObjectMessage) arrived(session.createConsumer(queue))).getObject()).isEqualTo(List.of("one"));
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.10")
    void messagesOfSeveralSubscribersAreIndependentOfEachOther(Kind kind) throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        MessageConsumer first = session.createConsumer(topic);
        MessageConsumer second = session.createConsumer(topic);
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        session.createProducer(topic).send(message);
        Message changed = arrived(first);
        changed.clearBody();
        kind.write(changed, 2);
        changed.clearProperties();
        changed.setJMSType("changed");
        Message other = arrived(second);
        assertThat(kind.read(other)).isEqualTo(kind.body(1));
        assertThat(other.getIntProperty("name")).isEqualTo(1);
        assertThat(other.getJMSType()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.10")
    void headersOfAReceivedMessageCanBeChanged(Kind kind) throws JMSException {
        Session session = session();
        Queue other = queue(session);
        Message received = through(session, kind.create(session, 1));
        received.setJMSCorrelationID("correlation");
        received.setJMSReplyTo(other);
        received.setJMSType("type");
        received.setJMSDestination(other);
        received.setJMSDeliveryMode(1);
        received.setJMSExpiration(2);
        received.setJMSDeliveryTime(3);
        received.setJMSPriority(7);
        received.setJMSMessageID("ID:5");
        received.setJMSTimestamp(6);
        received.setJMSRedelivered(true);
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(received.getJMSReplyTo()).isEqualTo(other);
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSDestination()).isEqualTo(other);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(1);
        assertThat(received.getJMSExpiration()).isEqualTo(2);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(3);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:5");
        assertThat(received.getJMSTimestamp()).isEqualTo(6);
        assertThat(received.getJMSRedelivered()).isTrue();
    }

    @Test
    @Section("3.10")
    void clearingTheBodyLeavesThePropertiesReadOnly() throws JMSException {
        Session session = session();
        Message received = through(session, session.createTextMessage("text"));
        received.clearBody();
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setIntProperty("name", 1));
    }

    @Test
    @Section("3.10")
    void clearingThePropertiesLeavesTheBodyReadOnly() throws JMSException {
        Session session = session();
        TextMessage received = through(session, session.createTextMessage("text"));
        received.clearProperties();
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.setText("other"));
        assertThat(received.getText()).isEqualTo("text");
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.10")
    void redeliveredMessageIsTheOriginalAfterRecover(Kind kind) throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = consumerOfOne(session, kind);
        change(arrived(consumer), kind);
        session.recover();
        assertOriginal(arrived(consumer), kind);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.10")
    void redeliveredMessageIsTheOriginalAfterARollback(Kind kind) throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumerOfOne(session, kind);
        change(arrived(consumer), kind);
        session.rollback();
        assertOriginal(arrived(consumer), kind);
    }

    private static MessageConsumer consumerOfOne(Session session, Kind kind) throws JMSException {
        Queue queue = queue(session);
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        message.setJMSType("original");
        session.createProducer(queue).send(message);
        if (session.getTransacted()) {
            session.commit();
        }
        return session.createConsumer(queue);
    }

    private static void change(Message message, Kind kind) throws JMSException {
        message.clearBody();
        kind.write(message, 2);
        message.clearProperties();
        message.setIntProperty("name", 2);
        message.setJMSType("changed");
        message.setJMSCorrelationID("changed");
    }

    private static void assertOriginal(Message message, Kind kind) throws JMSException {
        assertThat(kind.read(message)).isEqualTo(kind.body(1));
        assertThat(message.getIntProperty("name")).isEqualTo(1);
        assertThat(message.getJMSType()).isEqualTo("original");
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSRedelivered()).isTrue();
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.10")
    void receivedMessageCanBeSentOnUnchanged(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        message.setJMSCorrelationID("correlation");
        Message received = through(session, message);
        Message again = through(session, received);
        assertThat(kind.read(again)).isEqualTo(kind.body(1));
        assertThat(again.getIntProperty("name")).isEqualTo(1);
        assertThat(again.getJMSCorrelationID()).isEqualTo("correlation");
        assertThat(again.getJMSMessageID()).isNotEqualTo(message.getJMSMessageID());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Section("3.10")
    void receivedMessageCanBeSentOnWithAnotherBodyAndOtherProperties(boolean clearProperties) throws JMSException {
        Session session = session();
        TextMessage message = session.createTextMessage("first");
        message.setIntProperty("name", 1);
        TextMessage received = through(session, message);
        received.clearBody();
        received.setText("second");
        if (clearProperties) {
            received.clearProperties();
            received.setIntProperty("other", 2);
        }
        TextMessage again = through(session, received);
        assertThat(again.getText()).isEqualTo("second");
        assertThat(again.propertyExists("name")).isNotEqualTo(clearProperties);
        assertThat(again.propertyExists("other")).isEqualTo(clearProperties);
    }
}
