package org.escrowmq.broker.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.escrowmq.broker.selector.SelectorNumbers.Arithmetic;
import org.escrowmq.broker.selector.SelectorNumbers.Comparison;
import org.escrowmq.broker.selector.SelectorToken.Kind;

/**
 * The grammar of message selectors (specification 3.8.1.1), each rule one method, from the loosest binding to the
 * tightest. For one thread, for one selector.
 */
final class SelectorParser {

    /** More brackets, NOTs, signs and operators within each other could exhaust the stack of whoever evaluates. */
    private static final int MAX_DEPTH = 400;

    private final String selector;
    private final List<SelectorToken> tokens;
    private final Names names;
    private final List<Range> bare = new ArrayList<>();
    private int next;
    private int depth;

    /** What an identifier refers to. */
    @FunctionalInterface
    interface Names {

        /**
         * Finds what has this name.
         *
         * @throws InvalidSelectorException if a selector may not name it
         */
        SelectorExpression resolve(SelectorToken identifier) throws InvalidSelectorException;
    }

    /** Tokens from one number up to another, exclusively. */
    record Range(int from, int to) { }

    /** The types that can be told from a selector alone. */
    private enum Type {
        STRING("a string"), NUMBER("a number"), BOOLEAN("a condition"), PROPERTY("a property");

        final String words;

        Type(String words) {
            this.words = words;
        }
    }

    private record Operand(Type type, SelectorExpression value) {

        boolean mayBe(Type wanted) {
            return type == wanted || type == Type.PROPERTY;
        }
    }

    /** Parses what a {@link SelectorLexer} read. */
    SelectorParser(String selector, List<SelectorToken> tokens, Names names) {
        this.selector = selector;
        this.tokens = tokens;
        this.names = names;
    }

    /** Parses the whole selector. */
    SelectorExpression parse() throws InvalidSelectorException {
        SelectorExpression condition = condition(0, disjunction());
        if (peek().kind() != Kind.END) {
            throw expected("an operator or the end");
        }
        return condition;
    }

    /** What NOT applies to without brackets around it; known after {@link #parse()}. */
    List<Range> operandsOfNotWithoutBrackets() {
        return bare;
    }

    private Operand disjunction() throws InvalidSelectorException {
        int start = next;
        Operand first = conjunction();
        if (!peek().is("OR")) {
            return first;
        }
        List<SelectorExpression> conditions = new ArrayList<>(List.of(condition(start, first)));
        while (take("OR")) {
            int from = next;
            conditions.add(condition(from, conjunction()));
        }
        return new Operand(Type.BOOLEAN, SelectorExpression.anyOf(conditions));
    }

    private Operand conjunction() throws InvalidSelectorException {
        int start = next;
        Operand first = negation();
        if (!peek().is("AND")) {
            return first;
        }
        List<SelectorExpression> conditions = new ArrayList<>(List.of(condition(start, first)));
        while (take("AND")) {
            int from = next;
            conditions.add(condition(from, negation()));
        }
        return new Operand(Type.BOOLEAN, SelectorExpression.allOf(conditions));
    }

    private Operand negation() throws InvalidSelectorException {
        if (!take("NOT")) {
            return comparison();
        }
        int start = next;
        deeper();
        SelectorExpression condition = condition(start, negation());
        depth--;
        if (!isInBrackets(start) && !tokens.get(start).is("NOT") && next - start > 1) {
            bare.add(new Range(start, next));
        }
        return new Operand(Type.BOOLEAN, SelectorExpression.not(condition));
    }

    private boolean isInBrackets(int start) {
        if (!tokens.get(start).is("(")) {
            return false;
        }
        int open = 1;
        int at = start + 1;
        while (open > 0) {
            open += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
            at++;
        }
        return at == next;
    }

    private Operand comparison() throws InvalidSelectorException {
        int start = next;
        int outer = depth;
        Operand left = sum();
        while (true) {
            Comparison operator = Comparison.of(peek());
            if (operator != null) {
                deeper();
                left = compared(start, left, operator);
            } else if (peek().is("IS") || peek().is("NOT") || peek().is("BETWEEN") || peek().is("IN")
                    || peek().is("LIKE")) {
                left = new Operand(Type.BOOLEAN, predicate(start, left));
            } else {
                depth = outer;
                return left;
            }
        }
    }

    private Operand compared(int start, Operand left, Comparison operator) throws InvalidSelectorException {
        SelectorToken symbol = take();
        int from = next;
        Operand right = sum();
        if (!operator.isForAll()) {
            require(Type.NUMBER, start, left, symbol);
            require(Type.NUMBER, from, right, symbol);
        }
        return new Operand(Type.BOOLEAN, SelectorExpression.comparison(operator, left.value(), right.value()));
    }

    private SelectorExpression predicate(int start, Operand left) throws InvalidSelectorException {
        if (take("IS")) {
            requireIdentifier(start, left, "IS");
            boolean not = take("NOT");
            require("NULL");
            SelectorExpression isNull = SelectorExpression.isNull(left.value());
            return not ? SelectorExpression.not(isNull) : isNull;
        }
        boolean not = take("NOT");
        if (peek().is("BETWEEN")) {
            return between(start, left, not);
        }
        if (take("IN")) {
            requireIdentifier(start, left, "IN");
            return SelectorExpression.in(left.value(), list(), not);
        }
        if (take("LIKE")) {
            requireIdentifier(start, left, "LIKE");
            return SelectorExpression.like(left.value(), pattern(), not);
        }
        throw expected("BETWEEN, IN or LIKE");
    }

    private SelectorExpression between(int start, Operand value, boolean not) throws InvalidSelectorException {
        SelectorToken word = take();
        require(Type.NUMBER, start, value, word);
        int from = next;
        Operand low = sum();
        require(Type.NUMBER, from, low, word);
        require("AND");
        int to = next;
        Operand high = sum();
        require(Type.NUMBER, to, high, word);
        // Not the negation of BETWEEN, which would be true for what is no number.
        return not
                ? SelectorExpression.anyOf(List.of(
                        SelectorExpression.comparison(Comparison.LESS, value.value(), low.value()),
                        SelectorExpression.comparison(Comparison.GREATER, value.value(), high.value())))
                : SelectorExpression.allOf(List.of(
                        SelectorExpression.comparison(Comparison.AT_LEAST, value.value(), low.value()),
                        SelectorExpression.comparison(Comparison.AT_MOST, value.value(), high.value())));
    }

    private Set<String> list() throws InvalidSelectorException {
        Set<String> texts = new HashSet<>();
        require("(");
        do {
            texts.add(string());
        } while (take(","));
        require(")");
        return texts;
    }

    private SelectorPattern pattern() throws InvalidSelectorException {
        String pattern = string();
        if (!take("ESCAPE")) {
            return new SelectorPattern(pattern, null);
        }
        int at = next;
        String escape = string();
        if (escape.length() != 1) {
            throw invalid(at, "the string after ESCAPE must be one character");
        }
        return new SelectorPattern(pattern, escape.charAt(0));
    }

    private Operand sum() throws InvalidSelectorException {
        int start = next;
        int outer = depth;
        Operand left = product();
        while (peek().is("+") || peek().is("-")) {
            SelectorToken symbol = take();
            Arithmetic operator = symbol.is("+") ? Arithmetic.PLUS : Arithmetic.MINUS;
            int from = next;
            left = calculated(start, left, operator, symbol, from, product());
        }
        depth = outer;
        return left;
    }

    private Operand product() throws InvalidSelectorException {
        int start = next;
        int outer = depth;
        Operand left = signed();
        while (peek().is("*") || peek().is("/")) {
            SelectorToken symbol = take();
            Arithmetic operator = symbol.is("*") ? Arithmetic.TIMES : Arithmetic.DIVIDED;
            int from = next;
            left = calculated(start, left, operator, symbol, from, signed());
        }
        depth = outer;
        return left;
    }

    private Operand calculated(int start, Operand left, Arithmetic operator, SelectorToken symbol, int from,
            Operand right) throws InvalidSelectorException {
        deeper();
        require(Type.NUMBER, start, left, symbol);
        require(Type.NUMBER, from, right, symbol);
        return new Operand(Type.NUMBER, SelectorExpression.arithmetic(operator, left.value(), right.value()));
    }

    private Operand signed() throws InvalidSelectorException {
        if (!peek().is("+") && !peek().is("-")) {
            return primary();
        }
        SelectorToken sign = take();
        if (sign.is("-") && SelectorLexer.BEYOND_LONG.equals(peek().value())) {
            take();
            return new Operand(Type.NUMBER, SelectorExpression.constant(Long.MIN_VALUE));
        }
        int start = next;
        deeper();
        Operand operand = signed();
        depth--;
        require(Type.NUMBER, start, operand, sign);
        // A sign promotes a number as multiplication does, and makes the same of 0.0 and of what is no number.
        SelectorExpression factor = SelectorExpression.constant(sign.is("-") ? -1 : 1);
        return new Operand(Type.NUMBER,
                SelectorExpression.arithmetic(Arithmetic.TIMES, operand.value(), factor));
    }

    private Operand primary() throws InvalidSelectorException {
        SelectorToken token = peek();
        switch (token.kind()) {
            case STRING:
                return literal(Type.STRING, take().value());
            case NUMBER:
                if (token.value().equals(SelectorLexer.BEYOND_LONG)) {
                    throw invalid(next, token.text() + " is outside the range of long");
                }
                return literal(Type.NUMBER, take().value());
            case IDENTIFIER, QUOTED:
                return new Operand(Type.PROPERTY, names.resolve(take()));
            default:
                break;
        }
        if (token.is("TRUE") || token.is("FALSE")) {
            return literal(Type.BOOLEAN, take().is("TRUE"));
        }
        if (!take("(")) {
            throw expected("a name, a literal or an opening bracket");
        }
        deeper();
        Operand inner = disjunction();
        depth--;
        require(")");
        return inner;
    }

    private static Operand literal(Type type, Object value) {
        return new Operand(type, SelectorExpression.constant(value));
    }

    private SelectorExpression condition(int start, Operand operand) throws InvalidSelectorException {
        if (!operand.mayBe(Type.BOOLEAN)) {
            throw invalid(start, "a condition is expected, not " + operand.type().words);
        }
        return operand.type() == Type.BOOLEAN ? operand.value() : SelectorExpression.condition(operand.value());
    }

    private void require(Type type, int start, Operand operand, SelectorToken operator)
            throws InvalidSelectorException {
        if (!operand.mayBe(type)) {
            throw invalid(start, operator + " is for numbers only, not for " + operand.type().words);
        }
    }

    private void requireIdentifier(int start, Operand operand, String word) throws InvalidSelectorException {
        if (operand.type() != Type.PROPERTY) {
            throw invalid(start, "only a name may come before " + word + ", not " + operand.type().words);
        }
    }

    private String string() throws InvalidSelectorException {
        if (peek().kind() != Kind.STRING) {
            throw expected("a string");
        }
        return (String) take().value();
    }

    private void deeper() throws InvalidSelectorException {
        if (++depth > MAX_DEPTH) {
            throw invalid(next, "more than " + MAX_DEPTH + " operators and brackets are within each other");
        }
    }

    private SelectorToken peek() {
        return tokens.get(next);
    }

    private SelectorToken take() {
        return tokens.get(next++);
    }

    private boolean take(String word) {
        boolean found = peek().is(word);
        if (found) {
            next++;
        }
        return found;
    }

    private void require(String word) throws InvalidSelectorException {
        if (!take(word)) {
            throw expected(word);
        }
    }

    private InvalidSelectorException expected(String what) {
        return invalid(next, what + " is expected, not " + peek());
    }

    private InvalidSelectorException invalid(int token, String why) {
        return SelectorLexer.invalid(selector, tokens.get(token).start(), why);
    }
}
