package org.escrowmq.broker.selector;

import jakarta.jms.InvalidSelectorException;
import java.util.Map;
import org.apache.activemq.artemis.api.core.FilterConstants;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.broker.selector.SelectorToken.Kind;

/** What the names in the engine's filters stand for: header fields by names of its own, and properties. */
final class CoreFields {

    static final String ID = FilterConstants.ACTIVEMQ_USERID.toString();
    static final String PRIORITY = FilterConstants.ACTIVEMQ_PRIORITY.toString();
    static final String TIMESTAMP = FilterConstants.ACTIVEMQ_TIMESTAMP.toString();
    static final String DELIVERY_MODE = FilterConstants.ACTIVEMQ_DURABLE.toString();
    static final String GROUP_ID = FilterConstants.ACTIVEMQ_GROUP_ID.toString();

    /** All names of header fields start with this. */
    static final String PREFIX = FilterConstants.ACTIVEMQ_PREFIX.toString();

    private static final Map<String, SelectorExpression> FIELDS = Map.of(
            ID, CoreFields::id,
            PRIORITY, message -> (int) message.getPriority(),
            TIMESTAMP, Message::getTimestamp,
            FilterConstants.ACTIVEMQ_EXPIRATION.toString(), Message::getExpiration,
            DELIVERY_MODE, message -> message.isDurable() ? "PERSISTENT" : "NON_PERSISTENT",
            GROUP_ID, message -> text(message.getGroupID()));

    private CoreFields() { }

    /**
     * Finds the field or property of this name.
     *
     * @throws InvalidSelectorException if only the engine knows what it is
     */
    static SelectorExpression resolve(SelectorToken token, String filter) throws InvalidSelectorException {
        String name = (String) token.value();
        if (token.kind() == Kind.QUOTED || !name.startsWith(PREFIX)) {
            SimpleString property = SimpleString.of(name);
            return message -> text(message.getObjectProperty(property));
        }
        SelectorExpression field = FIELDS.get(name);
        if (field == null) {
            throw SelectorLexer.invalid(filter, token.start(), name + " is none of " + FIELDS.keySet());
        }
        return field;
    }

    private static Object id(Message message) {
        if (message.getUserID() == null) {
            return text(message.getObjectProperty(FilterConstants.NATIVE_MESSAGE_ID));
        }
        String id = message.getUserID().toString();
        return id.startsWith(CoreMessages.ID_PREFIX) ? id : CoreMessages.ID_PREFIX + id;
    }

    private static Object text(Object value) {
        return value instanceof SimpleString text ? text.toString() : value;
    }
}
