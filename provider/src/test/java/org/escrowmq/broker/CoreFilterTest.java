package org.escrowmq.broker;

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
        "JMSTimestamp<5 AND JMSExpiration<>0 | AMQTimestamp<5 AND AMQExpiration<>0",
        "JMSType = 'a' AND JMSCorrelationID LIKE 'b%' | JMSType = 'a' AND JMSCorrelationID LIKE 'b%'",
        "JMSXGroupID = 'g' AND JMSXGroupSeq = 1 | AMQGroupID = 'g' AND _AMQ_GROUP_SEQUENCE = 1",
        "JMSDeliveryMode = 'PERSISTENT' | AMQDurable = 'DURABLE'",
        "'NON_PERSISTENT' <> JMSDeliveryMode | 'NON_DURABLE' <> AMQDurable",
        "JMSDeliveryMode IN ('PERSISTENT', 'x') | AMQDurable IN ('DURABLE', 'x')",
        "a = 'PERSISTENT' AND JMSDeliveryMode = 'PERSISTENT' | a = 'PERSISTENT' AND AMQDurable = 'DURABLE'",
        "JMSDeliveryMode = 'PERSISTENT' or a = 'PERSISTENT' | AMQDurable = 'DURABLE' or a = 'PERSISTENT'",
        "a = 'JMSPriority' | a = 'JMSPriority'",
        "a = 'it''s JMSPriority' | a = 'it''s JMSPriority'",
        "myJMSPriority = 1 AND JMSPriority2 = 2 | myJMSPriority = 1 AND JMSPriority2 = 2",
        "JMS_JMSPriority = 1 | JMS_JMSPriority = 1"})
    void headerFieldsAreRenamedAndNothingElse(String selector, String filter) throws InvalidSelectorException {
        assertThat(filter(selector, null)).isEqualTo(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptySelectorIsNone(String selector) throws InvalidSelectorException {
        assertThat(filter(selector, null)).isNull();
        assertThat(filter(null, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a =", "= 1", "a = 'open", "a b", "1", "NOT", "a IN ()", "a = 1) OR (b = 1"})
    void anInvalidSelectorIsRefused(String selector) {
        assertThatThrownBy(() -> CoreFilter.of(selector, null))
                .isInstanceOf(InvalidSelectorException.class).hasMessageContaining(selector);
        assertThatThrownBy(() -> CoreFilter.of(selector, "me")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void noLocalBindsTheWholeSelectorAndQuotesTheIdentity() throws InvalidSelectorException {
        assertThat(filter("a = 1 OR b = 2", "o'hara"))
                .isEqualTo("(a = 1 OR b = 2) AND (__AMQ_CID IS NULL OR __AMQ_CID <> 'o''hara')");
        assertThat(filter(null, "me")).isEqualTo("(__AMQ_CID IS NULL OR __AMQ_CID <> 'me')");
    }
}
