package org.escrowmq.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidSelectorException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of a selector for one message: true, false or unknown (specification 3.8.1.1 and 3.8.1.2). */
class SelectorMeaningTest {

    private static CoreMessage message() {
        CoreMessage message = new CoreMessage(1, 256);
        message.setDurable(true);
        message.setPriority((byte) 7);
        message.setTimestamp(1_700_000_000_000L);
        message.putBooleanProperty("yes", true);
        message.putBooleanProperty("no", false);
        message.putByteProperty("byte5", (byte) 5);
        message.putShortProperty("short5", (short) 5);
        message.putIntProperty("int5", 5);
        message.putLongProperty("long5", 5);
        message.putFloatProperty("float5", 5);
        message.putDoubleProperty("double5", 5);
        message.putDoubleProperty("nan", Double.NaN);
        message.putIntProperty("maxInt", Integer.MAX_VALUE);
        message.putLongProperty("minLong", Long.MIN_VALUE);
        message.putLongProperty("beyondDouble", (1L << 53) + 1);
        message.putStringProperty("text", "it's 5% of _all_");
        message.putStringProperty("digit", "5");
        message.putStringProperty("smile", "\uD83D\uDE00");
        message.putIntProperty("größe", 5);
        message.putIntProperty("xpath", 5);
        message.putIntProperty("AMQPriority", 1);
        message.putBytesProperty(SimpleString.of("JMSCorrelationID"), new byte[] {1});
        message.putStringProperty("JMSType", "car");
        return message;
    }

    private static String valueOf(String selector) throws InvalidSelectorException {
        Object value = CoreFilter.meaning(CoreFilter.of(selector, null).toString()).of(message());
        return value == null ? "U" : value.equals(true) ? "T" : "F";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "missing = 1 | U", "1 = missing | U", "1 <> missing | U", "missing = absent | U", "missing <> missing | U",
        "missing + 1 = absent | U", "NOT missing | U", "missing | U", "missing < 'x' = TRUE | E",
        "missing = 1 AND no | F", "missing = 1 AND yes | U", "missing = 1 OR yes | T", "missing = 1 OR no | U",
        "missing BETWEEN 1 AND 2 | U", "int5 BETWEEN 6 AND missing | F", "int5 BETWEEN 1 AND missing | U",
        "missing IN ('x') | U", "missing NOT IN ('x') | U", "missing LIKE '%' | U", "missing NOT LIKE '%' | U",
        "missing IS NULL | T", "missing IS NOT NULL | F", "int5 IS NULL | F", "JMSCorrelationID IS NOT NULL | T",
        "text + missing = 1 | U"})
    void whatIsMissingIsUnknown(String selector, String value) throws InvalidSelectorException {
        if (value.equals("E")) {
            assertThatThrownBy(() -> valueOf(selector)).isInstanceOf(InvalidSelectorException.class);
        } else {
            assertThat(valueOf(selector)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "NOT int5 = 1 | T", "NOT int5 = 5 AND no | F", "NOT int5 = 1 OR no | T", "NOT yes AND no | F",
        "NOT (yes AND no) | T", "NOT NOT yes | T", "NOT int5 BETWEEN 1 AND 2 AND yes | T", "yes OR yes AND no | T",
        "(yes OR yes) AND no | F", "NOT digit IN ('x') AND NOT digit LIKE 'x%' | T", "NOT 1 < int5 | F",
        "2 + int5 * 4 = 22 | T", "-int5 * -int5 = 25 | T", "10 - int5 - 2 = 3 | T", "int5--1 = 6 | T",
        "(int5 = 5) = yes | T", "int5 < 6 = FALSE | F"})
    void operatorsBindInTheOrderOfTheSpecification(String selector, String value) throws InvalidSelectorException {
        assertThat(valueOf(selector)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "digit = 5 | F", "digit <> 5 | F", "digit > 1 | F", "NOT digit > 1 | T", "int5 = '5' | F", "int5 <> '5' | F",
        "yes = 'true' | F", "yes <> 1 | F", "yes = 1 | F", "digit <> int5 | F", "digit < text | F", "yes > no | F",
        "yes <> no | T", "digit <> text | T", "digit = '5' | T", "yes = TRUE | T", "digit | F", "int5 | F",
        "digit + 1 = 6 | F", "digit + 1 <> 6 | F", "digit + 1 = 2 OR yes | T", "-digit = digit | F",
        "JMSCorrelationID = 'x' | F", "JMSCorrelationID <> 'x' | F", "int5 IN ('5') | F", "int5 LIKE '5' | F",
        "int5 NOT IN ('x') | F", "int5 NOT LIKE 'x' | F", "NOT int5 IN ('x') | T", "NOT int5 LIKE 'x' | T",
        "digit BETWEEN 1 AND 9 | F", "digit NOT BETWEEN 1 AND 2 | F", "NOT digit BETWEEN 1 AND 2 | T"})
    void unlikeTypesCompareAsFalse(String selector, String value) throws InvalidSelectorException {
        assertThat(valueOf(selector)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "int5 / 2 = 2 | T", "-int5 / 2 = -2 | T", "byte5 / short5 = 1 | T", "long5 / 2 = 2 | T", "int5 / 2.0 = 2.5 | T",
        "double5 / 2 = 2.5 | T", "float5 / 2 = 2.5 | T", "int5 / 0 = 1 | U", "NOT int5 / 0 = 1 | U",
        "double5 / 0 > 1 | T", "maxInt + 1 < 0 | T", "maxInt + 1L > 0 | T", "minLong = -9223372036854775808 | T",
        "minLong = -9223372036854775807 | F", "beyondDouble = 9007199254740992 | F", "beyondDouble > 9.0E15 | T",
        "beyondDouble = 9007199254740993 | T", "nan = nan | F", "nan <> nan | T", "nan > 0 OR nan <= 0 | F",
        "-0.0 = 0 | T", "byte5 = float5 AND short5 = double5 AND float5 = byte5 | T", "-byte5 = -5 | T",
        "int5 = 5. AND int5 = .5e1 AND int5 = 5d AND int5 = 0x5 AND int5 = 05 AND int5 = 0b101 AND int5 = 5L | T",
        "int5 = 0x1.4p2 | T", "1_000 = 1000 | T"})
    void numbersAreThoseOfJava(String selector, String value) throws InvalidSelectorException {
        assertThat(valueOf(selector)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "text LIKE 'it''s%' | T", "text LIKE '%all_' | T", "text LIKE 'it' | F", "text LIKE '%!_all!_' ESCAPE '!' | T",
        "text LIKE '%5!%%' ESCAPE '!' | T", "text LIKE '%5!% off' ESCAPE '!' | F", "text NOT LIKE '%x%' | T",
        "digit LIKE '%%%5%%%' | T", "digit LIKE '' | F", "digit LIKE '_' | T", "digit LIKE '__' | F",
        "smile LIKE '_' | T", "digit LIKE '5!' ESCAPE '!' | F", "text LIKE 'it.s%' | F",
        "text LIKE '%s%5%f%a%l%' | T", "text LIKE '%s%5%f%a%x%' | F"})
    void patternsMatchTheWholeText(String selector, String value) throws InvalidSelectorException {
        assertThat(valueOf(selector)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe = 5", "xpath = 5", "AMQPriority = 1", "JMSPriority = 7", "JMSType = 'car'",
        "JMSTimestamp = 1700000000000", "JMSDeliveryMode = 'PERSISTENT'", "JMSDeliveryMode <> 'NON_PERSISTENT'",
        "JMSDeliveryMode LIKE 'PERS%'", "JMSDeliveryMode IN ('DURABLE', 'PERSISTENT')",
        "NOT JMSDeliveryMode = 'DURABLE'", "digit <> 'PERSISTENT' AND JMSMessageID IS NULL"})
    void namesReferToHeaderFieldsAndProperties(String selector) throws InvalidSelectorException {
        assertThat(valueOf(selector)).isEqualTo("T");
    }

    @Test
    void aPatternOfManyWildcardsDoesNotTakeForEver() throws InvalidSelectorException {
        CoreMessage message = message();
        message.putStringProperty("text", "a".repeat(20_000));
        String selector = "text LIKE '" + "%a".repeat(50) + "b'";
        assertThat(CoreFilter.meaning(selector).of(message)).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQSize > 5", "a % 2 = 1", "XPATH '//a'", "convert_string_expressions:a = '1'"})
    void aFilterThatNoSelectorBecomesHasNoMeaningHere(String filter) {
        assertThatThrownBy(() -> CoreFilter.meaning(filter)).isInstanceOf(InvalidSelectorException.class);
    }
}
