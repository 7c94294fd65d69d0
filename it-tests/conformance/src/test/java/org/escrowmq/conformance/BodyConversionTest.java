package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** As what type a value in a map or a stream can be read. */
@Section("3.11.3")
class BodyConversionTest extends ConformanceTest {

    private static final String NAME = "name";

    static Stream<Arguments> allowed() {
        return pairs(true);
    }

    static Stream<Arguments> refused() {
        return pairs(false);
    }

    private static Stream<Arguments> pairs(boolean readable) {
        List<Arguments> pairs = new ArrayList<>();
        for (ValueType written : ValueType.values()) {
            for (ValueType read : ValueType.values()) {
                if (written.readableAs(read) == readable) {
                    pairs.add(Arguments.of(written, read));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void mapValueIsReadAsEveryTypeThatTheTableMarks(ValueType written, ValueType read) throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        BodyValues.set(message, NAME, written, written.sample());
        assertThat(BodyValues.get(message, NAME, read)).isEqualTo(written.sampleAs(read));
        assertThat(BodyValues.get(through(session, message), NAME, read)).isEqualTo(written.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void mapValueSetAsAnObjectIsConvertedLikeOneSetAsItsType(ValueType written, ValueType read) throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setObject(NAME, written.sample());
        assertThat(BodyValues.get(through(session, message), NAME, read)).isEqualTo(written.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void mapValueReadAsATypeThatTheTableDoesNotMarkIsAFormatError(ValueType written, ValueType read)
            throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        BodyValues.set(message, NAME, written, written.sample());
        MapMessage received = through(session, message);
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> BodyValues.get(message, NAME, read));
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> BodyValues.get(received, NAME, read));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void streamValueIsReadAsEveryTypeThatTheTableMarks(ValueType written, ValueType read) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        BodyValues.write(message, written, written.sample());
        assertThat(BodyValues.read(through(session, message), read)).isEqualTo(written.sampleAs(read));
        message.reset();
        assertThat(BodyValues.read(message, read)).isEqualTo(written.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void streamValueWrittenAsAnObjectIsConvertedLikeOneWrittenAsItsType(ValueType written, ValueType read)
            throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeObject(written.sample());
        assertThat(BodyValues.read(through(session, message), read)).isEqualTo(written.sampleAs(read));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @KnownDifference("goes on to the next value; 3.11.3 says that the same one can be read as another type")
    void streamValueReadAsATypeThatTheTableDoesNotMarkIsAFormatErrorAndStaysTheNext(ValueType written, ValueType read)
            throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        BodyValues.write(message, written, written.sample());
        StreamMessage received = through(session, message);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> BodyValues.read(received, read));
        assertThat(BodyValues.read(received, written)).isEqualTo(written.sample());
    }

    @ParameterizedTest
    @EnumSource
    void valueIsReturnedAsAnObjectOfTheTypeThatItWasWrittenAs(ValueType type) throws JMSException {
        Session session = session();
        MapMessage map = session.createMapMessage();
        BodyValues.set(map, NAME, type, type.sample());
        assertThat(map.getObject(NAME)).isEqualTo(type.sample());
        assertThat(through(session, map).getObject(NAME)).isEqualTo(type.sample());
        StreamMessage stream = session.createStreamMessage();
        BodyValues.write(stream, type, type.sample());
        assertThat(through(session, stream).readObject()).isEqualTo(type.sample());
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE"})
    void stringThatIsNoNumberIsANumberFormatErrorInAMap(ValueType read) throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setString(NAME, "seven");
        MapMessage received = through(session, message);
        assertThatThrownBy(() -> BodyValues.get(received, NAME, read)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE"})
    void stringThatIsNoNumberIsANumberFormatErrorInAStream(ValueType read) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeString("seven");
        StreamMessage received = through(session, message);
        assertThatThrownBy(() -> BodyValues.read(received, read)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    @KnownDifference("goes on to the next value; 3.11.3 says that the same one can be read again")
    void numberFormatErrorDoesNotMoveTheReadPointerOfAStream() throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeString("seven");
        message.writeInt(8);
        StreamMessage received = through(session, message);
        assertThatThrownBy(received::readInt).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(received::readDouble).isInstanceOf(NumberFormatException.class);
        assertThat(received.readString()).isEqualTo("seven");
        assertThat(received.readInt()).isEqualTo(8);
    }

    @Test
    void stringIsABooleanAsBooleanValueOfHasIt() throws JMSException {
        Session session = session();
        MapMessage map = session.createMapMessage();
        StreamMessage stream = session.createStreamMessage();
        String[] texts = {"true", "TRUE", "tRue", "false", "yes", "1", ""};
        for (String text : texts) {
            map.setString("of " + text, text);
            stream.writeString(text);
        }
        stream.reset();
        for (String text : texts) {
            assertThat(map.getBoolean("of " + text)).as(text).isEqualTo(Boolean.valueOf(text));
            assertThat(stream.readBoolean()).as(text).isEqualTo(Boolean.valueOf(text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullInAMapIsReadAsTheTypesValueOfDoesIt(ValueType read) throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setObject(NAME, null);
        MapMessage received = through(session, message);
        assertReadsLikeNull(message, NAME, read);
        assertReadsLikeNull(received, NAME, read);
    }

    @ParameterizedTest
    @EnumSource
    void mapEntryThatWasNotSetIsReadLikeNull(ValueType read) throws JMSException {
        Session session = session();
        MapMessage received = through(session, session.createMapMessage());
        assertReadsLikeNull(received, "other", read);
        assertThat(received.getObject("other")).isNull();
    }

    private static void assertReadsLikeNull(MapMessage message, String name, ValueType read) throws JMSException {
        Throwable expected = catchThrowable(read::valueOfNull);
        if (expected == null) {
            assertThat(BodyValues.get(message, name, read)).isEqualTo(read.valueOfNull());
        } else {
            assertThatThrownBy(() -> BodyValues.get(message, name, read)).isInstanceOf(expected.getClass());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BYTES", mode = Mode.EXCLUDE)
    void nullInAStreamIsReadAsTheTypesValueOfDoesIt(ValueType read) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeObject(null);
        StreamMessage received = through(session, message);
        Throwable expected = catchThrowable(read::valueOfNull);
        if (expected == null) {
            assertThat(BodyValues.read(received, read)).isEqualTo(read.valueOfNull());
        } else {
            assertThatThrownBy(() -> BodyValues.read(received, read)).isInstanceOf(expected.getClass());
        }
    }

    static Stream<Object> extremes() {
        return Stream.concat(PropertyConversionTest.extremes(), Stream.of(Character.MIN_VALUE, Character.MAX_VALUE,
                new byte[0], new byte[] {Byte.MIN_VALUE, 0, Byte.MAX_VALUE}));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void mapKeepsEveryValueExactly(Object value) throws JMSException {
        Session session = session();
        MapMessage message = session.createMapMessage();
        message.setObject(NAME, value);
        assertThat(through(session, message).getObject(NAME)).isEqualTo(value).hasSameClassAs(value);
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void streamKeepsEveryValueExactly(Object value) throws JMSException {
        Session session = session();
        StreamMessage message = session.createStreamMessage();
        message.writeObject(value);
        assertThat(through(session, message).readObject()).isEqualTo(value).hasSameClassAs(value);
    }

    @ParameterizedTest
    @MethodSource("org.escrowmq.conformance.PropertyTest#unsupported")
    void objectOfAnyOtherClassIsAFormatError(Object value) throws JMSException {
        Session session = session();
        MapMessage map = session.createMapMessage();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> map.setObject(NAME, value));
        assertThat(map.itemExists(NAME)).isFalse();
        StreamMessage stream = session.createStreamMessage();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> stream.writeObject(value));
        var bytes = session.createBytesMessage();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> bytes.writeObject(value));
    }

    @ParameterizedTest
    @EnumSource
    void mapNameThatIsNullOrEmptyIsAnIllegalArgument(ValueType type) throws JMSException {
        MapMessage message = session().createMapMessage();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> BodyValues.set(message, name, type, type.sample()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setObject(name, type.sample()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> message.setBytes(name, new byte[2], 0, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
