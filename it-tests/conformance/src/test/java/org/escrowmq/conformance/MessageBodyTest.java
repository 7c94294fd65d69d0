package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of the kinds of message, and what all of them have: 3.7, 3.11 to 3.11.2. */
class MessageBodyTest extends ConformanceTest {

    @Test
    @Section("3.7")
    void messageWithoutABodyCarriesPropertiesAndHeaders() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty("name", "value");
        message.setJMSType("type");
        Message received = through(session, message);
        assertThat(received.getStringProperty("name")).isEqualTo("value");
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received).isNotInstanceOfAny(TextMessage.class, BytesMessage.class, MapMessage.class,
                StreamMessage.class, ObjectMessage.class);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.7")
    void newMessageOfEveryKindHasNeitherHeadersNorProperties(Kind kind) throws JMSException {
        Message message = kind.create(session());
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSType()).isNull();
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.propertyExists("name")).isFalse();
    }

    @Test
    @Section("3.7")
    void producerHasTheDefaultsOfTheMessageInterface() throws JMSException {
        Session session = session();
        var producer = session.createProducer(queue(session));
        assertThat(producer.getDeliveryMode()).isEqualTo(Message.DEFAULT_DELIVERY_MODE)
                .isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(producer.getTimeToLive()).isEqualTo(Message.DEFAULT_TIME_TO_LIVE);
        assertThat(producer.getDeliveryDelay()).isEqualTo(Message.DEFAULT_DELIVERY_DELAY);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.11")
    void bodyOfEveryKindIsTransmitted(Kind kind) throws JMSException {
        Session session = session();
        Message received = through(session, kind.create(session, 4711));
        assertThat(received).isInstanceOf(kind.type());
        assertThat(kind.read(received)).isEqualTo(kind.body(4711));
    }

    @ParameterizedTest
    @EnumSource(names = "BYTES", mode = Mode.EXCLUDE)
    @Section("3.11")
    void emptyBodyIsTransmitted(Kind kind) throws JMSException {
        Session session = session();
        assertThat(kind.read(through(session, kind.create(session)))).isNull();
    }

    @Test
    @Section("3.11")
    @KnownDifference("reset gives received bytes a length of their own; Javadoc of reset: it only goes to the start")
    void emptyBytesAreTransmittedAndStayEmptyWhenReset() throws JMSException {
        Session session = session();
        BytesMessage received = through(session, session.createBytesMessage());
        assertThat(received.getBodyLength()).isZero();
        received.reset();
        assertThat(received.getBodyLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "text", "ü€\uD83D\uDE00", "\0\uFFFF\r\n\t", "<?xml version=\"1.0\"?><a/>"})
    @Section("3.11")
    void textIsAnyString(String text) throws JMSException {
        Session session = session();
        assertThat(session.createTextMessage(text).getText()).isEqualTo(text);
        assertThat(through(session, session.createTextMessage(text)).getText()).isEqualTo(text);
    }

    @Test
    @Section("3.11")
    void textIsNullUnlessSet() throws JMSException {
        Session session = session();
        assertThat(session.createTextMessage().getText()).isNull();
        assertThat(through(session, session.createTextMessage()).getText()).isNull();
        assertThat(through(session, session.createTextMessage(null)).getText()).isNull();
    }

    @Test
    @Section("3.11")
    void textIsOfAnyLength() throws JMSException {
        Session session = session();
        String text = "ä0123456789".repeat(50_000);
        assertThat(through(session, session.createTextMessage(text)).getText()).isEqualTo(text);
    }

    @Test
    @Section("3.11")
    void objectIsAnySerializableObject() throws JMSException {
        Session session = session();
        for (Serializable object : new Serializable[] {"text", 1, new Date(5), new ArrayList<>(List.of(1, "two")),
            new int[] {1, 2}}) {
            ObjectMessage message = session.createObjectMessage(object);
            assertThat(message.getObject()).isEqualTo(object);
            assertThat(through(session, message).getObject()).isEqualTo(object);
        }
    }

    @Test
    @Section("3.11")
    void objectIsNullUnlessSet() throws JMSException {
        Session session = session();
        assertThat(session.createObjectMessage().getObject()).isNull();
        assertThat(through(session, session.createObjectMessage()).getObject()).isNull();
        assertThat(through(session, session.createObjectMessage(null)).getObject()).isNull();
    }

    /** Says that it can be serialized, and cannot. */
    private static final class Unserializable implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"serial", "unused"})
        private final Object field = new Object();
    }

    @Test
    @Section("3.11")
    @KnownDifference("throws a plain JMSException; the Javadoc of setObject says MessageFormatException")
    void objectThatCannotBeSerializedIsAFormatError() throws JMSException {
        Session session = session();
        ObjectMessage message = session.createObjectMessage();
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setObject(new Unserializable()));
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> session.createObjectMessage(new Unserializable()));
    }

    @Test
    @Section("3.11")
    void streamIsReadInTheOrderItWasWritten() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeInt(1);
        message.writeString("two");
        message.writeBytes(new byte[] {3});
        message.writeBytes(new byte[] {4, 5});
        message.writeObject(null);
        message.writeBoolean(true);
        StreamMessage received = through(session, message);
        assertThat(received.readObject()).isEqualTo(1);
        assertThat(received.readObject()).isEqualTo("two");
        assertThat(received.readObject()).isEqualTo(new byte[] {3});
        assertThat(received.readObject()).isEqualTo(new byte[] {4, 5});
        assertThat(received.readObject()).isNull();
        assertThat(received.readObject()).isEqualTo(true);
    }

    @Test
    @Section("3.11")
    void mapEntriesAreReadByNameOrByEnumeration() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setInt("one", 1);
        message.setString("two", "2");
        message.setObject("three", null);
        MapMessage received = through(session, message);
        assertThat(Collections.list((Enumeration<?>) received.getMapNames()).stream().map(String::valueOf))
                .containsExactlyInAnyOrder("one", "two", "three");
        assertThat(received.getInt("one")).isEqualTo(1);
        assertThat(received.getString("two")).isEqualTo("2");
        assertThat(received.itemExists("one")).isTrue();
        assertThat(received.itemExists("three")).isTrue();
        assertThat(received.itemExists("four")).isFalse();
    }

    @Test
    @Section("3.11")
    void mapEntrySetAgainHasItsLatestValueAndType() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setInt("name", 1);
        message.setString("name", "two");
        MapMessage received = through(session, message);
        assertThat(received.getObject("name")).isEqualTo("two");
        assertThat(Collections.list((Enumeration<?>) received.getMapNames())).hasSize(1);
    }

    @Test
    @Section("3.11")
    void mapNamesNeedNotBeIdentifiers() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        for (String name : new String[] {"1", "a b", "a.b", "NULL", "JMSType", "ü", " "}) {
            message.setString(name, "of " + name);
        }
        MapMessage received = through(session, message);
        for (String name : new String[] {"1", "a b", "a.b", "NULL", "JMSType", "ü", " "}) {
            assertThat(received.getString(name)).isEqualTo("of " + name);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.11.1")
    void clearingTheBodyMakesItThatOfANewMessage(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.clearBody();
        assertThat(kind.read(message)).isNull();
        message.clearBody();
        kind.write(message, 2);
        assertThat(kind.read(through(session, message))).isEqualTo(kind.body(2));
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.11.1")
    void clearingTheBodyKeepsPropertiesAndHeaders(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        message.setJMSType("type");
        Message received = through(session, message);
        for (Message cleared : new Message[] {message, received}) {
            cleared.clearBody();
            assertThat(cleared.getIntProperty("name")).isEqualTo(1);
            assertThat(cleared.getJMSType()).isEqualTo("type");
            assertThat(cleared.getJMSMessageID()).isEqualTo(message.getJMSMessageID()).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "MESSAGE", mode = Mode.EXCLUDE)
    @Section("3.11.2")
    void bodyOfEveryKindOfReceivedMessageIsReadOnly(Kind kind) throws JMSException {
        Session session = session();
        Message received = through(session, kind.create(session, 1));
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> kind.write(received, 2));
        assertThat(kind.read(received)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = "MESSAGE", mode = Mode.EXCLUDE)
    @Section("3.11.2")
    void emptyBodyOfEveryKindOfReceivedMessageIsReadOnly(Kind kind) throws JMSException {
        Session session = session();
        Message received = through(session, kind.create(session));
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> kind.write(received, 2));
    }

    @ParameterizedTest
    @EnumSource(names = "MESSAGE", mode = Mode.EXCLUDE)
    @Section("3.11.2")
    void clearingTheBodyOfEveryKindOfReceivedMessageMakesItWritable(Kind kind) throws JMSException {
        Session session = session();
        Message received = through(session, kind.create(session, 1));
        received.clearBody();
        kind.write(received, 2);
        assertThat(kind.read(received)).isEqualTo(2);
    }

    @Test
    @Section("3.11.2")
    void everyMethodThatChangesAReceivedMapIsRefused() throws JMSException {
        Session session = session();
        MapMessage sent = session.createMapMessage();
        sent.setInt("name", 1);
        MapMessage received = through(session, sent);
        for (ValueType type : ValueType.values()) {
            assertThatExceptionOfType(MessageNotWriteableException.class).as("%s", type)
                    .isThrownBy(() -> BodyValues.set(received, "name", type, type.sample()));
        }
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.setObject("name", 2));
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setBytes("name", new byte[2], 0, 1));
        assertThat(received.getObject("name")).isEqualTo(1);
    }

    @Test
    @Section("3.11.2")
    void everyMethodThatChangesAReceivedStreamIsRefused() throws JMSException {
        Session session = session();
        StreamMessage received = through(session, session.createStreamMessage());
        for (ValueType type : ValueType.values()) {
            assertThatExceptionOfType(MessageNotWriteableException.class).as("%s", type)
                    .isThrownBy(() -> BodyValues.write(received, type, type.sample()));
        }
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.writeObject(2));
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.writeBytes(new byte[2], 0, 1));
    }

    @Test
    @Section("3.11.2")
    void everyMethodThatChangesReceivedBytesIsRefused() throws JMSException {
        Session session = session();
        BytesMessage received = through(session, session.createBytesMessage());
        for (ValueType type : ValueType.values()) {
            assertThatExceptionOfType(MessageNotWriteableException.class).as("%s", type)
                    .isThrownBy(() -> BodyValues.write(received, type, type.sample()));
        }
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.writeObject(2));
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.writeBytes(new byte[2], 0, 1));
    }

    @Test
    @Section("3.11")
    void mapOfTheContextIsSentAsAMapMessage() throws JMSException {
        var context = context();
        var queue = context.createQueue(uniqueName("queue"));
        context.createProducer().send(queue, Map.of("one", 1));
        assertThat(((MapMessage) context.createConsumer(queue).receive(ARRIVES)).getInt("one")).isEqualTo(1);
    }
}
