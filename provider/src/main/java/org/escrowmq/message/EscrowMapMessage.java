package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message whose body is a set of named values (specification 3.11), which can be read whether or not it can be
 * written. Used by one thread at a time.
 */
public final class EscrowMapMessage extends EscrowMessage implements MapMessage {

    private static final String ENTRY = "Map entry";

    /** Null values are entries. Arrays of bytes belong to the map alone and are never changed. */
    private final Map<String, Object> entries = new LinkedHashMap<>();

    EscrowMapMessage() { }

    EscrowMapMessage(Headers headers, Map<String, Object> properties, Map<?, ?> content) {
        super(headers, properties);
        content.forEach((name, value) -> entries.put((String) name, value));
    }

    @Override
    public MessageKind kind() {
        return MessageKind.MAP;
    }

    @Override
    public Object content() {
        return Collections.unmodifiableMap(entries);
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        entries.clear();
    }

    @Override
    public boolean hasBody() {
        return !entries.isEmpty();
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return type.isAssignableFrom(Map.class);
    }

    @Override
    Object body() {
        Map<String, Object> copy = new LinkedHashMap<>();
        entries.keySet().forEach(name -> copy.put(name, getObject(name)));
        return copy;
    }

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return entry(name).toBoolean();
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return entry(name).toByte();
    }

    @Override
    public short getShort(String name) throws JMSException {
        return entry(name).toShort();
    }

    @Override
    public char getChar(String name) throws JMSException {
        return entry(name).toChar();
    }

    @Override
    public int getInt(String name) throws JMSException {
        return entry(name).toInt();
    }

    @Override
    public long getLong(String name) throws JMSException {
        return entry(name).toLong();
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return entry(name).toFloat();
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return entry(name).toDouble();
    }

    @Override
    public String getString(String name) throws JMSException {
        return entry(name).toText();
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        return entry(name).toBytes();
    }

    @Override
    public Object getObject(String name) {
        return entry(name).toObject();
    }

    private TypedValue entry(String name) {
        return new TypedValue(ENTRY, name, entries.get(name));
    }

    @Override
    public Enumeration<String> getMapNames() {
        return Collections.enumeration(new ArrayList<>(entries.keySet()));
    }

    @Override
    public boolean itemExists(String name) {
        return entries.containsKey(name);
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        checkEntryWriteable(name);
        Objects.checkFromIndexSize(offset, length, value.length);
        entries.put(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        checkEntryWriteable(name);
        entries.put(name, TypedValue.intoBody(ENTRY, name, value));
    }

    private void checkEntryWriteable(String name) throws JMSException {
        checkBodyWriteable();
        PropertyNames.requireName("map entry", name);
    }
}
