package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** As what type a property can be read: 3.5.2, 3.5.4 and 3.5.8. */
@Section("3.5.4")
class PropertyConversionTest extends ConformanceTest {

    private static final String NAME = "name";

    static Stream<Arguments> allowed() {
        return pairs(true);
    }

    static Stream<Arguments> refused() {
        return pairs(false);
    }

    private static Stream<Arguments> pairs(boolean readable) {
        List<Arguments> pairs = new ArrayList<>();
        for (ValueType set : ValueType.values()) {
            for (ValueType read : ValueType.values()) {
                if (set.isOfProperties() && read.isOfProperties() && set.readableAs(read) == readable) {
                    pairs.add(Arguments.of(set, read));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void propertyIsReadAsEveryTypeThatTheTableMarks(ValueType set, ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        set(message, set, set.sample());
        assertThat(get(message, read)).isEqualTo(set.sampleAs(read));
        assertThat(get(through(session, message), read)).isEqualTo(set.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void propertySetAsAnObjectIsConvertedLikeOneSetAsItsType(ValueType set, ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setObjectProperty(NAME, set.sample());
        assertThat(get(message, read)).isEqualTo(set.sampleAs(read));
        assertThat(get(through(session, message), read)).isEqualTo(set.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void propertyReadAsATypeThatTheTableDoesNotMarkIsAFormatError(ValueType set, ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        set(message, set, set.sample());
        Message received = through(session, message);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> get(message, read));
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> get(received, read));
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE"})
    void stringThatIsNoNumberIsANumberFormatError(ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty(NAME, "seven");
        Message received = through(session, message);
        assertThatThrownBy(() -> get(message, read)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> get(received, read)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void stringOutOfTheRangeOfTheTypeIsANumberFormatError() throws JMSException {
        Message message = session().createMessage();
        message.setStringProperty(NAME, "128");
        assertThatThrownBy(() -> message.getByteProperty(NAME)).isInstanceOf(NumberFormatException.class);
        message.setStringProperty(NAME, "32768");
        assertThatThrownBy(() -> message.getShortProperty(NAME)).isInstanceOf(NumberFormatException.class);
        message.setStringProperty(NAME, "2147483648");
        assertThatThrownBy(() -> message.getIntProperty(NAME)).isInstanceOf(NumberFormatException.class);
        message.setStringProperty(NAME, "9223372036854775808");
        assertThatThrownBy(() -> message.getLongProperty(NAME)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void stringIsTrueIfItSaysSoInLettersOfAnyCaseAndOtherwiseFalse() throws JMSException {
        Message message = session().createMessage();
        for (String text : new String[] {"true", "TRUE", "tRue", "false", "yes", "1", ""}) {
            message.setStringProperty(NAME, text);
            assertThat(message.getBooleanProperty(NAME)).as(text).isEqualTo(Boolean.parseBoolean(text));
        }
    }

    @Test
    void valueOutOfTheRangeOfANarrowerTypeIsRefusedNotCutOff() throws JMSException {
        Message message = session().createMessage();
        message.setDoubleProperty(NAME, 1);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.getFloatProperty(NAME));
        message.setLongProperty(NAME, 1);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.getIntProperty(NAME));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAR", "BYTES"}, mode = Mode.EXCLUDE)
    void nullIsReadAsTheTypesValueOfDoesIt(ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setStringProperty(NAME, null);
        assertReadsLikeNull(message, NAME, read);
        assertReadsLikeNull(through(session, message), NAME, read);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAR", "BYTES"}, mode = Mode.EXCLUDE)
    @Section("3.5.8")
    void propertyThatWasNotSetIsReadLikeNull(ValueType read) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setIntProperty(NAME, 1);
        assertReadsLikeNull(message, "other", read);
        assertReadsLikeNull(through(session, message), "other", read);
    }

    @Test
    @Section("3.5.8")
    void propertyThatWasNotSetIsANullObjectAndDoesNotExist() throws JMSException {
        Session session = session();
        Message message = through(session, session.createMessage());
        assertThat(message.getObjectProperty("other")).isNull();
        assertThat(message.propertyExists("other")).isFalse();
    }

    private static void assertReadsLikeNull(Message message, String name, ValueType read) throws JMSException {
        Throwable expected = catchThrowable(read::valueOfNull);
        if (expected == null) {
            assertThat(get(message, name, read)).isEqualTo(read.valueOfNull());
        } else {
            assertThatThrownBy(() -> get(message, name, read)).isInstanceOf(expected.getClass());
        }
    }

    static Stream<Object> extremes() {
        return Stream.of(true, false, Byte.MIN_VALUE, Byte.MAX_VALUE, Short.MIN_VALUE, Short.MAX_VALUE,
                Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Float.MIN_VALUE, Float.MAX_VALUE,
                Float.NaN, Float.NEGATIVE_INFINITY, -0.0f, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
                Double.NEGATIVE_INFINITY, -0.0, "", " ", "ü€\uD83D\uDE00\n\0", "x".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    @Section("3.5.2")
    void propertyKeepsEveryValueOfItsTypeExactly(Object value) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setObjectProperty(NAME, value);
        assertThat(through(session, message).getObjectProperty(NAME)).isEqualTo(value).hasSameClassAs(value);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAR", "BYTES"}, mode = Mode.EXCLUDE)
    @Section("3.5.2")
    void propertyIsOfTheTypeThatItWasSetAs(ValueType type) throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        set(message, type, type.sample());
        assertThat(message.getObjectProperty(NAME)).isEqualTo(type.sample());
        assertThat(through(session, message).getObjectProperty(NAME)).isEqualTo(type.sample());
    }

    private static void set(Message message, ValueType type, Object value) throws JMSException {
        switch (type) {
            case BOOLEAN -> message.setBooleanProperty(NAME, (Boolean) value);
            case BYTE -> message.setByteProperty(NAME, (Byte) value);
            case SHORT -> message.setShortProperty(NAME, (Short) value);
            case INT -> message.setIntProperty(NAME, (Integer) value);
            case LONG -> message.setLongProperty(NAME, (Long) value);
            case FLOAT -> message.setFloatProperty(NAME, (Float) value);
            case DOUBLE -> message.setDoubleProperty(NAME, (Double) value);
            case STRING -> message.setStringProperty(NAME, (String) value);
            default -> throw new AssertionError(type);
        }
    }

    private static Object get(Message message, ValueType type) throws JMSException {
        return get(message, NAME, type);
    }

    private static Object get(Message message, String name, ValueType type) throws JMSException {
        return switch (type) {
            case BOOLEAN -> message.getBooleanProperty(name);
            case BYTE -> message.getByteProperty(name);
            case SHORT -> message.getShortProperty(name);
            case INT -> message.getIntProperty(name);
            case LONG -> message.getLongProperty(name);
            case FLOAT -> message.getFloatProperty(name);
            case DOUBLE -> message.getDoubleProperty(name);
            case STRING -> message.getStringProperty(name);
            default -> throw new AssertionError(type);
        };
    }
}
