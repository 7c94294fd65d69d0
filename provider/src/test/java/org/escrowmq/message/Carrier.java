package org.escrowmq.message;

import jakarta.jms.JMSException;
import java.util.Arrays;
import java.util.List;

/**
 * What carries typed values: properties, map entries and stream fields, each written and read by its own methods. Keeps
 * the message that was written last.
 */
enum Carrier {

    PROPERTY {
        private EscrowMessage message;

        @Override
        void write(JmsType type, Object value) throws JMSException {
            message = EscrowMessage.create(MessageKind.MESSAGE);
            switch (type) {
                case BOOLEAN -> message.setBooleanProperty(NAME, (boolean) value);
                case BYTE -> message.setByteProperty(NAME, (byte) value);
                case SHORT -> message.setShortProperty(NAME, (short) value);
                case INT -> message.setIntProperty(NAME, (int) value);
                case LONG -> message.setLongProperty(NAME, (long) value);
                case FLOAT -> message.setFloatProperty(NAME, (float) value);
                case DOUBLE -> message.setDoubleProperty(NAME, (double) value);
                case STRING -> message.setStringProperty(NAME, (String) value);
                default -> throw new IllegalArgumentException(type.name());
            }
        }

        @Override
        void writeAsObject(Object value) throws JMSException {
            message = EscrowMessage.create(MessageKind.MESSAGE);
            message.setObjectProperty(NAME, value);
        }

        @Override
        Object read(JmsType type) throws JMSException {
            return switch (type) {
                case BOOLEAN -> message.getBooleanProperty(NAME);
                case BYTE -> message.getByteProperty(NAME);
                case SHORT -> message.getShortProperty(NAME);
                case INT -> message.getIntProperty(NAME);
                case LONG -> message.getLongProperty(NAME);
                case FLOAT -> message.getFloatProperty(NAME);
                case DOUBLE -> message.getDoubleProperty(NAME);
                case STRING -> message.getStringProperty(NAME);
                default -> throw new IllegalArgumentException(type.name());
            };
        }

        @Override
        Object readAsObject() {
            return message.getObjectProperty(NAME);
        }

        @Override
        List<JmsType> types() {
            return Arrays.stream(JmsType.values())
                    .filter(type -> type != JmsType.CHAR && type != JmsType.BYTES).toList();
        }
    },

    MAP {
        private EscrowMapMessage message;

        @Override
        void write(JmsType type, Object value) throws JMSException {
            message = (EscrowMapMessage) EscrowMessage.create(MessageKind.MAP);
            switch (type) {
                case BOOLEAN -> message.setBoolean(NAME, (boolean) value);
                case BYTE -> message.setByte(NAME, (byte) value);
                case SHORT -> message.setShort(NAME, (short) value);
                case CHAR -> message.setChar(NAME, (char) value);
                case INT -> message.setInt(NAME, (int) value);
                case LONG -> message.setLong(NAME, (long) value);
                case FLOAT -> message.setFloat(NAME, (float) value);
                case DOUBLE -> message.setDouble(NAME, (double) value);
                case STRING -> message.setString(NAME, (String) value);
                case BYTES -> message.setBytes(NAME, (byte[]) value);
                default -> throw new IllegalArgumentException(type.name());
            }
        }

        @Override
        void writeAsObject(Object value) throws JMSException {
            message = (EscrowMapMessage) EscrowMessage.create(MessageKind.MAP);
            message.setObject(NAME, value);
        }

        @Override
        Object read(JmsType type) throws JMSException {
            return switch (type) {
                case BOOLEAN -> message.getBoolean(NAME);
                case BYTE -> message.getByte(NAME);
                case SHORT -> message.getShort(NAME);
                case CHAR -> message.getChar(NAME);
                case INT -> message.getInt(NAME);
                case LONG -> message.getLong(NAME);
                case FLOAT -> message.getFloat(NAME);
                case DOUBLE -> message.getDouble(NAME);
                case STRING -> message.getString(NAME);
                case BYTES -> message.getBytes(NAME);
            };
        }

        @Override
        Object readAsObject() {
            return message.getObject(NAME);
        }
    },

    STREAM {
        private EscrowStreamMessage message;

        @Override
        void write(JmsType type, Object value) throws JMSException {
            message = (EscrowStreamMessage) EscrowMessage.create(MessageKind.STREAM);
            switch (type) {
                case BOOLEAN -> message.writeBoolean((boolean) value);
                case BYTE -> message.writeByte((byte) value);
                case SHORT -> message.writeShort((short) value);
                case CHAR -> message.writeChar((char) value);
                case INT -> message.writeInt((int) value);
                case LONG -> message.writeLong((long) value);
                case FLOAT -> message.writeFloat((float) value);
                case DOUBLE -> message.writeDouble((double) value);
                case STRING -> message.writeString((String) value);
                case BYTES -> message.writeBytes((byte[]) value);
                default -> throw new IllegalArgumentException(type.name());
            }
            message.reset();
        }

        @Override
        void writeAsObject(Object value) throws JMSException {
            message = (EscrowStreamMessage) EscrowMessage.create(MessageKind.STREAM);
            message.writeObject(value);
            message.reset();
        }

        @Override
        Object read(JmsType type) throws JMSException {
            return switch (type) {
                case BOOLEAN -> message.readBoolean();
                case BYTE -> message.readByte();
                case SHORT -> message.readShort();
                case CHAR -> message.readChar();
                case INT -> message.readInt();
                case LONG -> message.readLong();
                case FLOAT -> message.readFloat();
                case DOUBLE -> message.readDouble();
                case STRING -> message.readString();
                case BYTES -> bytes();
            };
        }

        @Override
        Object readAsObject() throws JMSException {
            return message.readObject();
        }

        private Object bytes() throws JMSException {
            byte[] buffer = new byte[100];
            int count = message.readBytes(buffer);
            return count < 0 ? null : Arrays.copyOf(buffer, count);
        }
    };

    static final String NAME = "thing";

    /** Makes a message that carries the value, written by the method of its type. */
    abstract void write(JmsType type, Object value) throws JMSException;

    /** Makes a message that carries the value, written as an object. */
    abstract void writeAsObject(Object value) throws JMSException;

    /** Reads the value by the method of a type. */
    abstract Object read(JmsType type) throws JMSException;

    abstract Object readAsObject() throws JMSException;

    /** The types that it has methods for. */
    List<JmsType> types() {
        return List.of(JmsType.values());
    }
}
