package org.escrowmq.message;

import jakarta.jms.MessageFormatException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A value that was written with one type and is read as another: the conversions of properties (specification 3.5.4),
 * of maps and of streams (3.11.3). Properties have no char and no byte[], else their table is the same.
 *
 * <p>A null is read as a primitive type the way that type's {@code valueOf} takes a null: false for a boolean, else
 * NumberFormatException or NullPointerException.
 *
 * @param place what holds the value, for errors: "Property", "Map entry" or "Stream field"
 * @param name which one of them
 * @param value a Boolean, Byte, Short, Character, Integer, Long, Float, Double, String, byte[] or null
 */
record TypedValue(String place, Object name, Object value) {

    /** How much of a String an error message shows. */
    private static final int SHOWN_LENGTH = 40;

    private static final Map<Class<?>, List<String>> READABLE_AS = Map.of(
            Boolean.class, List.of("boolean", "String"),
            Byte.class, List.of("byte", "short", "int", "long", "String"),
            Short.class, List.of("short", "int", "long", "String"),
            Character.class, List.of("char", "String"),
            Integer.class, List.of("int", "long", "String"),
            Long.class, List.of("long", "String"),
            Float.class, List.of("float", "double", "String"),
            Double.class, List.of("double", "String"),
            String.class, List.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
            byte[].class, List.of("byte[]"));

    /** Takes a value into a body: an array of bytes is copied, a class that the table does not have refused. */
    static Object intoBody(String place, Object name, Object value) throws MessageFormatException {
        if (value == null || READABLE_AS.containsKey(value.getClass())) {
            return copy(value);
        }
        throw notStorable(place, name, value, "Character, String and byte[]");
    }

    /** Takes a value into a property: a class that properties do not have is refused. */
    static Object intoProperty(String name, Object value) throws MessageFormatException {
        if (value instanceof Character || value instanceof byte[]
                || value != null && !READABLE_AS.containsKey(value.getClass())) {
            throw notStorable("Property", name, value, "and String");
        }
        return value;
    }

    private static MessageFormatException notStorable(String place, Object name, Object value, String others) {
        return new MessageFormatException(place + " " + name + " cannot hold an object of "
                + value.getClass().getName() + "; allowed are Boolean, Byte, Short, Integer, Long, Float, Double, "
                + others);
    }

    private static Object copy(Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    boolean toBoolean() throws MessageFormatException {
        return value instanceof Boolean truth ? truth : parse("boolean", Boolean::valueOf);
    }

    byte toByte() throws MessageFormatException {
        return isNumberReadableAs("byte") ? ((Number) value).byteValue() : parse("byte", Byte::valueOf);
    }

    short toShort() throws MessageFormatException {
        return isNumberReadableAs("short") ? ((Number) value).shortValue() : parse("short", Short::valueOf);
    }

    int toInt() throws MessageFormatException {
        return isNumberReadableAs("int") ? ((Number) value).intValue() : parse("int", Integer::valueOf);
    }

    long toLong() throws MessageFormatException {
        return isNumberReadableAs("long") ? ((Number) value).longValue() : parse("long", Long::valueOf);
    }

    float toFloat() throws MessageFormatException {
        return isNumberReadableAs("float") ? ((Number) value).floatValue() : parse("float", Float::valueOf);
    }

    double toDouble() throws MessageFormatException {
        return isNumberReadableAs("double") ? ((Number) value).doubleValue() : parse("double", Double::valueOf);
    }

    char toChar() throws MessageFormatException {
        if (value instanceof Character character) {
            return character;
        }
        if (value == null) {
            throw new NullPointerException(place + " " + name + " is null and cannot be read as a char");
        }
        throw notReadableAs("char");
    }

    /** Not {@code toString}, which a record has anyway. */
    String toText() throws MessageFormatException {
        if (value instanceof byte[]) {
            throw notReadableAs("String");
        }
        return value == null ? null : value.toString();
    }

    /** A copy of the array, or null. */
    byte[] toBytes() throws MessageFormatException {
        if (value == null || value instanceof byte[]) {
            return (byte[]) copy(value);
        }
        throw notReadableAs("byte[]");
    }

    /** The value as it was written; an array is a copy. */
    Object toObject() {
        return copy(value);
    }

    private boolean isNumberReadableAs(String type) {
        return value instanceof Number && READABLE_AS.get(value.getClass()).contains(type);
    }

    private <T> T parse(String type, Function<String, T> valueOf) throws MessageFormatException {
        if (value != null && !(value instanceof String)) {
            throw notReadableAs(type);
        }
        try {
            return valueOf.apply((String) value);
        } catch (NumberFormatException e) {
            NumberFormatException named = new NumberFormatException(place + " " + name
                    + (value == null ? " does not exist or is null" : " is the String " + abbreviated((String) value))
                    + " and cannot be read as a number of type " + type);
            named.initCause(e);
            throw named;
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= SHOWN_LENGTH ? '"' + text + '"' : '"' + text.substring(0, SHOWN_LENGTH) + "...\"";
    }

    private MessageFormatException notReadableAs(String type) {
        return new MessageFormatException(place + " " + name + " is a " + value.getClass().getSimpleName()
                + " and cannot be read as a " + type + "; it can be read as "
                + String.join(", ", READABLE_AS.get(value.getClass())));
    }
}
