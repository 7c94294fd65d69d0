package org.escrowmq.conformance;

/** The types of values in properties and in the bodies of map and stream messages, in the order of the tables. */
enum ValueType {
    BOOLEAN, BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE, STRING, BYTES;

    /** Whether the tables of 3.5.4 and 3.11.3 let a value that was set as this type be read as the other. */
    boolean readableAs(ValueType other) {
        if (this == other) {
            return true;
        }
        return switch (this) {
            case BYTE -> other == SHORT || other == INT || other == LONG || other == STRING;
            case SHORT -> other == INT || other == LONG || other == STRING;
            case INT -> other == LONG || other == STRING;
            case FLOAT -> other == DOUBLE || other == STRING;
            case STRING -> other != CHAR && other != BYTES;
            case BYTES -> false;
            default -> other == STRING;
        };
    }

    /** Whether a property may be of this type (3.5.2). */
    boolean isOfProperties() {
        return this != CHAR && this != BYTES;
    }

    /** A value of this type: a string is one that each of the other types can be made of. */
    Object sample() {
        return of(7);
    }

    /** This type's form of a number: what another type's form of it becomes when it is read as this one. */
    Object of(int number) {
        return switch (this) {
            case BOOLEAN -> false;
            case BYTE -> (byte) number;
            case SHORT -> (short) number;
            case CHAR -> (char) ('0' + number);
            case INT -> number;
            case LONG -> (long) number;
            case FLOAT -> (float) number;
            case DOUBLE -> (double) number;
            case STRING -> String.valueOf(number);
            case BYTES -> new byte[] {(byte) number};
        };
    }

    /** What this type's sample has to be when it is read as a type that the tables allow. */
    Object sampleAs(ValueType other) {
        return other == STRING ? String.valueOf(sample()) : other.of(7);
    }

    /** What the type's method {@code valueOf} makes of null: false, or one of two exceptions (3.5.4, 3.11.3). */
    Object valueOfNull() {
        String nothing = null;
        return switch (this) {
            case BOOLEAN -> Boolean.valueOf(nothing);
            case BYTE -> Byte.valueOf(nothing);
            case SHORT -> Short.valueOf(nothing);
            case CHAR -> nothing.charAt(0);
            case INT -> Integer.valueOf(nothing);
            case LONG -> Long.valueOf(nothing);
            case FLOAT -> Float.valueOf(nothing);
            case DOUBLE -> Double.valueOf(nothing);
            case STRING, BYTES -> null;
        };
    }
}
