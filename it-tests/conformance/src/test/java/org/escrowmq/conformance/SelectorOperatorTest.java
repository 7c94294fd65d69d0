package org.escrowmq.conformance;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logical, comparison and arithmetic operators of selectors, their order and their types. */
@Section("3.8.1.1")
class SelectorOperatorTest extends SelectorTest {

    @ParameterizedTest
    @CsvSource({"=,false,true,false", ">,false,false,true", ">=,false,true,true", "<,true,false,false",
        "<=,true,true,false", "<>,true,false,true"})
    void comparisonOfNumbers(String operator, boolean one, boolean two, boolean three) throws JMSException {
        boolean[] expected = {one, two, three};
        for (int a = 1; a <= 3; a++) {
            for (Object value : new Object[] {a, (long) a, (double) a}) {
                if (expected[a - 1]) {
                    selects("a " + operator + " 2", "a", value);
                } else {
                    ignores("a " + operator + " 2", "a", value);
                }
            }
        }
    }

    @Test
    void comparisonOfTwoProperties() throws JMSException {
        selects("a < b", "a", 1, "b", 2L);
        ignores("a < b", "a", 2, "b", 1.5);
        selects("a = b", "a", "text", "b", "text");
        selects("a <> b", "a", true, "b", false);
    }

    @Test
    void literalMayComeFirst() throws JMSException {
        selects("1 < a", "a", 2);
        selects("'text' = a", "a", "text");
        selects("TRUE = a", "a", true);
    }

    @Test
    void exactAndApproximateNumbersAreComparedByPromotion() throws JMSException {
        selects("a > 1", "a", 1.5);
        selects("a < 1.5", "a", 1);
        selects("a = 2.0", "a", 2);
        selects("a = 2", "a", 2.0f);
        ignores("a = 2", "a", 2.5f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1", "a < 1", "a >= 1", "a = TRUE"})
    void comparisonOfAStringWithAnotherTypeIsFalse(String selector) throws JMSException {
        ignores(selector, "a", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 'x'", "a = TRUE"})
    void comparisonOfANumberWithAnotherTypeIsFalse(String selector) throws JMSException {
        ignores(selector, "a", 1);
    }

    @Test
    void comparisonOfUnlikeTypesIsFalseNotUnknown() throws JMSException {
        selects("NOT (a = 1)", "a", "1");
        selects("NOT (a = 'x')", "a", 1);
        selects("NOT (a = TRUE)", "a", "true");
    }

    @Test
    void orderOfUnlikeTypesIsFalseNotUnknown() throws JMSException {
        selects("NOT (a > 1)", "a", "2");
        selects("NOT (a <= 1)", "a", "1");
    }

    @Test
    void andHasPrecedenceOverOr() throws JMSException {
        selects("a = 1 OR b = 1 AND c = 1", "a", 1, "b", 2, "c", 2);
        selects("c = 1 AND b = 1 OR a = 1", "a", 1, "b", 2, "c", 2);
        ignores("(a = 1 OR b = 1) AND c = 1", "a", 1, "b", 2, "c", 2);
    }

    @Test
    void notHasPrecedenceOverAnd() throws JMSException {
        ignores("NOT (a = 1) AND b = 1", "a", 1, "b", 2);
        selects("NOT (a = 1) AND b = 1", "a", 2, "b", 1);
        selects("NOT (a = 1 AND b = 1)", "a", 1, "b", 2);
        selects("NOT (a = 1) OR b = 1", "a", 1, "b", 1);
        ignores("NOT (a = 1 OR b = 1)", "a", 1, "b", 1);
        ignores("NOT a AND b", "a", true, "b", false);
    }

    @Test
    void comparisonHasPrecedenceOverLogicalOperators() throws JMSException {
        selects("a > 1 AND b < 3", "a", 2, "b", 2);
        ignores("a > 1 AND b < 3", "a", 2, "b", 3);
    }

    @Test
    void arithmeticHasPrecedenceOverComparison() throws JMSException {
        selects("a + 1 > b - 1", "a", 1, "b", 2);
        selects("a * 2 = b / 2", "a", 2, "b", 8);
        ignores("a + 1 > b - 1", "a", 1, "b", 3);
    }

    @Test
    void multiplicationHasPrecedenceOverAddition() throws JMSException {
        selects("2 + a * 4 = 14", "a", 3);
        selects("20 - a / 3 = 19", "a", 3);
        selects("(2 + a) * 4 = 20", "a", 3);
        ignores("2 + a * 4 = 20", "a", 3);
    }

    @Test
    void signHasPrecedenceOverMultiplication() throws JMSException {
        selects("-a * -b = 6", "a", 2, "b", 3);
        selects("-a = -2", "a", 2);
        selects("+a = 2", "a", 2);
        selects("-(a + b) = -5", "a", 2, "b", 3);
        selects("a - -b = 5", "a", 2, "b", 3);
    }

    @Test
    void operatorsOfOneLevelAreEvaluatedFromLeftToRight() throws JMSException {
        selects("10 - a - 2 = 5", "a", 3);
        selects("100 / a / 5 = 2", "a", 10);
        selects("100 / a * 5 = 50", "a", 10);
        selects("10 - (a - 2) = 9", "a", 3);
    }

    @Test
    void bracketsMayBeNested() throws JMSException {
        selects("(((a)) = ((1)))", "a", 1);
        selects("((a = 1) AND ((b = 1) OR (c = 1)))", "a", 1, "b", 2, "c", 1);
        selects("((a + 1) * (b - 1)) = 4", "a", 1, "b", 3);
    }

    @Test
    void arithmeticPromotesToTheWiderType() throws JMSException {
        selects("a / 2.0 = 2.5", "a", 5);
        selects("a / 2 = 2.5", "a", 5.0);
        selects("a + b = 2147483648", "a", (long) Integer.MAX_VALUE, "b", 1);
        selects("a + b = 128", "a", Byte.MAX_VALUE, "b", (byte) 1);
        selects("a * b = 1.5", "a", 0.5f, "b", 3);
    }

    @Test
    void betweenContainsItsBounds() throws JMSException {
        for (int age = 15; age <= 19; age++) {
            selects("age BETWEEN 15 AND 19", "age", age);
            ignores("age NOT BETWEEN 15 AND 19", "age", age);
        }
        for (int age : new int[] {14, 20}) {
            ignores("age BETWEEN 15 AND 19", "age", age);
            selects("age NOT BETWEEN 15 AND 19", "age", age);
        }
    }

    @Test
    void betweenTakesArithmeticExpressions() throws JMSException {
        selects("a + 1 BETWEEN b - 1 AND b * 2", "a", 1, "b", 2);
        ignores("a + 1 BETWEEN b - 1 AND b * 2", "a", 4, "b", 2);
        selects("a BETWEEN 1.5 AND 2", "a", 1.75);
        selects("5 BETWEEN a AND b", "a", 1, "b", 9);
        selects("a BETWEEN -2 AND -1", "a", -2);
    }

    @Test
    void betweenWithItsBoundsTheWrongWayRoundContainsNothing() throws JMSException {
        ignores("a BETWEEN 3 AND 1", "a", 2);
        selects("a NOT BETWEEN 3 AND 1", "a", 2);
    }

    @Test
    void andOfBetweenIsNotTheLogicalOne() throws JMSException {
        selects("a BETWEEN 1 AND 3 AND b = 1", "a", 2, "b", 1);
        ignores("a BETWEEN 1 AND 3 AND b = 1", "a", 2, "b", 2);
        selects("b = 2 OR a BETWEEN 1 AND 3", "a", 2, "b", 1);
    }

    @Test
    void inIsTrueForTheStringsOfItsList() throws JMSException {
        for (String country : new String[] {"UK", "US", "France"}) {
            selects("Country IN ('UK', 'US', 'France')", "Country", country);
            ignores("Country NOT IN ('UK', 'US', 'France')", "Country", country);
        }
        for (String country : new String[] {"Peru", "uk", "", "UK "}) {
            ignores("Country IN ('UK', 'US', 'France')", "Country", country);
            selects("Country NOT IN ('UK', 'US', 'France')", "Country", country);
        }
    }

    @Test
    void inTakesAListOfOne() throws JMSException {
        selects("a IN ('x''s')", "a", "x's");
        ignores("a IN ('x')", "a", "y");
    }

    @Test
    void isNullTellsMissingFromExistingProperties() throws JMSException {
        selects("prop_name IS NULL");
        ignores("prop_name IS NULL", "prop_name", 1);
        ignores("prop_name IS NOT NULL");
        for (Object value : new Object[] {1, 1.5, "", "text", false}) {
            selects("prop_name IS NOT NULL", "prop_name", value);
        }
    }

    @Test
    void typicalSelectorsCombineEverything() throws JMSException {
        String selector = "(a + 1) * 2 BETWEEN 4 AND 6 AND (b IN ('x', 'y') OR b LIKE 'z%') AND NOT (c IS NOT NULL)";
        selects(selector, "a", 2, "b", "y");
        selects(selector, "a", 1, "b", "zzz");
        ignores(selector, "a", 3, "b", "y");
        ignores(selector, "a", 2, "b", "w");
        ignores(selector, "a", 2, "b", "y", "c", 1);
    }

    @Test
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "has <> be true for unlike types, where 3.8.1.1 says false")
    void inequalityOfUnlikeTypesIsFalse() throws JMSException {
        ignores("a <> 1", "a", "1");
        ignores("a <> TRUE", "a", "true");
        ignores("a <> 'x'", "a", 1);
        ignores("a <> TRUE", "a", 1);
        ignores("a <> 'x'", "a", true);
        selects("NOT (a <> 'x')", "a", 1);
        selects("NOT (a <> 1)", "a", "1");
        ignores("a <> b", "a", "1", "b", 1);
    }

    @Test
    void inequalityOfLikeTypesIsTheOppositeOfEquality() throws JMSException {
        selects("a <> b", "a", "1", "b", "2");
        selects("a <> b", "a", 1L, "b", 2.0);
        selects("a <> b", "a", true, "b", false);
    }

    @Test
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "has NOT LIKE be true for a number; 3.8.1.1 has comparison of unlike types be false")
    void negatedComparisonOfUnlikeTypesIsFalse() throws JMSException {
        ignores("a NOT IN ('x')", "a", 1);
        ignores("a NOT BETWEEN 1 AND 2", "a", "3");
        ignores("a NOT LIKE 'x'", "a", 1);
    }

    @Test
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "makes 2.5 of 5 / 2; 3.8.1.1 has Java's numeric promotion")
    void divisionOfExactNumbersIsThatOfJava() throws JMSException {
        selects("a / 2 = 2", "a", 5);
        selects("a / 2 = -2", "a", -5);
        selects("a / b = 0", "a", (byte) 1, "b", (short) 2);
    }

    @Test
    @KnownDifference("applies NOT to the name alone in NOT a = 1; 3.8.1.1 has comparison come first")
    void notHasPrecedenceOverAndButNotOverComparison() throws JMSException {
        ignores("NOT a = 1 AND b = 1", "a", 1, "b", 2);
        selects("NOT a = 1 AND b = 1", "a", 2, "b", 1);
        selects("NOT a = 1 OR b = 1", "a", 1, "b", 1);
        selects("NOT a > 1", "a", 1);
        selects("NOT a BETWEEN 1 AND 2 AND b = 1", "a", 3, "b", 1);
        selects("NOT a IN ('x') AND NOT b LIKE 'x%'", "a", "y", "b", "y");
        selects("NOT a IS NULL", "a", 1);
        ignores("NOT a = 1");
    }

    @Test
    @KnownDifference("applies NOT to the name alone in NOT NOT a = 1; 3.8.1.1 has comparison come first")
    void notMayBeRepeated() throws JMSException {
        selects("NOT NOT a = 1", "a", 1);
        ignores("NOT NOT a = 1", "a", 2);
        selects("NOT (NOT (a))", "a", true);
    }

    @Test
    @KnownDifference(provider = {"ArtemisProvider", "RemoteEscrowProvider"},
            value = "has a string in arithmetic make the whole selector false; 3.8.1.1 says so of its comparison")
    void arithmeticWithAStringIsFalseOnlyInItsComparison() throws JMSException {
        selects("a - 1 = 1 OR b = 1", "a", "2", "b", 1);
        selects("NOT (a - 1 = 1)", "a", "2");
    }

    @Test
    void twoMinusSignsAreADifferenceWithANegativeNumber() throws JMSException {
        selects("a--1 = 3", "a", 2);
    }
}
