package org.escrowmq.broker.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.broker.selector.SelectorToken.Kind;
import org.escrowmq.message.MessageErrors;

/**
 * Message selectors (specification 3.8) in the words of the engine's filters, which have the same syntax and other
 * names for the header fields; and what such a filter means.
 *
 * <p>The filter is what the journal keeps of a durable subscription, as Artemis' own client writes it. The engine's
 * evaluation of it differs from the specification's, so that {@code SelectorFilter} takes its place (decision D12).
 */
public final class CoreFilter {

    private static final Map<String, String> HEADERS = Map.of(
            "JMSMessageID", CoreFields.ID,
            "JMSPriority", CoreFields.PRIORITY,
            "JMSTimestamp", CoreFields.TIMESTAMP,
            "JMSDeliveryMode", CoreFields.DELIVERY_MODE,
            "JMSXGroupID", CoreFields.GROUP_ID,
            "JMSXGroupSeq", "_AMQ_GROUP_SEQUENCE",
            "JMSXUserID", "_AMQ_VALIDATED_USER");

    private static final Set<String> HEADERS_OUT_OF_REACH = Set.of(
            "JMSDestination", "JMSReplyTo", "JMSRedelivered", "JMSExpiration", "JMSDeliveryTime");

    /**
     * The names of the delivery modes are other ones too, but only where they are compared with the delivery mode.
     * Both ways, so that the selector can be told from the filter.
     */
    private static final Map<String, String> DELIVERY_MODES = Map.of(
            "PERSISTENT", "DURABLE",
            "NON_PERSISTENT", "NON_DURABLE",
            "DURABLE", "PERSISTENT",
            "NON_DURABLE", "NON_PERSISTENT");

    /** What the engine's filters take for an identifier without quotes, and for what it is. */
    private static final Pattern PLAIN_NAME =
            Pattern.compile("(?!AMQ|(?i:xpath|xquery)$)[a-zA-Z_$][a-zA-Z0-9_$]*");

    private static final Pattern PLAIN_NUMBER = Pattern.compile(
            "[1-9][0-9]*[lL]?|0[0-7]{0,20}|0[xX][0-9a-fA-F]{1,15}"
                    + "|(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+");

    private CoreFilter() { }

    /**
     * Makes a filter.
     *
     * @param selector a message selector, or null for every message
     * @param notFrom leaves out messages sent through a connection of this identity; null to leave out none
     * @return the filter, or null if there is nothing to filter
     * @throws InvalidSelectorException if the selector is not valid
     */
    public static SimpleString of(String selector, String notFrom) throws InvalidSelectorException {
        String filter = selector == null || selector.isBlank() ? null : translate(selector);
        if (notFrom != null) {
            String identity = CoreMessages.CONNECTION_ID_PROPERTY;
            String remote = "(" + identity + " IS NULL OR " + identity + " <> '" + notFrom.replace("'", "''") + "')";
            filter = filter == null ? remote : "(" + filter + ") AND " + remote;
        }
        return SimpleString.of(filter);
    }

    /**
     * What a filter means that {@link #of} has made.
     *
     * @throws InvalidSelectorException if it is another one, which only the engine understands
     */
    public static SelectorExpression meaning(String filter) throws InvalidSelectorException {
        List<SelectorToken> tokens = new SelectorLexer(filter, true).tokens();
        for (int index : modes(tokens)) {
            SelectorToken mode = tokens.get(index);
            tokens.set(index, new SelectorToken(
                    Kind.STRING, mode.text(), mode.start(), DELIVERY_MODES.get(mode.value())));
        }
        return new SelectorParser(filter, tokens, name -> CoreFields.resolve(name, filter)).parse();
    }

    private static String translate(String selector) throws InvalidSelectorException {
        List<SelectorToken> tokens = new SelectorLexer(selector, false).tokens();
        SelectorParser parser = new SelectorParser(selector, tokens, name -> requireInReach(name, selector));
        parser.parse();
        Set<Integer> modes = modes(tokens);
        List<SelectorParser.Range> bare = parser.operandsOfNotWithoutBrackets();
        StringBuilder filter = new StringBuilder();
        int end = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SelectorToken token = tokens.get(i);
            int index = i;
            bare.stream().filter(operand -> operand.to() == index).forEach(operand -> filter.append(')'));
            filter.append(selector, end, token.start());
            // The engine's NOT binds tighter than a comparison.
            bare.stream().filter(operand -> operand.from() == index).forEach(operand -> filter.append('('));
            // To the engine, -- starts a comment.
            filter.append(token.is("-") && filter.length() > 0 && filter.charAt(filter.length() - 1) == '-' ? " " : "");
            filter.append(modes.contains(i) ? "'" + DELIVERY_MODES.get(token.value()) + "'" : word(token));
            end = token.end();
        }
        requireAccepted(selector, filter.toString());
        return filter.toString();
    }

    private static SelectorExpression requireInReach(SelectorToken name, String selector)
            throws InvalidSelectorException {
        if (HEADERS_OUT_OF_REACH.contains(name.text())) {
            throw SelectorLexer.invalid(selector, name.start(), name + " is a header field that no selector can refer "
                    + "to; they can to JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID and "
                    + "JMSType");
        }
        return SelectorExpression.constant(null);
    }

    /** A filter that the engine did not understand would keep the queue that has it from being loaded. */
    private static void requireAccepted(String selector, String filter) throws InvalidSelectorException {
        try {
            // The parser itself: FilterImpl, which uses it, would log an error of the application's as one of its own.
            org.apache.activemq.artemis.selector.impl.SelectorParser.parse(filter);
        } catch (FilterException e) {
            throw MessageErrors.withCause(new InvalidSelectorException(
                    "The message selector is not valid: it compares literals of unlike types. It is: " + selector), e);
        }
    }

    private static String word(SelectorToken token) {
        return switch (token.kind()) {
            case IDENTIFIER -> HEADERS.containsKey(token.text())
                    ? HEADERS.get(token.text())
                    : PLAIN_NAME.matcher(token.text()).matches() ? token.text() : '"' + token.text() + '"';
            case NUMBER -> PLAIN_NUMBER.matcher(token.text()).matches() ? token.text() : plain(token.value());
            default -> token.text();
        };
    }

    private static String plain(Object number) {
        return number instanceof Long exact && exact < 0 ? "(" + exact + ")" : number.toString();
    }

    /** The strings that stand in the same comparison as the delivery mode. */
    private static Set<Integer> modes(List<SelectorToken> tokens) {
        Set<Integer> modes = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Object name = tokens.get(i).kind() == Kind.IDENTIFIER ? tokens.get(i).value() : null;
            if ("JMSDeliveryMode".equals(name) || CoreFields.DELIVERY_MODE.equals(name)) {
                addModes(tokens, i, 1, modes);
                addModes(tokens, i, -1, modes);
            }
        }
        return modes;
    }

    private static void addModes(List<SelectorToken> tokens, int from, int step, Set<Integer> modes) {
        for (int i = from + step; i >= 0 && i < tokens.size(); i += step) {
            SelectorToken token = tokens.get(i);
            if (token.is("AND") || token.is("OR")) {
                return;
            }
            if (token.kind() == Kind.STRING && DELIVERY_MODES.containsKey(token.value())) {
                modes.add(i);
            }
        }
    }
}
