package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, writing, objects, iteration and clearing of properties: 3.5.1, 3.5.3, 3.5.5 to 3.5.7, 3.5.9. */
class PropertyTest extends ConformanceTest {

    /** A method that sets a property. */
    private interface Setter {
        void set(Message message, String name) throws JMSException;
    }

    private static final Map<String, Setter> SETTERS = new TreeMap<>(Map.of(
            "setBooleanProperty", (message, name) -> message.setBooleanProperty(name, true),
            "setByteProperty", (message, name) -> message.setByteProperty(name, (byte) 1),
            "setShortProperty", (message, name) -> message.setShortProperty(name, (short) 1),
            "setIntProperty", (message, name) -> message.setIntProperty(name, 1),
            "setLongProperty", (message, name) -> message.setLongProperty(name, 1),
            "setFloatProperty", (message, name) -> message.setFloatProperty(name, 1),
            "setDoubleProperty", (message, name) -> message.setDoubleProperty(name, 1),
            "setStringProperty", (message, name) -> message.setStringProperty(name, "1"),
            "setObjectProperty", (message, name) -> message.setObjectProperty(name, 1)));

    static Stream<String> setters() {
        return SETTERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("setters")
    @Section("3.5.1")
    void propertyNameThatIsNullOrEmptyIsAnIllegalArgument(String setter) throws JMSException {
        Message message = session().createMessage();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> SETTERS.get(setter).set(message, name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE"})
    @Section("3.5.1")
    void propertyNameThatIsReservedInSelectorsIsRefused(String name) throws JMSException {
        assertRefused(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1st", "a-b", "a.b", "a b", " ", "a'", "a=b", "(a)", "+", "#"})
    @Section("3.5.1")
    void propertyNameThatIsNoIdentifierIsRefused(String name) throws JMSException {
        assertRefused(name);
    }

    /** Nothing says which exception it has to be, but that it has to be one of the API's or of an argument. */
    private void assertRefused(String name) throws JMSException {
        Message message = session().createMessage();
        assertThatThrownBy(() -> message.setStringProperty(name, "value"))
                .isInstanceOfAny(JMSException.class, JMSRuntimeException.class, IllegalArgumentException.class);
        assertThat(names(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A1", "_", "$", "_a$1", "größe", "名前", "nullable", "Inner", "isTrue"})
    @Section("3.5.1")
    void propertyNameIsAnyIdentifier(String name) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty(name, "value");
        assertThat(through(session, message).getStringProperty(name)).isEqualTo("value");
    }

    @Test
    @Section("3.5.1")
    void propertyNameIsOfAnyLength() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        String name = "n".repeat(10_000);
        message.setIntProperty(name, 1);
        assertThat(through(session, message).getIntProperty(name)).isEqualTo(1);
    }

    @Test
    @Section("3.5.1")
    void propertyNamesThatDifferInCaseAreDifferent() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("name", 1);
        message.setIntProperty("NAME", 2);
        Message received = through(session, message);
        assertThat(received.getIntProperty("name")).isEqualTo(1);
        assertThat(received.getIntProperty("NAME")).isEqualTo(2);
        assertThat(received.propertyExists("Name")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("setters")
    @Section("3.5.3")
    void propertiesOfAReceivedMessageCannotBeSet(String setter) throws JMSException {
        Session session = session();
        Message received = through(session, session.createMessage());
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> SETTERS.get(setter).set(received, "name"));
        assertThat(received.propertyExists("name")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.5.3")
    void propertiesOfEveryKindOfReceivedMessageAreReadOnly(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.setIntProperty("name", 1);
        Message received = through(session, message);
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setIntProperty("name", 2));
        assertThat(received.getIntProperty("name")).isEqualTo(1);
    }

    @Test
    @Section("3.5.3")
    void propertiesOfABrowsedMessageAreReadOnly() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        send(session, queue, "text");
        Message browsed = (Message) session.createBrowser(queue).getEnumeration().nextElement();
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> browsed.setIntProperty("name", 2));
    }

    @Test
    @Section("3.5.3")
    void propertySetAgainHasItsLatestValueAndType() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("name", 1);
        message.setStringProperty("name", "two");
        assertThat(through(session, message).getObjectProperty("name")).isEqualTo("two");
    }

    /** But for those that a provider may add: of the specification, and its own. */
    private static List<String> names(Message message) throws JMSException {
        return Collections.list((Enumeration<?>) message.getPropertyNames()).stream().map(String::valueOf)
                .filter(name -> !name.startsWith("JMSX") && !name.startsWith("JMS_")).toList();
    }

    static Stream<Object> unsupported() {
        return Stream.of(List.of(), Map.of(), new Date(), new Object(), BigDecimal.ONE,
                new StringBuilder("text"), new int[1]);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    @Section("3.5.5")
    void objectOfAnyOtherClassIsAFormatError(Object value) throws JMSException {
        Message message = session().createMessage();
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setObjectProperty("name", value));
        assertThat(message.propertyExists("name")).isFalse();
    }

    @Test
    @Section("3.5.5")
    @KnownDifference("accepts both; the list in 3.5.5 has neither, and any other class is a MessageFormatException")
    void characterOrByteArrayIsAFormatError() throws JMSException {
        Message message = session().createMessage();
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setObjectProperty("name", 'c'));
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setObjectProperty("name", new byte[1]));
        assertThat(message.propertyExists("name")).isFalse();
    }

    static Stream<Object> supported() {
        return Stream.of(true, (byte) 1, (short) 2, 3, 4L, 5.5f, 6.5, "seven");
    }

    @ParameterizedTest
    @MethodSource("supported")
    @Section("3.5.5")
    void objectOfEachSupportedClassIsReturnedAsIs(Object value) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setObjectProperty("name", value);
        assertThat(message.getObjectProperty("name")).isEqualTo(value);
        assertThat(through(session, message).getObjectProperty("name")).isEqualTo(value);
    }

    @Test
    @Section("3.5.6")
    void propertyNamesAreThoseThatWereSet() throws JMSException {
        Message message = session().createMessage();
        message.setIntProperty("one", 1);
        message.setStringProperty("two", "2");
        message.setBooleanProperty("three", true);
        assertThat(names(message)).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(message.propertyExists("two")).isTrue();
        assertThat(message.propertyExists("four")).isFalse();
    }

    @Test
    @Section("3.5.6")
    void propertyNamesOfTheReceivedMessageAreTheSentOnesAndThoseOfTheSpecification() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("one", 1);
        message.setStringProperty("two", "2");
        Message received = through(session, message);
        assertThat(names(received)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    @Section("3.5.6")
    void propertyNamesContainNoHeaders() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(queue(session));
        message.setJMSType("type");
        assertThat(names(message)).isEmpty();
        assertThat(names(through(session, message))).isEmpty();
    }

    @Test
    @Section("3.5.6")
    void everyPropertyThatIsNamedCanBeRead() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty("one", 1);
        message.setStringProperty("two", "2");
        Message received = through(session, message);
        for (Object name : Collections.list((Enumeration<?>) received.getPropertyNames())) {
            assertThat(received.propertyExists((String) name)).as("%s", name).isTrue();
            assertThat(received.getObjectProperty((String) name)).as("%s", name).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.5.7")
    void clearingThePropertiesOfEveryKindOfReceivedMessageLetsNewOnesBeSet(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.setIntProperty("old", 1);
        Message received = through(session, message);
        received.clearProperties();
        assertThat(names(received)).isEmpty();
        assertThat(received.propertyExists("old")).isFalse();
        received.setIntProperty("new", 2);
        assertThat(received.getIntProperty("new")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Section("3.5.7")
    void clearingThePropertiesKeepsBodyAndHeaders(Kind kind) throws JMSException {
        Session session = session();
        Message message = kind.create(session, 1);
        message.setJMSType("type");
        message.setIntProperty("old", 1);
        Message received = through(session, message);
        received.clearProperties();
        assertThat(kind.read(received)).isEqualTo(kind.body(1));
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Section("3.5.7")
    @KnownDifference("names JMSXDeliveryCount in every message; 3.5.7 says that the set is empty")
    void clearingThePropertiesLeavesAnEmptySet() throws JMSException {
        Message message = session().createMessage();
        message.setIntProperty("one", 1);
        message.setIntProperty("two", 2);
        message.clearProperties();
        assertThat(Collections.list((Enumeration<?>) message.getPropertyNames())).isEmpty();
        assertThat(message.getObjectProperty("one")).isNull();
    }

    @Test
    @Section("3.5.9")
    void connectionNamesTheMandatoryPropertiesOfTheSpecification() throws JMSException {
        assertThat(Collections.list((Enumeration<?>) connection().getMetaData().getJMSXPropertyNames()).stream()
                .map(String::valueOf)).contains("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq");
    }

    @Test
    @Section("3.5.9")
    void groupAndSequenceAreTransmittedWithTheirTypes() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);
        assertThat(message.getObjectProperty("JMSXGroupID")).isEqualTo("group");
        Message received = through(session, message);
        assertThat(received.getObjectProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(received.getObjectProperty("JMSXGroupSeq")).isEqualTo(3);
        assertThat(received.propertyExists("JMSXGroupID")).isTrue();
    }
}
