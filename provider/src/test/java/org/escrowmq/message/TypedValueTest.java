package org.escrowmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables 3-2 and 3-7, every cell of them, for properties, maps and streams. */
class TypedValueTest {

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Carrier carrier : Carrier.values()) {
            for (JmsType written : carrier.types()) {
                carrier.types().forEach(read -> cells.add(Arguments.of(carrier, written, read)));
            }
        }
        return cells.stream();
    }

    static Stream<Arguments> rows() {
        return Stream.of(Carrier.values())
                .flatMap(carrier -> carrier.types().stream().map(type -> Arguments.of(carrier, type)));
    }

    static Stream<Arguments> numbers() {
        return rows().filter(row -> row.get()[1] != JmsType.BOOLEAN && row.get()[1] != JmsType.CHAR
                && row.get()[1] != JmsType.STRING && row.get()[1] != JmsType.BYTES);
    }

    @ParameterizedTest(name = "{0}: {1} as {2}")
    @MethodSource("cells")
    void aValueIsReadAsTheTypesOfItsRowAndNoOthers(Carrier carrier, JmsType written, JmsType read)
            throws JMSException {
        carrier.write(written, written.sample);
        if (written.readableAs().contains(read)) {
            assertThat(carrier.read(read)).isEqualTo(written.sampleReadAs(read));
        } else {
            assertThatThrownBy(() -> carrier.read(read)).isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining("it can be read as");
        }
    }

    @ParameterizedTest(name = "{0}: {1} as {2}")
    @MethodSource("cells")
    void aFailedReadLeavesTheValueToBeReadAgain(Carrier carrier, JmsType written, JmsType read) throws JMSException {
        carrier.write(written, written.sample);
        if (!written.readableAs().contains(read)) {
            assertThatThrownBy(() -> carrier.read(read)).isInstanceOf(MessageFormatException.class);
        }
        assertThat(carrier.read(written)).isEqualTo(written.sample);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aValueIsTheSameWrittenByItsMethodOrAsAnObject(Carrier carrier, JmsType type) throws JMSException {
        carrier.write(type, type.sample);
        assertThat(carrier.readAsObject()).isEqualTo(type.sample).isInstanceOf(type.sample.getClass());
        carrier.writeAsObject(type.sample);
        assertThat(carrier.read(type)).isEqualTo(type.sample);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aStringThatIsNoNumberOfTheTypeGivesNumberFormatExceptionAndStays(Carrier carrier, JmsType type)
            throws JMSException {
        for (String text : List.of("twelve", "", "0x", "99999999999999999999x")) {
            carrier.write(JmsType.STRING, text);
            assertThatThrownBy(() -> carrier.read(type)).isInstanceOf(NumberFormatException.class)
                    .hasMessageContaining(carrier == Carrier.STREAM ? "Stream field 0" : Carrier.NAME)
                    .hasMessageContaining(text).hasCauseInstanceOf(NumberFormatException.class);
            assertThat(carrier.read(JmsType.STRING)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void aStringIsReadAsBooleanTheWayBooleanValueOfDoes(Carrier carrier) throws JMSException {
        carrier.write(JmsType.STRING, "TRUE");
        assertThat(carrier.read(JmsType.BOOLEAN)).isEqualTo(true);
        carrier.write(JmsType.STRING, "yes");
        assertThat(carrier.read(JmsType.BOOLEAN)).isEqualTo(false);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aNullIsReadTheWayValueOfOfTheTypeTakesIt(Carrier carrier, JmsType type) throws JMSException {
        carrier.write(JmsType.STRING, null);
        switch (type) {
            case BOOLEAN -> assertThat(carrier.read(type)).isEqualTo(false);
            case BYTE, SHORT, INT, LONG -> assertThatThrownBy(() -> carrier.read(type))
                    .isInstanceOf(NumberFormatException.class).hasMessageContaining("null");
            case FLOAT, DOUBLE, CHAR -> assertThatThrownBy(() -> carrier.read(type))
                    .isInstanceOf(NullPointerException.class);
            case STRING, BYTES -> assertThat(carrier.read(type)).isNull();
            default -> throw new IllegalArgumentException(type.name());
        }
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void aNullObjectIsReadAsANullObject(Carrier carrier) throws JMSException {
        carrier.writeAsObject(null);
        assertThat(carrier.readAsObject()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Carrier.class)
    void anObjectOfAnotherClassIsRefused(Carrier carrier) {
        for (Object value : List.of(new Object(), new StringBuilder(), List.of(), new int[1], new Byte[1])) {
            assertThatThrownBy(() -> carrier.writeAsObject(value)).isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(value.getClass().getName()).hasMessageContaining("allowed are");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theExtremesOfATypeSurviveBeingReadAsString(Carrier carrier, JmsType type) throws JMSException {
        for (Object extreme : extremesOf(type)) {
            carrier.write(type, extreme);
            carrier.write(JmsType.STRING, carrier.read(JmsType.STRING));
            assertThat(carrier.read(type)).isEqualTo(extreme);
        }
    }

    private static List<Object> extremesOf(JmsType type) {
        return switch (type) {
            case BYTE -> List.of(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> List.of(Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> List.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> List.of(Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> List.of(Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY);
            case DOUBLE -> List.of(Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, -0.0);
            default -> List.of();
        };
    }
}
