package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods getBody and isBodyAssignableTo, which their Javadoc defines. */
@Section("3.11")
class BodyAccessTest extends ConformanceTest {

    private static void assertBody(Message message, Object body, Class<?>... types) throws JMSException {
        for (Class<?> type : types) {
            assertThat(message.isBodyAssignableTo(type)).as("%s", type).isTrue();
            assertThat((Object) message.getBody(type)).as("%s", type).isEqualTo(body);
        }
    }

    private static void assertNoBodyAs(Message message, Class<?>... types) throws JMSException {
        for (Class<?> type : types) {
            assertThat(message.isBodyAssignableTo(type)).as("%s", type).isFalse();
            assertThatExceptionOfType(MessageFormatException.class).as("%s", type)
                    .isThrownBy(() -> message.getBody(type));
        }
    }

    @Test
    void bodyOfATextMessageIsAStringAndWhatAStringIs() throws JMSException {
        Session session = session();
        TextMessage message = session.createTextMessage("text");
        for (Message checked : new Message[] {message, through(session, message)}) {
            assertBody(checked, "text", String.class, CharSequence.class, Comparable.class, Serializable.class,
                    Object.class);
            assertNoBodyAs(checked, Integer.class, StringBuilder.class, byte[].class, Map.class);
        }
    }

    @Test
    void bodyOfAnObjectMessageIsItsObjectAndWhatThatIs() throws JMSException {
        Session session = session();
        ObjectMessage message = session.createObjectMessage(new Date(5));
        for (Message checked : new Message[] {message, through(session, message)}) {
            assertBody(checked, new Date(5), Date.class, Comparable.class, Cloneable.class, Serializable.class,
                    Object.class);
            assertNoBodyAs(checked, String.class, java.sql.Timestamp.class, byte[].class);
        }
    }

    @Test
    void bodyOfAMapMessageIsAMap() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setInt("one", 1);
        message.setString("two", "2");
        message.setObject("three", null);
        Map<String, Object> expected = new HashMap<>(Map.of("one", 1, "two", "2"));
        expected.put("three", null);
        for (Message checked : new Message[] {message, through(session, message)}) {
            assertBody(checked, expected, Map.class, Object.class);
            assertNoBodyAs(checked, String.class, List.class, byte[].class);
        }
    }

    @Test
    void bodyOfABytesMessageIsAByteArray() throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        for (Message checked : new Message[] {through(session, message), message}) {
            assertBody(checked, new byte[] {1, 2, 3}, byte[].class, Object.class);
            assertNoBodyAs(checked, String.class, Byte[].class, int[].class);
        }
    }

    @Test
    @KnownDifference("leaves the pointer where it was; Javadoc of getBody says that it resets after use")
    void bodyOfABytesMessageIsTheWholeOneWhereverThePointerIsAndGoesToTheStart() throws JMSException {
        Session session = session();
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        BytesMessage received = through(session, message);
        received.readByte();
        assertThat(received.getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat(received.readByte()).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, String.class, byte[].class, Map.class, List.class, Serializable.class})
    void bodyOfAStreamMessageCannotBeAccessed(Class<?> type) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeString("text");
        assertNoBodyAs(message, type);
        assertNoBodyAs(through(session, message), type);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "OBJECT"})
    void emptyBodyIsNullForAnyType(Kind kind) throws JMSException {
        Session session = session();
        assertNull(kind.create(session));
        assertNull(through(session, kind.create(session)));
    }

    private static void assertNull(Message message) throws JMSException {
        for (Class<?> type : new Class<?>[] {String.class, byte[].class, Map.class, Date.class, Object.class}) {
            assertThat(message.isBodyAssignableTo(type)).as("%s", type).isTrue();
            assertThat((Object) message.getBody(type)).as("%s", type).isNull();
        }
    }

    @Test
    @KnownDifference("refuses byte[] for a message without a body; Javadoc of getBody says null for any type")
    void bodyOfAMessageThatHasNoneIsNullForAnyType() throws JMSException {
        Session session = session();
        assertNull(session.createMessage());
        assertNull(through(session, session.createMessage()));
    }

    @Test
    @KnownDifference("returns an empty map, whatever the type; Javadoc of getBody says null")
    void emptyBodyOfAMapMessageIsNullForAnyType() throws JMSException {
        Session session = session();
        assertNull(session.createMapMessage());
        assertNull(through(session, session.createMapMessage()));
    }

    @Test
    @KnownDifference("allows byte[] only; Javadoc of isBodyAssignableTo says any type")
    void emptyBodyOfABytesMessageIsNullForAnyType() throws JMSException {
        Session session = session();
        assertNull(session.createBytesMessage());
        assertNull(through(session, session.createBytesMessage()));
    }

    @Test
    @KnownDifference("has an empty array or map as the body, not null")
    void clearedBodyIsNullForAnyType() throws JMSException {
        Session session = session();
        for (Kind kind : new Kind[] {Kind.TEXT, Kind.OBJECT, Kind.MAP, Kind.BYTES}) {
            Message received = through(session, kind.create(session, 1));
            received.clearBody();
            assertNull(received);
        }
    }

    @Test
    @KnownDifference("returns the arrays themselves; 3.12 says copies")
    void changingAMapThatWasReturnedChangesNoMessage() throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setBytes("bytes", new byte[] {1});
        MapMessage received = through(session, message);
        ((byte[]) received.getBody(Map.class).get("bytes"))[0] = 2;
        assertThat(received.getBytes("bytes")).containsExactly(1);
    }
}
