package org.escrowmq.broker.selector;

import jakarta.jms.InvalidSelectorException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escrowmq.broker.selector.SelectorToken.Kind;

/**
 * Divides a message selector, or a filter of the engine's, into its words (specification 3.8.1.1). For one thread, for
 * one selector.
 */
final class SelectorLexer {

    private static final Set<String> KEYWORDS = Set.of(
            "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}+");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\f\\r\\n]+");
    private static final Pattern STRING = Pattern.compile("'[^']*+(?:''[^']*+)*+'");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+(?:\"\"[^\"]*+)*+\"");
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+");
    private static final Pattern SYMBOL = Pattern.compile("<>|<=|>=|[=<>()+\\-*/,]");

    private static final String DIGITS = "[0-9](?:_*[0-9])*+";
    private static final String HEX_DIGITS = "[0-9a-fA-F](?:_*[0-9a-fA-F])*+";
    private static final String EXPONENT = "(?:[eE][+-]?" + DIGITS + ")";
    private static final Pattern APPROXIMATE = Pattern.compile(
            "(?:" + DIGITS + "\\.(?:" + DIGITS + ")?" + EXPONENT + "?"
                    + "|\\." + DIGITS + EXPONENT + "?"
                    + "|" + DIGITS + EXPONENT
                    + "|0[xX](?:" + HEX_DIGITS + "\\.?|(?:" + HEX_DIGITS + ")?\\." + HEX_DIGITS + ")[pP][+-]?" + DIGITS
                    + ")[fFdD]?"
                    + "|" + DIGITS + "[fFdD]");
    private static final Pattern EXACT = Pattern.compile(
            "0[xX](?<hex>" + HEX_DIGITS + ")[lL]?|0[bB](?<binary>[01](?:_*[01])*+)[lL]?|(?<decimal>" + DIGITS
                    + ")[lL]?");

    /** Can only be the number in the least long, -9223372036854775808. */
    static final BigInteger BEYOND_LONG = BigInteger.ONE.shiftLeft(Long.SIZE - 1);

    private final String selector;
    private final boolean quotes;
    private final Matcher matcher;
    private int position;

    /**
     * Reads a selector.
     *
     * @param quotes whether there may be identifiers in double quotes, as in the engine's filters
     */
    SelectorLexer(String selector, boolean quotes) {
        this.selector = selector;
        this.quotes = quotes;
        this.matcher = SPACE.matcher(selector);
    }

    /** All tokens, and then one of kind END. */
    List<SelectorToken> tokens() throws InvalidSelectorException {
        List<SelectorToken> tokens = new ArrayList<>();
        while (true) {
            if (lookingAt(SPACE)) {
                position = matcher.end();
            }
            if (position == selector.length()) {
                tokens.add(new SelectorToken(Kind.END, "", position, null));
                return tokens;
            }
            SelectorToken token = next();
            tokens.add(token);
            position = token.end();
        }
    }

    private boolean lookingAt(Pattern pattern) {
        return matcher.usePattern(pattern).region(position, selector.length()).lookingAt();
    }

    private SelectorToken next() throws InvalidSelectorException {
        if (lookingAt(APPROXIMATE)) {
            return number(approximate(matcher.group()));
        }
        if (lookingAt(EXACT)) {
            return number(exact());
        }
        if (lookingAt(IDENTIFIER)) {
            String name = matcher.group();
            boolean keyword = ASCII.matcher(name).matches() && KEYWORDS.contains(name.toUpperCase(Locale.ROOT));
            return new SelectorToken(keyword ? Kind.KEYWORD : Kind.IDENTIFIER, name, position, keyword ? null : name);
        }
        if (lookingAt(STRING)) {
            return quoted(Kind.STRING, "'");
        }
        if (quotes && lookingAt(QUOTED)) {
            return quoted(Kind.QUOTED, "\"");
        }
        if (lookingAt(SYMBOL)) {
            return new SelectorToken(Kind.SYMBOL, matcher.group(), position, null);
        }
        if (selector.charAt(position) == '\'') {
            throw invalid(selector, position, "the string that starts there has no closing quote");
        }
        throw invalid(selector, position, "nothing in a selector starts with the character "
                + Character.toString(selector.codePointAt(position)));
    }

    private SelectorToken quoted(Kind kind, String quote) {
        String text = matcher.group();
        String value = text.substring(1, text.length() - 1).replace(quote + quote, quote);
        return new SelectorToken(kind, text, position, value);
    }

    private SelectorToken number(Object value) throws InvalidSelectorException {
        String text = matcher.group();
        int end = matcher.end();
        if (end < selector.length() && Character.isJavaIdentifierPart(selector.codePointAt(end))) {
            throw invalid(selector, position, "a number or a name is expected; " + text
                    + " and what follows it is neither");
        }
        return new SelectorToken(Kind.NUMBER, text, position, value);
    }

    private Double approximate(String text) throws InvalidSelectorException {
        String digits = text.replace("_", "");
        // The engine's filters have no numbers of type float: a float is the double of the same value.
        boolean isFloat = digits.endsWith("f") || digits.endsWith("F");
        double value = isFloat ? Float.parseFloat(digits) : Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw invalid(selector, position, text + " is outside the range of " + (isFloat ? "float" : "double"));
        }
        return value;
    }

    private Number exact() throws InvalidSelectorException {
        String hex = matcher.group("hex");
        String binary = matcher.group("binary");
        String decimal = matcher.group("decimal");
        boolean octal = decimal != null && decimal.length() > 1 && decimal.charAt(0) == '0';
        int radix = hex != null ? 16 : binary != null ? 2 : octal ? 8 : 10;
        String digits = (hex != null ? hex : binary != null ? binary : decimal).replace("_", "");
        BigInteger value;
        try {
            value = new BigInteger(digits, radix);
        } catch (NumberFormatException e) {
            InvalidSelectorException invalid = invalid(selector, position,
                    digits + " starts with 0 and is therefore octal, where the digits 8 and 9 do not exist");
            invalid.initCause(e);
            throw invalid;
        }
        boolean isLong = matcher.group().endsWith("l") || matcher.group().endsWith("L");
        if (value.bitLength() < Long.SIZE) {
            return !isLong && value.bitLength() < Integer.SIZE ? (Number) value.intValue() : value.longValue();
        }
        if (radix == 10 && value.equals(BEYOND_LONG)) {
            return BEYOND_LONG;
        }
        if (radix != 10 && value.bitLength() == Long.SIZE) {
            return value.longValue();
        }
        throw invalid(selector, position, matcher.group() + " is outside the range of long");
    }

    /** The one form that the errors of selectors have. */
    static InvalidSelectorException invalid(String selector, int start, String why) {
        return new InvalidSelectorException(
                "The message selector is not valid at character " + (start + 1) + ": " + why + ". It is: " + selector);
    }
}
