package org.escrowmq.broker.selector;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.escrowmq.broker.selector.SelectorNumbers.Arithmetic;
import org.escrowmq.broker.selector.SelectorNumbers.Comparison;

/**
 * Part of a message selector, with its value for a message (specification 3.8.1.1 and 3.8.1.2). Immutable.
 *
 * <p>A value is a String, a Boolean, a Number, null for what is unknown, or any other object for what is like nothing
 * else, such as the sum of two strings.
 */
@FunctionalInterface
public interface SelectorExpression {

    /** What comes of arithmetic with something else than numbers. */
    Object NO_NUMBER = new Object();

    /** The value for this message. Throws nothing, because the engine would deliver the message then. */
    Object of(Message message);

    /** What is unknown selects nothing. */
    default boolean selects(Message message) {
        return Boolean.TRUE.equals(of(message));
    }

    static SelectorExpression constant(Object value) {
        return message -> value;
    }

    /** What is no boolean is not true. */
    static SelectorExpression condition(SelectorExpression expression) {
        return message -> {
            Object value = expression.of(message);
            return value == null || value instanceof Boolean ? value : Boolean.FALSE;
        };
    }

    static SelectorExpression not(SelectorExpression condition) {
        return message -> {
            Object value = condition.of(message);
            return value == null ? null : value.equals(Boolean.FALSE);
        };
    }

    /** Of conditions: false if one is false; else unknown if one is. */
    static SelectorExpression allOf(List<SelectorExpression> conditions) {
        return unless(Boolean.FALSE, List.copyOf(conditions));
    }

    /** Of conditions: true if one is true; else unknown if one is. */
    static SelectorExpression anyOf(List<SelectorExpression> conditions) {
        return unless(Boolean.TRUE, List.copyOf(conditions));
    }

    private static SelectorExpression unless(Boolean decisive, List<SelectorExpression> conditions) {
        return message -> {
            boolean unknown = false;
            for (SelectorExpression condition : conditions) {
                Object value = condition.of(message);
                if (decisive.equals(value)) {
                    return decisive;
                }
                unknown |= value == null;
            }
            return unknown ? null : (Object) !decisive;
        };
    }

    static SelectorExpression comparison(Comparison operator, SelectorExpression left, SelectorExpression right) {
        return message -> {
            Object one = left.of(message);
            Object other = right.of(message);
            return one == null || other == null ? null : (Object) compare(operator, one, other);
        };
    }

    private static boolean compare(Comparison operator, Object left, Object right) {
        if (left instanceof Number number && right instanceof Number other) {
            return operator.holds(number, other);
        }
        boolean comparable = operator.isForAll()
                && (left instanceof String && right instanceof String
                || left instanceof Boolean && right instanceof Boolean);
        return comparable && left.equals(right) == (operator == Comparison.EQUAL);
    }

    static SelectorExpression arithmetic(Arithmetic operator, SelectorExpression left, SelectorExpression right) {
        return message -> {
            Object one = left.of(message);
            Object other = right.of(message);
            if (one == null || other == null) {
                return null;
            }
            return one instanceof Number number && other instanceof Number second
                    ? operator.of(number, second) : NO_NUMBER;
        };
    }

    /** IN, or NOT IN, either of which is false for what is no string. */
    static SelectorExpression in(SelectorExpression identifier, Set<String> texts, boolean not) {
        return text(identifier, Set.copyOf(texts)::contains, not);
    }

    /** LIKE, or NOT LIKE, either of which is false for what is no string. */
    static SelectorExpression like(SelectorExpression identifier, SelectorPattern pattern, boolean not) {
        return text(identifier, pattern::matches, not);
    }

    private static SelectorExpression text(SelectorExpression identifier, Predicate<String> wanted, boolean not) {
        return message -> {
            Object value = identifier.of(message);
            return value == null ? null : (Object) (value instanceof String text && wanted.test(text) != not);
        };
    }

    static SelectorExpression isNull(SelectorExpression identifier) {
        return message -> identifier.of(message) == null;
    }
}
