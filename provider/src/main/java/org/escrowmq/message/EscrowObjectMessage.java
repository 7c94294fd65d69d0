package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A message whose body is a serialized object (specification 3.11). The object is serialized when it is set, so that
 * later changes to it are not in the message, and deserialized anew each time it is read, if its classes are
 * {@linkplain ObjectFilters allowed}. Used by one thread at a time.
 */
public final class EscrowObjectMessage extends EscrowMessage implements ObjectMessage {

    private ByteBuffer serialized;

    EscrowObjectMessage() { }

    EscrowObjectMessage(Headers headers, Map<String, Object> properties, ByteBuffer content) {
        super(headers, properties);
        serialized = content == null ? null : content.slice().asReadOnlyBuffer();
    }

    @Override
    public MessageKind kind() {
        return MessageKind.OBJECT;
    }

    @Override
    public Object content() {
        return serialized == null ? null : serialized.duplicate();
    }

    @Override
    public void setObject(Serializable object) throws JMSException {
        checkBodyWriteable();
        serialized = object == null ? null : serialize(object);
    }

    // A class may throw anything while it is serialized, and the caller needs to know which class it was.
    private static ByteBuffer serialize(Serializable object) throws JMSException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException e) {
            throw MessageErrors.format(
                    "An object of " + object.getClass().getName() + " cannot be serialized: " + e, e);
        }
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }

    /**
     * The object, anew for each call.
     *
     * @throws MessageFormatException if it cannot be deserialized or if one of its classes is not allowed
     */
    @Override
    public Serializable getObject() throws JMSException {
        return serialized == null ? null : ObjectReader.read(serialized.duplicate(), objectFilter());
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        serialized = null;
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        if (!hasBody()) {
            return null;
        }
        Serializable object = getObject();
        if (!type.isInstance(object)) {
            throw bodyIsNoneOf(type);
        }
        return type.cast(object);
    }

    @Override
    public boolean hasBody() {
        return serialized != null;
    }

    /** Asks the object itself: what cannot be deserialized can be returned as nothing, not even as Serializable. */
    @Override
    boolean isBodyA(Class<?> type) throws JMSException {
        try {
            return type.isInstance(getObject());
        } catch (MessageFormatException e) {
            // The specification wants false here; getObject tells why.
            return false;
        }
    }
}
