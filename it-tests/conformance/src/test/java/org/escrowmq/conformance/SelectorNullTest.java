package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three-valued logic: true, false and unknown, which comes of what is null. */
@Section("3.8.1.2")
class SelectorNullTest extends SelectorTest {

    /** An expression of each value, over properties that the messages of these tests have. */
    private static String of(char value) {
        return switch (value) {
            case 'T' -> "one = 1";
            case 'F' -> "one = 2";
            default -> "missing = 1";
        };
    }

    /** Only if it is unknown does neither the expression nor its negation select the message. */
    private void assertIs(char value, String expression) throws JMSException {
        Object[] properties = {"one", 1, "text", "x", "yes", true};
        if (value == 'T') {
            selects(expression, properties);
        } else {
            ignores(expression, properties);
        }
        if (value == 'F') {
            selects("NOT (" + expression + ")", properties);
        } else {
            ignores("NOT (" + expression + ")", properties);
        }
    }

    @ParameterizedTest
    @CsvSource({"T,T,T", "T,F,F", "T,U,U", "F,T,F", "F,F,F", "F,U,F", "U,T,U", "U,F,F", "U,U,U"})
    void andFollowsItsTable(char left, char right, char expected) throws JMSException {
        assertIs(expected, of(left) + " AND " + of(right));
    }

    @ParameterizedTest
    @CsvSource({"T,T,T", "T,F,T", "T,U,T", "F,T,T", "F,F,F", "F,U,U", "U,T,T", "U,F,U", "U,U,U"})
    void orFollowsItsTable(char left, char right, char expected) throws JMSException {
        assertIs(expected, of(left) + " OR " + of(right));
    }

    @ParameterizedTest
    @CsvSource({"T,F", "F,T", "U,U"})
    void notFollowsItsTable(char operand, char expected) throws JMSException {
        assertIs(expected, "NOT (" + of(operand) + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<>", "<", "<=", ">", ">="})
    void comparisonWithNullIsUnknown(String operator) throws JMSException {
        assertIs('U', "missing " + operator + " 1");
        assertIs('U', "missing " + operator + " one");
    }

    @Test
    void comparisonOfStringsAndBooleansWithNullIsUnknown() throws JMSException {
        assertIs('U', "missing = 'x'");
        assertIs('U', "missing <> 'x'");
        assertIs('U', "missing = text");
        assertIs('U', "missing = TRUE");
        assertIs('U', "missing <> yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing + 1", "1 - missing", "missing * 0", "one / missing", "-missing", "+missing"})
    void arithmeticWithNullIsUnknown(String expression) throws JMSException {
        assertIs('U', expression + " = 0");
        assertIs('U', expression + " <> 0");
    }

    @Test
    void betweenWithNullIsUnknown() throws JMSException {
        assertIs('U', "missing BETWEEN 1 AND 2");
        assertIs('U', "missing NOT BETWEEN 1 AND 2");
        assertIs('U', "one BETWEEN missing AND 2");
        assertIs('U', "one BETWEEN 1 AND missing");
        assertIs('U', "one NOT BETWEEN 1 AND missing");
    }

    @Test
    void betweenIsFalseIfOneBoundIsNullButTheOtherExcludesTheValue() throws JMSException {
        assertIs('F', "one BETWEEN 2 AND missing");
        assertIs('F', "one BETWEEN missing AND 0");
        assertIs('T', "one NOT BETWEEN 2 AND missing");
    }

    @Test
    void inWithNullIsUnknown() throws JMSException {
        assertIs('U', "missing IN ('x', 'y')");
        assertIs('U', "missing NOT IN ('x', 'y')");
    }

    @Test
    void likeWithNullIsUnknown() throws JMSException {
        assertIs('U', "missing LIKE '%'");
        assertIs('U', "missing NOT LIKE '%'");
        assertIs('U', "missing LIKE '!%' ESCAPE '!'");
    }

    @Test
    void isNullMakesTrueOrFalseOfIt() throws JMSException {
        assertIs('T', "missing IS NULL");
        assertIs('F', "missing IS NOT NULL");
        assertIs('F', "one IS NULL");
        assertIs('T', "one IS NOT NULL");
    }

    @Test
    void missingPropertyAsAConditionIsUnknown() throws JMSException {
        assertIs('U', "missing");
        assertIs('T', "missing OR yes");
        assertIs('U', "missing AND yes");
    }

    @Test
    void propertySetToNullIsNull() throws JMSException {
        selects("a IS NULL", "a", null);
        ignores("a = 'x' OR a <> 'x'", "a", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<>"})
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "has 1 = missing be false, where 3.8.1.2 says unknown")
    void equalityWithNullOnTheRightIsUnknown(String operator) throws JMSException {
        assertIs('U', "1 " + operator + " missing");
        assertIs('U', "one " + operator + " missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<=", ">", ">="})
    void orderWithNullOnTheRightIsUnknown(String operator) throws JMSException {
        assertIs('U', "1 " + operator + " missing");
        assertIs('U', "one " + operator + " missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing = absent", "missing <> absent", "missing = missing", "missing + 1 = absent"})
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "has null be equal to null, where 3.8.1.2 says unknown")
    void nullIsNeitherEqualToNullNorUnequal(String selector) throws JMSException {
        assertIs('U', selector);
    }
}
