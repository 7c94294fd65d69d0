package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no selector, and where that is found out: when it is presented. */
@Section("3.8.1.1")
class InvalidSelectorTest extends ConformanceTest {

    private static final String INVALID = "a = ";

    private void assertInvalid(String selector) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        assertThatExceptionOfType(InvalidSelectorException.class).as("for %s", selector)
                .isThrownBy(() -> session.createConsumer(queue, selector));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a =", "= 1", "a = 1 AND", "AND a = 1", "a = 1 AND OR b = 2", "a = 1 b = 2", "a b", "NOT",
        "a NOT = 1", "OR", "a = 1 = 2 AND", "a +", "* a = 1", "a = 1 NOT b = 2"})
    void operatorWithoutItsOperandsIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a = 1", "a = 1)", "((a = 1)", ")a = 1(", "()", "a = ()"})
    void unbalancedOrEmptyBracketsAreInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a == 1", "a != 1", "a => 1", "a =< 1", "a <=> 1", "a & b", "a && b", "a || b", "!a", "a;",
        "a = 1;", "a ^ 2 = 1", "#a = 1", "a = @b", "a ? b", "a, b", "a[0] = 1", "a.b() = 1", "{a = 1}"})
    void unknownOperatorIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 'x", "a = x'", "a = 'it's'", "a = \"x\"x\"", "a = `x`"})
    void stringLiteralThatIsNotClosedIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1x", "a = 1.2.3", "a = 1E", "a = 0x", "a = 1 2", "a = 1,5"})
    void malformedNumberIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a = 1", "a-", "a:b = 1", "é% = 1"})
    void malformedIdentifierIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "and", "Like"})
    void reservedWordIsNoIdentifier(String word) throws JMSException {
        assertInvalid(word + " = 1");
        assertInvalid(word + " IS NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a BETWEEN", "a BETWEEN 1", "a BETWEEN 1 AND", "a BETWEEN 1 OR 2", "a BETWEEN (1 AND 2)",
        "a BETWEEN 1, 2", "BETWEEN 1 AND 2", "a BETWEEN AND 2", "a NOT BETWEEN 1", "NOT BETWEEN 1 AND 2"})
    void incompleteBetweenIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a IN", "a IN ()", "a IN 'x'", "a IN ('x'", "a IN ('x',)", "a IN (,'x')", "a IN ('x' 'y')",
        "IN ('x')", "a NOT IN", "a IN (b)"})
    void incompleteInIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a LIKE", "LIKE 'x'", "a NOT LIKE", "a LIKE 5", "a LIKE b", "a LIKE 'x' ESCAPE",
        "a LIKE 'x' ESCAPE 5", "a LIKE ('x')", "a ESCAPE 'x'", "a LIKE TRUE"})
    void incompleteLikeIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a IS", "a IS NOT", "a IS 1", "a NULL", "IS NULL", "a IS NULL NULL", "a IS NOT 'x'",
        "a NOT NULL", "a NOT IS NULL", "a IS b"})
    void incompleteIsNullIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a IN (1, 2)", "a IN (1.5)", "a IN (TRUE)"})
    void literalThatIsNoStringInTheListOfInIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a LIKE 'x' ESCAPE 'yy'", "a LIKE 'x' ESCAPE ''"})
    void escapeOfOtherThanOneCharacterIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'", "5", "a + 1", "-1", "1.5", "(5)", "a = 1 AND 5", "NOT 5", "5 OR a = 1"})
    void expressionThatIsNoConditionIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @Test
    void invalidSelectorIsFoundByEveryMethodOfASession() throws JMSException {
        var connection = connection(uniqueName("client"));
        Session session = connection.createSession();
        Queue queue = queue(session);
        Topic topic = topic(session);
        assertRefused(() -> session.createConsumer(queue, INVALID));
        assertRefused(() -> session.createConsumer(topic, INVALID));
        assertRefused(() -> session.createConsumer(topic, INVALID, true));
        assertRefused(() -> session.createSharedConsumer(topic, uniqueName("name"), INVALID));
        assertRefused(() -> session.createDurableSubscriber(topic, uniqueName("name"), INVALID, false));
        assertRefused(() -> session.createDurableConsumer(topic, uniqueName("name"), INVALID, false));
        assertRefused(() -> session.createSharedDurableConsumer(topic, uniqueName("name"), INVALID));
        assertRefused(() -> session.createBrowser(queue, INVALID));
    }

    /** Something that may throw. */
    private interface Action {
        void run() throws JMSException;
    }

    private static void assertRefused(Action action) {
        assertThatExceptionOfType(InvalidSelectorException.class).isThrownBy(action::run);
    }

    @Test
    void invalidSelectorIsFoundByEveryMethodOfAContext() throws JMSException {
        JMSContext context = context();
        context.setClientID(uniqueName("client"));
        Queue queue = context.createQueue(uniqueName("queue"));
        Topic topic = context.createTopic(uniqueName("topic"));
        assertRefusedByContext(() -> context.createConsumer(queue, INVALID));
        assertRefusedByContext(() -> context.createConsumer(topic, INVALID));
        assertRefusedByContext(() -> context.createConsumer(topic, INVALID, true));
        assertRefusedByContext(() -> context.createSharedConsumer(topic, uniqueName("name"), INVALID));
        assertRefusedByContext(() -> context.createDurableConsumer(topic, uniqueName("name"), INVALID, false));
        assertRefusedByContext(() -> context.createSharedDurableConsumer(topic, uniqueName("name"), INVALID));
        assertRefusedByContext(() -> context.createBrowser(queue, INVALID));
    }

    private static void assertRefusedByContext(Action action) {
        assertThatExceptionOfType(InvalidSelectorRuntimeException.class).isThrownBy(action::run);
    }

    @Test
    @KnownDifference("has an operator more than 3.8.1.1")
    void remainderIsNoOperator() throws JMSException {
        assertInvalid("a % 2 = 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x' IN ('x')", "5 IN ('5')"})
    void literalBeforeInIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 IS NULL", "'x' LIKE 'x'", "'x' IS NOT NULL", "a + 1 IS NULL", "5 NOT LIKE 'x'"})
    @KnownDifference("takes a literal where 3.8.1.1 has an identifier")
    void literalBeforeLikeOrIsNullIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = NULL", "a <> NULL", "a IN (NULL)"})
    void nullIsNothingToCompareWith(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "NULL IS NULL", "a = 1 OR NULL"})
    @KnownDifference("takes NULL for a literal, which 3.8.1.1 does not have")
    void nullIsNoLiteral(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @Test
    @Section("3.8.1.3")
    void commentWithoutAnEndIsInvalid() throws JMSException {
        assertInvalid("a = 1 -- a comment");
        assertInvalid("a = 1 /* a comment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* comment */ a = 1", "a = /* comment */ 1", "-- comment\na = 1"})
    @Section("3.8.1.3")
    @KnownDifference("has comments, which 3.8.1.3 rules out")
    void commentIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\" = 1", "convert_string_expressions:a = 1", "hyphenated_props:a = 1", "XPATH '//a'"})
    @KnownDifference("has a language larger than that of 3.8.1.1")
    void extensionOfTheLanguageIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JMSDestination", "JMSReplyTo", "JMSRedelivered", "JMSExpiration", "JMSDeliveryTime"})
    @KnownDifference("takes every header field; 3.8.1.1 restricts references to six")
    void otherHeaderFieldsCannotBeReferredTo(String header) throws JMSException {
        assertInvalid(header + " IS NOT NULL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a < 'x'", "a >= TRUE", "'x' > a", "a BETWEEN 'a' AND 'b'"})
    void orderOfStringsAndBooleansIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a - 'x' = 1", "a * TRUE = 1", "-'x' = a"})
    @KnownDifference("finds out only when a message comes; 3.8.1.1 has arithmetic be for numbers")
    void arithmeticWithLiteralsThatAreNoNumbersIsInvalid(String selector) throws JMSException {
        assertInvalid(selector);
    }
}
