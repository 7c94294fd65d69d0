package org.escrowmq.broker.encoding;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * The body of a StreamMessage: each value after a byte that names its type.
 *
 * <p>The engine has code for the strings in it, in three forms depending on the length. That code keeps a buffer in a
 * thread local of every thread that uses it, so here is another.
 */
final class StreamCodec {

    /** Up to here a string is written as 16 bits for each character. */
    private static final int SHORT_STRING = 8;

    /** From here on a string is written as UTF-16, between the two as UTF-8. */
    private static final int LONG_STRING = 0xfff;

    private StreamCodec() { }

    static ByteBuffer encode(List<?> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object value : values) {
                write(out, value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null || value instanceof String) {
            out.writeByte(DataConstants.STRING);
            writeString(out, (String) value);
        } else if (value instanceof Boolean flag) {
            out.writeByte(DataConstants.BOOLEAN);
            out.writeByte(flag ? -1 : 0);
        } else if (value instanceof Character character) {
            out.writeByte(DataConstants.CHAR);
            out.writeChar(character);
        } else if (value instanceof byte[] bytes) {
            out.writeByte(DataConstants.BYTES);
            out.writeInt(bytes.length);
            out.write(bytes);
        } else {
            writeNumber(out, value);
        }
    }

    private static void writeNumber(DataOutputStream out, Object value) throws IOException {
        if (value instanceof Byte number) {
            out.writeByte(DataConstants.BYTE);
            out.writeByte(number);
        } else if (value instanceof Short number) {
            out.writeByte(DataConstants.SHORT);
            out.writeShort(number);
        } else if (value instanceof Integer number) {
            out.writeByte(DataConstants.INT);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(DataConstants.LONG);
            out.writeLong(number);
        } else if (value instanceof Float number) {
            out.writeByte(DataConstants.FLOAT);
            out.writeInt(Float.floatToIntBits(number));
        } else if (value instanceof Double number) {
            out.writeByte(DataConstants.DOUBLE);
            out.writeLong(Double.doubleToLongBits(number));
        } else {
            throw new IllegalArgumentException("A stream cannot contain a " + value.getClass().getName());
        }
    }

    private static void writeString(DataOutputStream out, String value) throws IOException {
        if (value == null) {
            out.writeByte(DataConstants.NULL);
            return;
        }
        out.writeByte(DataConstants.NOT_NULL);
        out.writeInt(value.length());
        if (value.length() <= SHORT_STRING) {
            out.writeChars(value);
        } else if (value.length() < LONG_STRING) {
            out.writeUTF(value);
        } else {
            byte[] characters = Characters.toBytes(value);
            out.writeInt(characters.length);
            out.write(characters);
        }
    }

    static List<Object> decode(ByteBuffer body) {
        List<Object> values = new ArrayList<>();
        while (body.hasRemaining()) {
            values.add(read(body));
        }
        return values;
    }

    private static Object read(ByteBuffer body) {
        byte type = body.get();
        return switch (type) {
            case DataConstants.STRING -> readString(body);
            case DataConstants.BOOLEAN -> body.get() != 0;
            case DataConstants.CHAR -> body.getChar();
            case DataConstants.BYTES -> readBytes(body, body.getInt());
            case DataConstants.BYTE -> body.get();
            case DataConstants.SHORT -> body.getShort();
            case DataConstants.INT -> body.getInt();
            case DataConstants.LONG -> body.getLong();
            case DataConstants.FLOAT -> Float.intBitsToFloat(body.getInt());
            case DataConstants.DOUBLE -> Double.longBitsToDouble(body.getLong());
            default -> throw new IllegalArgumentException("A stream cannot contain the type " + type);
        };
    }

    private static String readString(ByteBuffer body) {
        if (body.get() == DataConstants.NULL) {
            return null;
        }
        int length = body.getInt();
        if (length <= SHORT_STRING) {
            return Characters.toText(readBytes(body, length * Character.BYTES), ByteOrder.BIG_ENDIAN);
        }
        if (length < LONG_STRING) {
            return readUtf8(readBytes(body, Short.toUnsignedInt(body.getShort())), length);
        }
        return Characters.toText(readBytes(body, body.getInt()), ByteOrder.LITTLE_ENDIAN);
    }

    /** One to three bytes for each 16-bit character, surrogates included: not what the JDK calls UTF-8. */
    private static String readUtf8(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        int i = 0;
        while (i < bytes.length) {
            int first = bytes[i++];
            if (first >= 0) {
                text.append((char) first);
            } else if ((first & 0xE0) == 0xC0) {
                text.append((char) ((first & 0x1F) << 6 | bytes[i++] & 0x3F));
            } else {
                text.append((char) ((first & 0x0F) << 12 | (bytes[i++] & 0x3F) << 6 | bytes[i++] & 0x3F));
            }
        }
        return text.toString();
    }

    private static byte[] readBytes(ByteBuffer body, int length) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }
}
