package org.escrowmq.broker.selector;

import java.util.Arrays;

/** The pattern of a LIKE (specification 3.8.1.1). Immutable. */
final class SelectorPattern {

    private static final int ANY_ONE = -1;
    private static final int ANY_SEQUENCE = -2;

    /** Characters, and one of the two numbers above for a wildcard. */
    private final int[] parts;

    /** @param escape the character that takes the meaning from a wildcard, or null if there is none */
    SelectorPattern(String pattern, Character escape) {
        int[] characters = pattern.codePoints().toArray();
        int[] found = new int[characters.length];
        int count = 0;
        int at = 0;
        while (at < characters.length) {
            boolean escaped = escape != null && characters[at] == escape && at + 1 < characters.length
                    && (characters[at + 1] == '%' || characters[at + 1] == '_' || characters[at + 1] == escape);
            int character = characters[escaped ? at + 1 : at];
            found[count++] = escaped ? character
                    : character == '%' ? ANY_SEQUENCE : character == '_' ? ANY_ONE : character;
            at += escaped ? 2 : 1;
        }
        parts = Arrays.copyOf(found, count);
    }

    /**
     * True if the whole text is as the pattern says. Only the last sequence is ever made longer, which is enough, and
     * keeps a pattern of many wildcards from taking for ever.
     */
    boolean matches(String text) {
        int[] characters = text.codePoints().toArray();
        int part = 0;
        int at = 0;
        int lastSequence = -1;
        int sequenceEnd = 0;
        while (at < characters.length) {
            if (part < parts.length && parts[part] == ANY_SEQUENCE) {
                lastSequence = part++;
                sequenceEnd = at;
            } else if (part < parts.length && (parts[part] == ANY_ONE || parts[part] == characters[at])) {
                part++;
                at++;
            } else if (lastSequence >= 0) {
                part = lastSequence + 1;
                at = ++sequenceEnd;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == ANY_SEQUENCE) {
            part++;
        }
        return part == parts.length;
    }
}
