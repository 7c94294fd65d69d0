package org.escrowmq.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidSelectorException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Message selectors in the engine's words (specification 3.8). */
class CoreFilterTest {

    private static String filter(String selector, String notFrom) throws InvalidSelectorException {
        return Objects.toString(CoreFilter.of(selector, notFrom), null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "JMSPriority > 4 | AMQPriority > 4",
        "JMSMessageID = 'ID:1' | AMQUserID = 'ID:1'",
        "JMSTimestamp<5 AND JMSXUserID<>'x' | AMQTimestamp<5 AND _AMQ_VALIDATED_USER<>'x'",
        "JMSType = 'a' AND JMSCorrelationID LIKE 'b%' | JMSType = 'a' AND JMSCorrelationID LIKE 'b%'",
        "JMSXGroupID = 'g' AND JMSXGroupSeq = 1 | AMQGroupID = 'g' AND _AMQ_GROUP_SEQUENCE = 1",
        "JMSDeliveryMode = 'PERSISTENT' | AMQDurable = 'DURABLE'",
        "'NON_PERSISTENT' <> JMSDeliveryMode | 'NON_DURABLE' <> AMQDurable",
        "JMSDeliveryMode IN ('PERSISTENT', 'x') | AMQDurable IN ('DURABLE', 'x')",
        "a = 'PERSISTENT' AND JMSDeliveryMode = 'PERSISTENT' | a = 'PERSISTENT' AND AMQDurable = 'DURABLE'",
        "JMSDeliveryMode = 'DURABLE' | AMQDurable = 'PERSISTENT'",
        "JMSDeliveryMode = 'PERSISTENT' or a = 'PERSISTENT' | AMQDurable = 'DURABLE' or a = 'PERSISTENT'",
        "a = 'JMSPriority' | a = 'JMSPriority'",
        "a = 'it''s JMSPriority' | a = 'it''s JMSPriority'",
        "myJMSPriority = 1 AND JMSPriority2 = 2 | myJMSPriority = 1 AND JMSPriority2 = 2",
        "JMS_JMSPriority = 1 | JMS_JMSPriority = 1"})
    void headerFieldsAreRenamedAndNothingElse(String selector, String filter) throws InvalidSelectorException {
        assertThat(filter(selector, null)).isEqualTo(filter);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "größe = 1 | \"größe\" = 1",
        "xpath = 1 OR xQuery = 2 OR xpaths = 3 | \"xpath\" = 1 OR \"xQuery\" = 2 OR xpaths = 3",
        "AMQPriority = 1 | \"AMQPriority\" = 1",
        "a = 7000D OR a = 1.5f OR a = 7E3 | a = 7000.0 OR a = 1.5 OR a = 7E3",
        "a = 0x1F OR a = 0x1FL OR a = 017 OR a = 0L OR a = 0b11 | a = 0x1F OR a = 31 OR a = 017 OR a = 0 OR a = 3",
        "a = 1_000 OR a = 0xFFFFFFFFFFFFFFFFL | a = 1000 OR a = (-1)",
        "a--1 = 3 | a- -1 = 3",
        "NOT a = 1 AND NOT b | NOT (a = 1) AND NOT b",
        "NOT NOT 5 < a OR NOT(a) | NOT NOT (5 < a) OR NOT(a)",
        "NOT (a) = (b) AND NOT (a = b) | NOT ((a) = (b)) AND NOT (a = b)"})
    void whatTheEngineWouldReadDifferentlyIsWrittenAsItReadsIt(String selector, String filter)
            throws InvalidSelectorException {
        assertThat(filter(selector, null)).isEqualTo(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JMSDestination", "JMSReplyTo", "JMSRedelivered", "JMSExpiration", "JMSDeliveryTime"})
    void otherHeaderFieldsCannotBeReferredTo(String header) {
        assertThatThrownBy(() -> CoreFilter.of("a = 1 AND " + header + " IS NULL", null))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("character 11").hasMessageContaining(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptySelectorIsNone(String selector) throws InvalidSelectorException {
        assertThat(filter(selector, null)).isNull();
        assertThat(filter(null, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a =", "= 1", "a = 'open", "a b", "1", "NOT", "a IN ()", "a = 1) OR (b = 1",
        "a % 2 = 1", "NULL", "NULL IS NULL", "1 IS NULL", "'x' IS NOT NULL", "'x' LIKE 'x'", "'x' IN ('x')", "a = NULL",
        "a IN (NULL)", "a = 1 -- a comment", "/* comment */ a = 1", "a = 'x' + 1", "a < 'x'", "a >= TRUE",
        "a + TRUE = 1",
        "-'x' = a", "a BETWEEN 'a' AND 'b'", "'x'", "a = 1 AND 5", "a + 1", "NOT 5", "(a = 1) + 1 = 2", "a = 1x",
        "a = 09", "a = 1__", "a = 1E400", "a = 9223372036854775808", "\"a\" = 1", "hyphenated_props:a = 1",
        "convert_string_expressions:a = '1'", "a LIKE 'x' ESCAPE 'yy'", "a NOT = 1", "a = NOT b", "and = 1",
        "xpath '//a'", "a\u00a0= 1"})
    void anInvalidSelectorIsRefused(String selector) {
        assertThatThrownBy(() -> CoreFilter.of(selector, null))
                .isInstanceOf(InvalidSelectorException.class).hasMessageContaining(selector);
        assertThatThrownBy(() -> CoreFilter.of(selector, "me")).isInstanceOf(InvalidSelectorException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a = ! 1 | character 5",
        "a = = 1 | character 5: a name, a literal or an opening bracket is expected, not =.",
        "a = | character 4: a name, a literal or an opening bracket is expected, not its end.",
        "(a = 1 | character 7: ) is expected",
        "1 IS NULL | character 1: only a name may come before IS, not a number",
        "a = 1 AND 5 | character 11: a condition is expected, not a number"})
    void theErrorSaysWhereItIsAndWhatWasExpected(String selector, String expected) {
        assertThatThrownBy(() -> CoreFilter.of(selector, null)).hasMessageContaining(expected);
    }

    @Test
    void aSelectorTooDeepForTheStackIsRefused() {
        String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);
        assertThatThrownBy(() -> CoreFilter.of(deep, null)).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> CoreFilter.of("NOT ".repeat(100_000) + "a", null))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> CoreFilter.of("a" + " + 1".repeat(100_000) + " = 1", null))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void aSelectorMayBeLong() throws InvalidSelectorException {
        String selector = "a = 0" + " OR a = 1 AND b".repeat(5_000);
        assertThat(filter(selector, null)).isEqualTo(selector);
    }

    @Test
    void noLocalBindsTheWholeSelectorAndQuotesTheIdentity() throws InvalidSelectorException {
        assertThat(filter("a = 1 OR b = 2", "o'hara"))
                .isEqualTo("(a = 1 OR b = 2) AND (__AMQ_CID IS NULL OR __AMQ_CID <> 'o''hara')");
        assertThat(filter(null, "me")).isEqualTo("(__AMQ_CID IS NULL OR __AMQ_CID <> 'me')");
    }
}
