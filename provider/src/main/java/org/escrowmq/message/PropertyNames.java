package org.escrowmq.message;

import java.util.Set;

/** Which names a property may have (specification 3.5.1, 3.5.9 and 3.8.1.1). */
final class PropertyNames {

    /** How often a message was delivered; set on receive. */
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** The group that a message belongs to, a String; set by the client. */
    static final String GROUP_ID = "JMSXGroupID";

    /** The place of a message in its group, an int; set by the client. */
    static final String GROUP_SEQUENCE = "JMSXGroupSeq";

    private static final Set<String> SELECTOR_WORDS = Set.of(
            "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private static final Set<String> HEADER_FIELDS = Set.of(
            "JMSDestination", "JMSDeliveryMode", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSReplyTo",
            "JMSRedelivered", "JMSType", "JMSExpiration", "JMSDeliveryTime", "JMSPriority");

    private static final Set<String> SET_BY_PROVIDER = Set.of(
            DELIVERY_COUNT, "JMSXUserID", "JMSXAppID", "JMSXProducerTXID", "JMSXConsumerTXID", "JMSXRcvTimestamp",
            "JMSXState");

    private PropertyNames() { }

    /** True for the properties of table 3-3 that the provider sets, so that nobody else does. */
    static boolean isSetByProvider(String name) {
        return SET_BY_PROVIDER.contains(name);
    }

    /**
     * Refuses what no property may be called.
     *
     * @throws IllegalArgumentException if a selector could not name such a property
     */
    static void check(String name) {
        requireName("property", name);
        if (!isIdentifier(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a property: it must be a Java "
                    + "identifier, so that a message selector can name it");
        }
        // As written only: "true" is a name of its own, although a selector that names it finds a literal.
        if (SELECTOR_WORDS.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a property: in message "
                    + "selectors it is a word of the language");
        }
        if (HEADER_FIELDS.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a property: it is a header "
                    + "field; use set" + name);
        }
    }

    /** Refuses null and the empty String, which nothing in a message may be called. */
    static void requireName(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("The name of a " + what + " must not be " + (name == null ? "null"
                    : "empty"));
        }
    }

    private static boolean isIdentifier(String name) {
        return Character.isJavaIdentifierStart(name.codePointAt(0))
                && name.codePoints().skip(1).allMatch(Character::isJavaIdentifierPart);
    }
}
