package org.escrowmq.broker;

import jakarta.jms.InvalidSelectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/**
 * Turns a message selector (specification 3.8) into the engine's filter, which has the same syntax and other names for
 * the header fields.
 */
final class CoreFilter {

    private static final Map<String, String> HEADERS = Map.of(
            "JMSMessageID", "AMQUserID",
            "JMSPriority", "AMQPriority",
            "JMSTimestamp", "AMQTimestamp",
            "JMSExpiration", "AMQExpiration",
            "JMSDeliveryMode", "AMQDurable",
            "JMSXGroupID", "AMQGroupID",
            "JMSXGroupSeq", "_AMQ_GROUP_SEQUENCE",
            "JMSXUserID", "_AMQ_VALIDATED_USER");

    private static final Map<String, String> DELIVERY_MODES = Map.of(
            "'PERSISTENT'", "'DURABLE'",
            "'NON_PERSISTENT'", "'NON_DURABLE'");

    private static final String DELIVERY_MODE = "AMQDurable";
    private static final Set<String> ENDS_COMPARISON = Set.of("AND", "OR");

    /** A string literal, an identifier, or any other single character. */
    private static final Pattern TOKEN = Pattern.compile(
            "'[^']*+(?:''[^']*+)*+'|\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+|.", Pattern.DOTALL);

    private CoreFilter() { }

    /**
     * Makes a filter.
     *
     * @param selector a message selector, or null for every message
     * @param notFrom leaves out messages sent through a connection of this identity; null to leave out none
     * @return the filter, or null if there is nothing to filter
     * @throws InvalidSelectorException if the selector is not valid
     */
    static SimpleString of(String selector, String notFrom) throws InvalidSelectorException {
        String filter = selector == null || selector.isBlank() ? null : translate(selector);
        if (filter != null) {
            requireValid(selector, filter);
        }
        if (notFrom != null) {
            String identity = MessageCodec.CONNECTION_ID_PROPERTY;
            String remote = "(" + identity + " IS NULL OR " + identity + " <> '" + notFrom.replace("'", "''") + "')";
            filter = filter == null ? remote : "(" + filter + ") AND " + remote;
        }
        return SimpleString.of(filter);
    }

    private static void requireValid(String selector, String filter) throws InvalidSelectorException {
        try {
            // The parser itself: FilterImpl, which uses it, would log an error of the application's as one of its own.
            SelectorParser.parse(filter);
        } catch (FilterException e) {
            throw ArtemisErrors.withCause(new InvalidSelectorException(
                    "The message selector is not valid: " + selector), e);
        }
    }

    private static String translate(String selector) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(selector);
        while (matcher.find()) {
            tokens.add(HEADERS.getOrDefault(matcher.group(), matcher.group()));
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).equals(DELIVERY_MODE)) {
                translateModes(tokens, i, 1);
                translateModes(tokens, i, -1);
            }
        }
        return String.join("", tokens);
    }

    /** The names of the delivery modes are other ones too, but only where they are compared with the delivery mode. */
    private static void translateModes(List<String> tokens, int from, int step) {
        for (int i = from + step; i >= 0 && i < tokens.size(); i += step) {
            String token = tokens.get(i);
            if (ENDS_COMPARISON.contains(token.toUpperCase(Locale.ROOT))) {
                return;
            }
            tokens.set(i, DELIVERY_MODES.getOrDefault(token, token));
        }
    }
}
