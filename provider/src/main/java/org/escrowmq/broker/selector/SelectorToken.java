package org.escrowmq.broker.selector;

/**
 * A word of a message selector.
 *
 * @param kind what it is
 * @param text how it is written
 * @param start where it starts in the selector, from 0
 * @param value the name of an identifier, or the value of a literal; else null
 */
record SelectorToken(Kind kind, String text, int start, Object value) {

    /** What a token is. */
    enum Kind {
        /** A word of the language. */
        KEYWORD,
        IDENTIFIER,
        /** An identifier in double quotes, as the engine's filters know them and selectors do not. */
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    /** True for this keyword, in upper case, or symbol. */
    boolean is(String word) {
        return switch (kind) {
            case KEYWORD -> text.equalsIgnoreCase(word);
            case SYMBOL -> text.equals(word);
            default -> false;
        };
    }

    /** Where it ends, exclusively. */
    int end() {
        return start + text.length();
    }

    /** The token as an error message names it. */
    @Override
    public String toString() {
        return kind == Kind.END ? "its end" : text;
    }
}
