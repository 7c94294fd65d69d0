package org.escrowmq.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * A message whose body is a sequence of bytes (specification 3.11), which is first written and after a reset read. A
 * read that fails leaves the position where it was. Used by one thread at a time.
 */
public final class EscrowBytesMessage extends EscrowMessage implements BytesMessage {

    private static final int UNSIGNED_BYTE = 0xFF;
    private static final int UNSIGNED_SHORT = 0xFFFF;

    private final BodyStore store;
    private BytesBody body;

    EscrowBytesMessage(BodyStore store) {
        this.store = store;
        body = new BytesBody(store);
    }

    EscrowBytesMessage(Headers headers, Map<String, Object> properties, BytesBody body, BodyStore store) {
        super(headers, properties);
        this.store = store;
        this.body = body;
    }

    @Override
    public MessageKind kind() {
        return MessageKind.BYTES;
    }

    @Override
    public Object content() throws JMSException {
        return body.content();
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        body.discard();
        body = new BytesBody(store);
    }

    @Override
    public void reset() throws JMSException {
        body.rewind();
        setBodyReadOnly(true);
    }

    @Override
    public boolean hasBody() {
        return body.length() > 0;
    }

    /** Other than the rest of the Javadoc of getBody may suggest, supertypes of byte[] except Object are not enough. */
    @Override
    boolean isBodyA(Class<?> type) {
        return isArray(type) && body.fitsArray();
    }

    private static boolean isArray(Class<?> type) {
        return type == byte[].class || type == Object.class;
    }

    @Override
    MessageFormatException bodyIsNoneOf(Class<?> type) {
        return isArray(type)
                ? new MessageFormatException("The body of " + name() + " has " + body.length()
                        + " bytes, which no array can have in this process; read it with readBytes, piece by piece")
                : super.bodyIsNoneOf(type);
    }

    @Override
    Object body() throws JMSException {
        reset();
        return body.toArray();
    }

    @Override
    public long getBodyLength() throws JMSException {
        checkReadable();
        return body.length();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return next(Byte.BYTES).get() != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return next(Byte.BYTES).get();
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return readByte() & UNSIGNED_BYTE;
    }

    @Override
    public short readShort() throws JMSException {
        return next(Short.BYTES).getShort();
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return readShort() & UNSIGNED_SHORT;
    }

    @Override
    public char readChar() throws JMSException {
        return next(Character.BYTES).getChar();
    }

    @Override
    public int readInt() throws JMSException {
        return next(Integer.BYTES).getInt();
    }

    @Override
    public long readLong() throws JMSException {
        return next(Long.BYTES).getLong();
    }

    @Override
    public float readFloat() throws JMSException {
        return next(Float.BYTES).getFloat();
    }

    @Override
    public double readDouble() throws JMSException {
        return next(Double.BYTES).getDouble();
    }

    @Override
    public String readUTF() throws JMSException {
        ByteBuffer length = next(Short.BYTES);
        int size = Short.BYTES + (length.getShort(length.position()) & UNSIGNED_SHORT);
        ByteBuffer encoded = next(size);
        int start = encoded.position();
        try {
            return new DataInputStream(new BufferInput(encoded)).readUTF();
        } catch (IOException e) {
            encoded.position(start);
            throw MessageErrors.format("What is next in the body of " + name() + " is not a String that writeUTF wrote",
                    e);
        }
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        return readBytes(value, value.length);
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        checkReadable();
        Objects.checkFromIndexSize(0, length, value.length);
        int count = body.read(value, length);
        return count > 0 || body.hasUnread(1) ? count : -1;
    }

    private ByteBuffer next(int size) throws JMSException {
        checkReadable();
        if (!body.hasUnread(size)) {
            throw MessageErrors.endOfBody(this);
        }
        return body.next();
    }

    private void checkReadable() throws MessageNotReadableException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("The body of " + name() + " is write-only until reset is called");
        }
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeByte((byte) (value ? 1 : 0));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        append(Byte.BYTES).put(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        append(Short.BYTES).putShort(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        append(Character.BYTES).putChar(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        append(Integer.BYTES).putInt(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        append(Long.BYTES).putLong(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        checkBodyWriteable();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try {
            new DataOutputStream(encoded).writeUTF(value);
        } catch (IOException e) {
            throw MessageErrors.format("A String of " + value.length() + " characters cannot be written with writeUTF: "
                    + "encoded it must not be longer than " + UNSIGNED_SHORT + " bytes", e);
        }
        writeBytes(encoded.toByteArray());
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        checkBodyWriteable();
        Objects.checkFromIndexSize(offset, length, value.length);
        body.append(value, offset, length);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        checkBodyWriteable();
        Objects.requireNonNull(value, "A BytesMessage cannot contain null");
        if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof Boolean truth) {
            writeBoolean(truth);
        } else if (value instanceof Character character) {
            writeChar(character);
        } else {
            writeNumber(value);
        }
    }

    private void writeNumber(Object value) throws JMSException {
        if (value instanceof Byte number) {
            writeByte(number);
        } else if (value instanceof Short number) {
            writeShort(number);
        } else if (value instanceof Integer number) {
            writeInt(number);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Float number) {
            writeFloat(number);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else {
            throw new MessageFormatException("A BytesMessage cannot contain an object of " + value.getClass().getName()
                    + "; allowed are Boolean, Byte, Short, Character, Integer, Long, Float, Double, String and byte[]");
        }
    }

    private ByteBuffer append(int size) throws JMSException {
        checkBodyWriteable();
        return body.append(size);
    }
}
