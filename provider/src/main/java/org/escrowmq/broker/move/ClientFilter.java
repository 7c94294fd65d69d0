package org.escrowmq.broker.move;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.escrowmq.broker.encoding.CoreMessages;

/**
 * The filter of a subscription as Artemis' own JMS client writes it. It compares the texts when it subscribes, and what
 * is written otherwise is another subscription to it: it deletes the one that there is, with its messages.
 *
 * <p>A selector is written the same way here and there, mostly ({@code CoreFilter}); noLocal is not.
 */
final class ClientFilter {

    private static final String NAME = Pattern.quote(CoreMessages.CONNECTION_ID_PROPERTY);
    private static final Pattern NO_LOCAL = Pattern.compile("(?:\\((.*)\\) AND )?"
            + "\\(" + NAME + " IS NULL OR " + NAME + " <> ('(?:[^']|'')*')\\)", Pattern.DOTALL);

    private ClientFilter() { }

    /** The filter as a text, or null if there is none. */
    static SimpleString of(Filter filter) {
        if (filter == null) {
            return null;
        }
        Matcher noLocal = NO_LOCAL.matcher(filter.getFilterString());
        if (!noLocal.matches()) {
            return filter.getFilterString();
        }
        String condition = CoreMessages.CONNECTION_ID_PROPERTY + "<>" + noLocal.group(2);
        return SimpleString.of(noLocal.group(1) == null ? condition : noLocal.group(1) + " AND " + condition);
    }
}
