package org.escrowmq.broker;

import jakarta.jms.InvalidSelectorException;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.escrowmq.broker.selector.CoreFilter;
import org.escrowmq.broker.selector.SelectorExpression;

/**
 * A filter of the engine's that selects messages as the specification says (3.8.1), by the meaning that
 * {@link CoreFilter} finds in it. Safe for use by several threads; lives as long as its queue.
 */
final class SelectorFilter implements Filter {

    private final Filter original;
    private final SelectorExpression meaning;

    private SelectorFilter(Filter original, SelectorExpression meaning) {
        this.original = original;
        this.meaning = meaning;
    }

    /** Replaces a filter of the engine's, or returns it as it is if it is null or not one of a selector. */
    static Filter replacing(Filter original) {
        if (original == null) {
            return null;
        }
        try {
            return new SelectorFilter(original, CoreFilter.meaning(original.getFilterString().toString()));
        } catch (InvalidSelectorException e) {
            // Made by another client of the engine's, whose language has more than selectors have.
            BrokerLog.foreignFilter(original.getFilterString().toString(), e);
            return original;
        }
    }

    @Override
    public boolean match(Message message) {
        return meaning.selects(message);
    }

    /** What is no message, as in the engine's management, it may judge by itself. */
    @Override
    public boolean match(Map<String, String> map) {
        return original.match(map);
    }

    @Override
    public boolean match(Filterable filterable) {
        return original.match(filterable);
    }

    @Override
    public SimpleString getFilterString() {
        return original.getFilterString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter filter && getFilterString().equals(filter.getFilterString());
    }

    @Override
    public int hashCode() {
        return getFilterString().hashCode();
    }

    @Override
    public String toString() {
        return "SelectorFilter[" + getFilterString() + "]";
    }
}
