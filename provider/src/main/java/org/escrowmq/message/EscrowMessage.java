package org.escrowmq.message;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A message (specification 3): headers, properties and, in the subclasses, a body. A plain object: how it is stored is
 * the codec's business.
 *
 * <p>Used by one thread at a time. A message that is created belongs to the application, which may keep it and change
 * it after a send; a received one belongs to it as soon as it is handed out.
 */
public class EscrowMessage extends HeaderAccessors {

    private Map<String, Object> properties;
    private boolean propertiesReadOnly;
    private boolean bodyReadOnly;
    private int deliveryCount;
    private AcknowledgeCallback acknowledge;
    private Consumer<Throwable> failure = cause -> { };
    private ObjectInputFilter objectFilter = ObjectFilters.standard();

    /** A new message, with everything to be written. */
    EscrowMessage() {
        this(new Headers(), new LinkedHashMap<>());
    }

    /** A message with these headers and properties, which it keeps without copying them. */
    EscrowMessage(Headers headers, Map<String, Object> properties) {
        super(headers);
        this.properties = properties;
    }

    /** Creates a message that can be written and that keeps its body in memory. */
    public static EscrowMessage create(MessageKind kind) {
        return create(kind, BodyStore.NONE);
    }

    /**
     * Creates a message that can be written.
     *
     * @param store where its body goes if it is too large for memory
     */
    public static EscrowMessage create(MessageKind kind, BodyStore store) {
        return switch (kind) {
            case MESSAGE -> new EscrowMessage();
            case TEXT -> new EscrowTextMessage();
            case BYTES -> new EscrowBytesMessage(store);
            case MAP -> new EscrowMapMessage();
            case STREAM -> new EscrowStreamMessage();
            case OBJECT -> new EscrowObjectMessage();
        };
    }

    /**
     * Makes the message that a consumer is given: body and properties are read-only (3.10). The arguments belong to it
     * from now on, so that nothing needs to be copied.
     *
     * @param content the body, in the form that {@link #content} returns
     */
    public static EscrowMessage received(
            MessageKind kind, Headers headers, Map<String, Object> properties, Object content) {
        return received(kind, headers, properties, content, BodyStore.NONE);
    }

    /**
     * Makes the message that a consumer is given.
     *
     * @param content the body, in the form that {@link #content} returns
     * @param store where its body goes if it is cleared and written anew
     */
    public static EscrowMessage received(
            MessageKind kind, Headers headers, Map<String, Object> properties, Object content, BodyStore store) {
        EscrowMessage message = withContent(kind, headers, properties, content, store);
        message.propertiesReadOnly = true;
        message.setBodyReadOnly(true);
        return message;
    }

    /**
     * Makes a message of the same kind, content, properties and client-set headers: what a provider sends in place of
     * a message that another provider made (3.12). A foreign BytesMessage or StreamMessage is reset by this.
     *
     * @param store where its body goes if it is too large for memory
     */
    public static EscrowMessage copyOf(Message message, BodyStore store) throws JMSException {
        return MessageCopies.copy(message, store);
    }

    static EscrowMessage withContent(
            MessageKind kind, Headers headers, Map<String, Object> properties, Object content, BodyStore store) {
        return switch (kind) {
            case MESSAGE -> new EscrowMessage(headers, properties);
            case TEXT -> new EscrowTextMessage(headers, properties, (String) content);
            case BYTES -> new EscrowBytesMessage(headers, properties, new BytesBody(content, store), store);
            case MAP -> new EscrowMapMessage(headers, properties, (Map<?, ?>) content);
            case STREAM -> new EscrowStreamMessage(headers, properties, (List<?>) content);
            case OBJECT -> new EscrowObjectMessage(headers, properties, (ByteBuffer) content);
        };
    }

    /** Which kind of message this is. */
    public MessageKind kind() {
        return MessageKind.MESSAGE;
    }

    /**
     * The properties that the message carries, live, in the order in which they were set: Boolean, Byte, Short,
     * Integer, Long, Float, Double, String, or null for a property that was set to null.
     */
    public final Map<String, Object> properties() {
        return properties;
    }

    /**
     * The body for encoding: a String or null (TEXT), a read-only ByteBuffer or a {@link StoredBody} with the bytes
     * (BYTES), a read-only ByteBuffer with the serialized object, or null (OBJECT), a Map (MAP), a List (STREAM), or
     * null (MESSAGE). Nothing is copied for it: it is not to be changed, and to be used before the message is changed.
     *
     * @throws JMSException if a body that is too large for memory cannot be stored
     */
    public Object content() throws JMSException {
        return null;
    }

    /**
     * Tells the message how it was handed out.
     *
     * @param deliveryCount which delivery this is, from 1: JMSXDeliveryCount (3.5.11) and JMSRedelivered (3.4.7); 0 for
     *     a message that was not delivered
     * @param acknowledge what acknowledge() calls, or null for nothing
     * @param filter says which classes an ObjectMessage may contain; null for {@link ObjectFilters#standard}
     */
    public final void delivered(int deliveryCount, AcknowledgeCallback acknowledge, ObjectInputFilter filter) {
        this.deliveryCount = deliveryCount;
        this.acknowledge = acknowledge;
        this.objectFilter = filter == null ? ObjectFilters.standard() : filter;
        headers().setRedelivered(deliveryCount > 1);
    }

    /** Says who wants to know when the application fails to handle this message. */
    public final void onFailure(Consumer<Throwable> tell) {
        this.failure = tell;
    }

    /** The application failed to handle this message, which comes again or ends as a dead letter: here is why. */
    public final void failed(Throwable cause) {
        failure.accept(cause);
    }

    final ObjectInputFilter objectFilter() {
        return objectFilter;
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledge != null) {
            acknowledge.acknowledge();
        }
    }

    @Override
    public void clearBody() throws JMSException {
        setBodyReadOnly(false);
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        if (!hasBody()) {
            return null;
        }
        if (!isBodyA(type)) {
            throw bodyIsNoneOf(type);
        }
        return type.cast(body());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        return !hasBody() || isBodyA((Class<?>) type);
    }

    /** False if there is nothing that {@code getBody} could return, so that it returns null for every type. */
    public boolean hasBody() {
        return false;
    }

    /** True if the body, which there is, can be returned as this type. */
    boolean isBodyA(Class<?> type) throws JMSException {
        return false;
    }

    /** The body, which there is, as an object for the application to keep. */
    Object body() throws JMSException {
        return null;
    }

    MessageFormatException bodyIsNoneOf(Class<?> type) {
        return new MessageFormatException("The body of " + name() + " cannot be returned as " + type.getName());
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void setBodyReadOnly(boolean readOnly) {
        bodyReadOnly = readOnly;
    }

    final void checkBodyWriteable() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException("The body of " + name() + " is read-only until clearBody is called");
        }
    }

    @Override
    public final void clearProperties() {
        properties = new LinkedHashMap<>();
        deliveryCount = 0;
        propertiesReadOnly = false;
    }

    @Override
    public final boolean propertyExists(String name) {
        return name != null && properties.containsKey(name) || isDeliveryCount(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return property(name).toBoolean();
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return property(name).toByte();
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return property(name).toShort();
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return property(name).toInt();
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return property(name).toLong();
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return property(name).toFloat();
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return property(name).toDouble();
    }

    @Override
    public final String getStringProperty(String name) throws JMSException {
        return property(name).toText();
    }

    @Override
    public final Object getObjectProperty(String name) {
        return property(name).toObject();
    }

    @Override
    public final Enumeration<String> getPropertyNames() {
        List<String> names = new ArrayList<>(properties.keySet());
        if (isDeliveryCount(PropertyNames.DELIVERY_COUNT)) {
            names.add(PropertyNames.DELIVERY_COUNT);
        }
        return Collections.enumeration(names);
    }

    private TypedValue property(String name) {
        Object stored = name == null ? null : properties.get(name);
        return new TypedValue("Property", name, isDeliveryCount(name) ? deliveryCount : stored);
    }

    private boolean isDeliveryCount(String name) {
        return deliveryCount > 0 && PropertyNames.DELIVERY_COUNT.equals(name);
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setStringProperty(String name, String value) throws JMSException {
        setObjectProperty(name, value);
    }

    /**
     * Sets a property. Setting one that only the provider sets (table 3-3) does nothing, so that an application can
     * copy all properties of a message it received.
     */
    @Override
    public final void setObjectProperty(String name, Object value) throws JMSException {
        if (propertiesReadOnly) {
            throw new MessageNotWriteableException("The properties of " + name()
                    + " are read-only until clearProperties is called");
        }
        PropertyNames.check(name);
        Object storable = TypedValue.intoProperty(name, value);
        if (!PropertyNames.isSetByProvider(name)) {
            properties.put(name, ofDefinedType(name, storable));
        }
    }

    /** The two properties of table 3-3 that a client sets have a type, to which a value is converted if it can be. */
    private static Object ofDefinedType(String name, Object value) throws JMSException {
        if (value == null) {
            return null;
        }
        return switch (name) {
            case PropertyNames.GROUP_ID -> new TypedValue("Property", name, value).toText();
            case PropertyNames.GROUP_SEQUENCE -> new TypedValue("Property", name, value).toInt();
            default -> value;
        };
    }

    /** What to call the message in an error. */
    final String name() {
        String type = switch (kind()) {
            case MESSAGE -> "Message";
            case TEXT -> "TextMessage";
            case BYTES -> "BytesMessage";
            case MAP -> "MapMessage";
            case STREAM -> "StreamMessage";
            case OBJECT -> "ObjectMessage";
        };
        return headers().getMessageId() == null ? "a " + type : type + " " + headers().getMessageId();
    }

    /** For logs: headers and the names of properties, but neither their values nor the body. */
    @Override
    public final String toString() {
        Headers headers = headers();
        return name() + "[destination=" + headers.getDestination()
                + (headers.getDeliveryMode() == DeliveryMode.PERSISTENT ? ", persistent" : ", non-persistent")
                + ", priority=" + headers.getPriority()
                + (headers.getType() == null ? "" : ", type=" + headers.getType())
                + (headers.getCorrelationId() == null ? "" : ", correlationId=" + headers.getCorrelationId())
                + (headers.getReplyTo() == null ? "" : ", replyTo=" + headers.getReplyTo())
                + (deliveryCount == 0 ? "" : ", delivery=" + deliveryCount)
                + ", properties=" + properties.keySet() + ']';
    }
}
