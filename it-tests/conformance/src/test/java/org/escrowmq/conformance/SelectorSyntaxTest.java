package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals, identifiers and white space in selectors. */
@Section("3.8.1.1")
class SelectorSyntaxTest extends SelectorTest {

    @Test
    void emptySelectorIsNoSelector() throws JMSException {
        selects("");
        selects(null, "a", 1);
    }

    @Test
    void stringLiteralIsInSingleQuotes() throws JMSException {
        selects("a = 'literal'", "a", "literal");
        ignores("a = 'literal'", "a", "Literal");
        selects("a = ''", "a", "");
    }

    @Test
    void quoteInAStringLiteralIsDoubled() throws JMSException {
        selects("a = 'literal''s'", "a", "literal's");
        selects("a = ''''", "a", "'");
        selects("a = ''''''", "a", "''");
    }

    @Test
    void stringLiteralUsesUnicode() throws JMSException {
        selects("a = 'größe 名前 \uD83D\uDE00'", "a", "größe 名前 \uD83D\uDE00");
    }

    @Test
    void operatorsInAStringLiteralMeanNothing() throws JMSException {
        selects("a = 'x AND (y OR NOT z)' AND b = 1", "a", "x AND (y OR NOT z)", "b", 1);
        selects("a = '\"'", "a", "\"");
    }

    @Test
    void stringsAreEqualOnlyIfEveryCharacterIs() throws JMSException {
        ignores("a = 'text'", "a", "text ");
        ignores("a = 'text'", "a", " text");
        ignores("a = 'text'", "a", "TEXT");
        selects("a <> 'text'", "a", "text ");
        ignores("a <> 'text'", "a", "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"57", "+57", "0x39", "0X39", "071", "57L", "57l"})
    void exactLiteralIsAJavaIntegerLiteral(String literal) throws JMSException {
        selects("a = " + literal, "a", 57);
        ignores("a = " + literal, "a", 58);
    }

    @Test
    void exactLiteralMayBeNegative() throws JMSException {
        selects("a = -957", "a", -957);
        ignores("a = -957", "a", 957);
        selects("a = - 957", "a", -957);
    }

    @Test
    void exactLiteralsHaveTheRangeOfLong() throws JMSException {
        selects("a = 9223372036854775807", "a", Long.MAX_VALUE);
        ignores("a = 9223372036854775807", "a", Long.MAX_VALUE - 1);
        selects("a > -9223372036854775807", "a", Long.MIN_VALUE + 2);
        selects("a = 2147483648", "a", 1L + Integer.MAX_VALUE);
    }

    @Test
    void leastLongIsAnExactLiteral() throws JMSException {
        selects("a = -9223372036854775808", "a", Long.MIN_VALUE);
        ignores("a = -9223372036854775808", "a", Long.MIN_VALUE + 1);
    }

    @Test
    void exactNumbersAreComparedExactly() throws JMSException {
        selects("a = 9007199254740993", "a", 9007199254740993L);
        ignores("a = 9007199254740993", "a", 9007199254740992L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7E3", "7e3", "7E+3", "7000.", "7000.0", "+7.0E3", "70000E-1", "7.E3"})
    void approximateLiteralIsAJavaFloatingPointLiteral(String literal) throws JMSException {
        selects("a = " + literal, "a", 7000.0);
        ignores("a = " + literal, "a", 7001.0);
    }

    @Test
    void approximateLiteralMayStartWithItsPointOrASign() throws JMSException {
        selects("a = .5", "a", 0.5);
        selects("a = -57.9E2", "a", -5790.0);
        selects("a = -95.7", "a", -95.7);
        selects("a = +6.2", "a", 6.2);
        selects("a = -.5E1", "a", -5.0);
    }

    @Test
    void approximateLiteralsHaveTheRangeOfDouble() throws JMSException {
        selects("a = 1.7976931348623157E308", "a", Double.MAX_VALUE);
        selects("a = 4.9E-324", "a", Double.MIN_VALUE);
        selects("a = -1.7976931348623157E308", "a", -Double.MAX_VALUE);
    }

    @Test
    void booleanLiteralsAreTrueAndFalse() throws JMSException {
        selects("TRUE");
        ignores("FALSE");
        selects("a = TRUE", "a", true);
        ignores("a = TRUE", "a", false);
        selects("a = FALSE", "a", false);
        selects("a <> FALSE", "a", true);
    }

    @Test
    void identifierOfABooleanPropertyIsACondition() throws JMSException {
        selects("a", "a", true);
        ignores("a", "a", false);
        selects("NOT a", "a", false);
        selects("a AND NOT b", "a", true, "b", false);
        selects("(a)", "a", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A1", "_", "$", "_a$1", "nullable", "inside", "isTrue", "android",
        "order", "notable", "likely", "trueish", "escaped", "betweens"})
    void identifierIsMadeOfTheCharactersOfJavaIdentifiers(String identifier) throws JMSException {
        selects(identifier + " = 1", identifier, 1);
        ignores(identifier + " = 1", identifier, 2);
    }

    @Test
    void identifierIsOfAnyLength() throws JMSException {
        String identifier = "n".repeat(2_000);
        selects(identifier + " = 1", identifier, 1);
        ignores(identifier + " = 1", identifier + "n", 1);
    }

    @Test
    void identifiersAreCaseSensitive() throws JMSException {
        selects("name = 1", "name", 1, "NAME", 2);
        ignores("Name = 1", "name", 1, "NAME", 1);
    }

    @Test
    void identifierOfNoPropertyIsNull() throws JMSException {
        ignores("a = 1", "b", 1);
        ignores("a", "b", true);
        selects("a IS NULL", "b", 1);
    }

    @Test
    void identifierThatStartsLikeThoseOfTheSpecificationOrAProviderIsAProperty() throws JMSException {
        selects("JMSXAppID IS NULL AND JMS_nobody_Property IS NULL");
        ignores("JMSXAppID = 'x' OR JMS_nobody_Property = 1");
    }

    @Test
    @KnownDifference("does not find JMSXGroupSeq; 3.8.1.1 has every name that begins with JMSX refer to its property")
    void groupAndSequenceAreProperties() throws JMSException {
        selects("JMSXGroupID = 'group' AND JMSXGroupSeq = 3", "JMSXGroupID", "group", "JMSXGroupSeq", 3);
        ignores("JMSXGroupID = 'group' AND JMSXGroupSeq = 3", "JMSXGroupID", "group", "JMSXGroupSeq", 4);
    }

    @Test
    void propertiesAreNotConverted() throws JMSException {
        ignores("NumberOfOrders > 1", "NumberOfOrders", "2");
        ignores("NumberOfOrders = 2", "NumberOfOrders", "2");
        ignores("a = '2'", "a", 2);
        ignores("a = TRUE", "a", "true");
        ignores("a = 'true'", "a", true);
        ignores("a = 1", "a", true);
    }

    @Test
    void propertyIsOfTheTypeThatItWasSetAs() throws JMSException {
        for (Object value : new Object[] {(byte) 5, (short) 5, 5, 5L, 5f, 5d}) {
            selects("a = 5", "a", value);
            selects("a = 5.0", "a", value);
            ignores("a = '5'", "a", value);
            ignores("a = 5.5", "a", value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\f", "\n", "\r", "\r\n", "  \t\n  "})
    void whiteSpaceIsThatOfJava(String space) throws JMSException {
        selects((" a = 1 AND b BETWEEN 1 AND 2 OR NOT c IS NOT NULL ").replace(" ", space), "a", 1, "b", 2, "c", 1);
    }

    @Test
    void whiteSpaceIsNotNeededAroundSymbols() throws JMSException {
        selects("a=1 AND(b<>2)AND c IN('x','y')", "a", 1, "b", 1, "c", "y");
        selects("a+1=2 AND b*2>=2", "a", 1, "b", 1);
    }

    @Test
    void operatorsAndPredefinedLiteralsAreCaseInsensitive() throws JMSException {
        selects("a between 1 and 2 and not (b is null) or c like 'x' escape '!'", "a", 1, "b", 1);
        selects("a Between 1 And 2 And Not (b Is Null) Or False", "a", 1, "b", 1);
        selects("a in ('x') and b = true and c <> false", "a", "x", "b", true, "c", true);
        selects("a Is Not Null aNd b iN ('x')", "a", 1, "b", "x");
        selects("b lIkE '!%' eScApE '!'", "b", "%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe", "名前", "été", "a\u0301"})
    @KnownDifference("refuses letters that are not ASCII; 3.8.1.1 has those of Java")
    void identifierMayHaveLettersOfAnyScript(String identifier) throws JMSException {
        selects(identifier + " = 1", identifier, 1);
        ignores(identifier + " = 1", identifier, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xpath", "XQuery"})
    @KnownDifference("has two more reserved words than 3.8.1.1")
    void noOtherWordIsReserved(String identifier) throws JMSException {
        selects(identifier + " = 1", identifier, 1);
        ignores(identifier + " = 1", identifier, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7000D", "7000.0d", "7000F", "7000.0f", "7E3D"})
    @KnownDifference("refuses the suffixes of Java's floating-point literals, which 3.8.1.1 has")
    void approximateLiteralMayEndWithItsJavaType(String literal) throws JMSException {
        selects("a = " + literal, "a", 7000.0);
        ignores("a = " + literal, "a", 7001.0);
    }
}
