package org.escrowmq.message;

import java.util.EnumSet;
import java.util.Set;

/** The rows and columns of the specification's conversion tables 3-2 and 3-7. */
enum JmsType {

    BOOLEAN(true), BYTE((byte) -7), SHORT((short) 300), CHAR('x'), INT(70_000), LONG(5_000_000_000L),
    FLOAT(1.5f), DOUBLE(2.25), STRING("12"), BYTES(new byte[] {1, 2, 3});

    /** A value of this type. */
    final Object sample;

    JmsType(Object sample) {
        this.sample = sample;
    }

    /** The marked columns of this row, as table 3-7 prints them. */
    Set<JmsType> readableAs() {
        return switch (this) {
            case BOOLEAN -> EnumSet.of(BOOLEAN, STRING);
            case BYTE -> EnumSet.of(BYTE, SHORT, INT, LONG, STRING);
            case SHORT -> EnumSet.of(SHORT, INT, LONG, STRING);
            case CHAR -> EnumSet.of(CHAR, STRING);
            case INT -> EnumSet.of(INT, LONG, STRING);
            case LONG -> EnumSet.of(LONG, STRING);
            case FLOAT -> EnumSet.of(FLOAT, DOUBLE, STRING);
            case DOUBLE -> EnumSet.of(DOUBLE, STRING);
            case STRING -> EnumSet.of(BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, STRING);
            case BYTES -> EnumSet.of(BYTES);
        };
    }

    /** What the sample of this type is when it is read as another. */
    Object sampleReadAs(JmsType type) {
        if (type == this) {
            return sample;
        }
        if (this == STRING) {
            return switch (type) {
                case BOOLEAN -> false;
                case BYTE -> (byte) 12;
                case SHORT -> (short) 12;
                case INT -> 12;
                case LONG -> 12L;
                case FLOAT -> 12f;
                case DOUBLE -> 12.0;
                default -> throw new IllegalArgumentException(type.name());
            };
        }
        return switch (type) {
            case SHORT -> ((Number) sample).shortValue();
            case INT -> ((Number) sample).intValue();
            case LONG -> ((Number) sample).longValue();
            case DOUBLE -> ((Number) sample).doubleValue();
            case STRING -> sample.toString();
            default -> throw new IllegalArgumentException(type.name());
        };
    }
}
