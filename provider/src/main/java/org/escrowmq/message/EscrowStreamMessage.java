package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A message whose body is a sequence of typed fields (specification 3.11), which is first written and after a reset
 * read. A read that fails leaves the position where it was. Used by one thread at a time.
 */
public final class EscrowStreamMessage extends EscrowMessage implements StreamMessage {

    private static final String FIELD = "Stream field";

    /** {@link #chunk} while no field of bytes is half read. */
    private static final int NO_CHUNK = -1;

    /** Arrays of bytes belong to the list alone and are never changed. */
    private final List<Object> fields = new ArrayList<>();

    /** The field to be read next. */
    private int position;

    /** How many bytes of that field readBytes has returned. */
    private int chunk = NO_CHUNK;

    EscrowStreamMessage() { }

    EscrowStreamMessage(Headers headers, Map<String, Object> properties, List<?> content) {
        super(headers, properties);
        fields.addAll(content);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.STREAM;
    }

    @Override
    public Object content() {
        return Collections.unmodifiableList(fields);
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        fields.clear();
        rewind();
    }

    @Override
    public void reset() {
        setBodyReadOnly(true);
        rewind();
    }

    private void rewind() {
        position = 0;
        chunk = NO_CHUNK;
    }

    /** Never possible, not even without a body. */
    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        throw new MessageFormatException("The body of " + name()
                + " cannot be returned as one object: read its fields one by one");
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class type) {
        return false;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return taken(field().toBoolean());
    }

    @Override
    public byte readByte() throws JMSException {
        return taken(field().toByte());
    }

    @Override
    public short readShort() throws JMSException {
        return taken(field().toShort());
    }

    @Override
    public char readChar() throws JMSException {
        return taken(field().toChar());
    }

    @Override
    public int readInt() throws JMSException {
        return taken(field().toInt());
    }

    @Override
    public long readLong() throws JMSException {
        return taken(field().toLong());
    }

    @Override
    public float readFloat() throws JMSException {
        return taken(field().toFloat());
    }

    @Override
    public double readDouble() throws JMSException {
        return taken(field().toDouble());
    }

    @Override
    public String readString() throws JMSException {
        return taken(field().toText());
    }

    @Override
    public Object readObject() throws JMSException {
        return taken(field().toObject());
    }

    /** The field to be read next as a whole. */
    private TypedValue field() throws JMSException {
        TypedValue field = next();
        if (chunk != NO_CHUNK) {
            throw new MessageFormatException(FIELD + " " + position + " is an array of bytes that is only partly read: "
                    + "call readBytes until it returns less than the length of the buffer");
        }
        return field;
    }

    private <T> T taken(T value) {
        position++;
        return value;
    }

    private TypedValue next() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("The body of " + name() + " is write-only until reset is called");
        }
        if (position == fields.size()) {
            throw MessageErrors.endOfBody(this);
        }
        return new TypedValue(FIELD, position, fields.get(position));
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        TypedValue field = next();
        if (!(field.value() instanceof byte[] bytes)) {
            field.toBytes(); // Fails, except for null.
            return taken(-1);
        }
        boolean started = chunk != NO_CHUNK;
        int from = started ? chunk : 0;
        int count = Math.min(bytes.length - from, value.length);
        System.arraycopy(bytes, from, value, 0, count);
        chunk = from + count;
        if (count < value.length || started && from == bytes.length) {
            chunk = NO_CHUNK;
            position++;
        }
        return started && from == bytes.length ? -1 : count;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        checkBodyWriteable();
        Objects.checkFromIndexSize(offset, length, value.length);
        fields.add(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        checkBodyWriteable();
        fields.add(TypedValue.intoBody(FIELD, fields.size(), value));
    }
}
