package org.escrowmq.broker.encoding;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.FilterConstants;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.utils.UUID;
import org.escrowmq.broker.store.BodyCheck;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTemporaryQueue;
import org.escrowmq.destination.EscrowTemporaryTopic;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.Headers;
import org.escrowmq.message.MessageKind;

/**
 * Messages in the encoding of Artemis' own JMS client, so that a message may be sent with one and received with the
 * other: what is the same whether the engine is in this process or not. Stateless.
 */
public final class CoreMessages {

    /** The property with the identity of the connection that sent a message, for noLocal. */
    public static final String CONNECTION_ID_PROPERTY = MessageUtil.CONNECTION_ID_PROPERTY_NAME_STRING;

    public static final String ID_PREFIX = "ID:";
    public static final String QUEUE_PREFIX = "queue://";
    public static final String TOPIC_PREFIX = "topic://";
    private static final String TEMPORARY_QUEUE_PREFIX = "temp-queue://";
    private static final String TEMPORARY_TOPIC_PREFIX = "temp-topic://";

    /** How large the headers and properties of a message usually are, encoded. */
    public static final int USUAL_HEADER_BYTES = 512;

    /** Properties of the engine's that are header fields of a message, or nothing that an application knows. */
    private static final Set<String> NOT_PROPERTIES = Set.of(
            MessageUtil.TYPE_HEADER_NAME_STRING,
            MessageUtil.CORRELATIONID_HEADER_NAME_STRING,
            MessageUtil.REPLYTO_HEADER_NAME.toString(),
            MessageUtil.JMSXDELIVERYCOUNT,
            CONNECTION_ID_PROPERTY,
            BodyCheck.PROPERTY.toString(),
            FilterConstants.NATIVE_MESSAGE_ID,
            Message.HDR_ROUTING_TYPE.toString(),
            Message.HDR_SCHEDULED_DELIVERY_TIME.toString(),
            Message.HDR_LARGE_BODY_SIZE.toString(),
            Message.HDR_LARGE_COMPRESSED.toString());

    private static final Map<String, SimpleString> ENGINE_NAMES = Map.of(
            MessageUtil.JMSXGROUPID, Message.HDR_GROUP_ID,
            MessageUtil.JMSXGROUPSEQ, Message.HDR_GROUP_SEQUENCE);

    private static final Map<String, String> JMS_NAMES = Map.of(
            Message.HDR_GROUP_ID.toString(), MessageUtil.JMSXGROUPID,
            Message.HDR_GROUP_SEQUENCE.toString(), MessageUtil.JMSXGROUPSEQ,
            Message.HDR_VALIDATED_USER.toString(), MessageUtil.JMSXUSERID);

    private CoreMessages() { }

    /**
     * Encodes all of a message but its body.
     *
     * @param connectionId the identity of the connection that sends it
     * @param core a new message of the engine's
     */
    public static void encodeHead(EscrowMessage message, SimpleString address, RoutingType routingType,
            String connectionId, CoreMessage core) throws JMSException {
        core.setType(type(message.kind()));
        core.setAddress(address);
        core.setRoutingType(routingType);
        core.putStringProperty(CONNECTION_ID_PROPERTY, connectionId);
        encodeHeaders(message.headers(), core);
        message.properties().forEach((name, value) -> encodeProperty(name, value, core));
    }

    /** Encodes a body that is in memory; the result may share memory with it. */
    public static ByteBuffer encodeBody(MessageKind kind, Object content) {
        return BodyCodec.encode(kind, content);
    }

    /** Decodes a body into what {@link #decode} takes, which may share memory with it. */
    public static Object decodeBody(MessageKind kind, ByteBuffer body) {
        return BodyCodec.decode(kind, body);
    }

    private static void encodeProperty(String name, Object value, CoreMessage core) {
        // Only the engine says who sends, also where the message was received from somebody else.
        if (!name.equals(MessageUtil.JMSXUSERID)) {
            core.putObjectProperty(ENGINE_NAMES.getOrDefault(name, SimpleString.of(name)), value);
        }
    }

    private static void encodeHeaders(Headers headers, CoreMessage core) throws JMSException {
        encodeId(headers.getMessageId(), core);
        core.setDurable(headers.getDeliveryMode() == DeliveryMode.PERSISTENT);
        core.setPriority((byte) headers.getPriority());
        core.setTimestamp(headers.getTimestamp());
        core.setExpiration(headers.getExpiration());
        long sent = headers.getTimestamp() > 0 ? headers.getTimestamp() : System.currentTimeMillis();
        if (headers.getDeliveryTime() > sent) {
            core.setScheduledDeliveryTime(headers.getDeliveryTime());
        }
        if (headers.getType() != null) {
            core.putStringProperty(MessageUtil.TYPE_HEADER_NAME, SimpleString.of(headers.getType()));
        }
        if (headers.getCorrelationIdBytes() != null) {
            core.putBytesProperty(MessageUtil.CORRELATIONID_HEADER_NAME, headers.getCorrelationIdBytes());
        } else if (headers.getCorrelationId() != null) {
            core.putStringProperty(MessageUtil.CORRELATIONID_HEADER_NAME, SimpleString.of(headers.getCorrelationId()));
        }
        if (headers.getReplyTo() != null) {
            core.putStringProperty(MessageUtil.REPLYTO_HEADER_NAME, SimpleString.of(qualified(headers.getReplyTo())));
        }
    }

    /**
     * The engine stores 16 bytes, of which it overwrites some bits with those of a time-based UUID. An identifier that
     * is not one is stored as text, where the engine's selectors find it too.
     */
    private static void encodeId(String id, CoreMessage core) {
        if (id == null) {
            return;
        }
        if (id.startsWith(ID_PREFIX) && UUID.isUUID(id.substring(ID_PREFIX.length()))) {
            UUID uuid = new UUID(UUID.TYPE_TIME_BASED, UUID.stringToBytes(id.substring(ID_PREFIX.length())));
            if (id.regionMatches(ID_PREFIX.length(), uuid.toString(), 0, UUID.UUID_STRING_LENGTH)) {
                // As an Object: a message of Artemis' client does nothing with a UUID.
                core.setUserID((Object) uuid);
                return;
            }
        }
        core.putStringProperty(FilterConstants.NATIVE_MESSAGE_ID, id);
    }

    private static String qualified(Destination destination) throws JMSException {
        EscrowDestination own = EscrowDestination.of(destination);
        String prefix = own.isTopic()
                ? own.isTemporary() ? TEMPORARY_TOPIC_PREFIX : TOPIC_PREFIX
                : own.isTemporary() ? TEMPORARY_QUEUE_PREFIX : QUEUE_PREFIX;
        return prefix + own.name();
    }

    /**
     * Makes the message that a consumer is given of one of the engine's, which is only read.
     *
     * @param destination where it was received from
     * @param content its body, as {@link EscrowMessage#content} returns it
     * @param store where its body goes if it is cleared and written anew
     * @throws IllegalArgumentException if Jakarta Messaging has no such message
     */
    public static EscrowMessage decode(ICoreMessage core, EscrowDestination destination, Object content,
            BodyStore store) {
        return EscrowMessage.received(
                kind(core), decodeHeaders(core, destination), decodeProperties(core), content, store);
    }

    private static Headers decodeHeaders(ICoreMessage core, EscrowDestination destination) {
        Headers headers = new Headers();
        headers.setMessageId(core.getUserID() == null
                ? core.getStringProperty(FilterConstants.NATIVE_MESSAGE_ID)
                : ID_PREFIX + core.getUserID());
        headers.setDeliveryMode(core.isDurable() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        headers.setPriority(core.getPriority());
        headers.setTimestamp(core.getTimestamp());
        headers.setExpiration(core.getExpiration());
        long scheduled = DelayedCopy.firstDeliveryTime(core);
        headers.setDeliveryTime(scheduled > 0 ? scheduled : core.getTimestamp());
        headers.setType(MessageUtil.getJMSType(core));
        Object correlationId = core.getObjectProperty(MessageUtil.CORRELATIONID_HEADER_NAME);
        if (correlationId instanceof byte[] bytes) {
            headers.setCorrelationIdBytes(bytes);
        } else if (correlationId != null) {
            headers.setCorrelationId(correlationId.toString());
        }
        headers.setDestination(destination);
        SimpleString replyTo = MessageUtil.getJMSReplyTo(core);
        if (replyTo != null) {
            headers.setReplyTo(unqualified(replyTo.toString()));
        }
        return headers;
    }

    /** The queue or topic of this name, which is an address of the engine's. */
    public static EscrowDestination destination(SimpleString address, RoutingType type, boolean temporary) {
        String name = address.toString();
        if (type == RoutingType.MULTICAST) {
            return temporary ? new EscrowTemporaryTopic(name, null) : new EscrowTopic(name);
        }
        return temporary ? new EscrowTemporaryQueue(name, null) : new EscrowQueue(name);
    }

    private static EscrowDestination unqualified(String name) {
        if (name.startsWith(TOPIC_PREFIX)) {
            return new EscrowTopic(name.substring(TOPIC_PREFIX.length()));
        }
        if (name.startsWith(TEMPORARY_QUEUE_PREFIX)) {
            return new EscrowTemporaryQueue(name.substring(TEMPORARY_QUEUE_PREFIX.length()), null);
        }
        if (name.startsWith(TEMPORARY_TOPIC_PREFIX)) {
            return new EscrowTemporaryTopic(name.substring(TEMPORARY_TOPIC_PREFIX.length()), null);
        }
        return new EscrowQueue(name.startsWith(QUEUE_PREFIX) ? name.substring(QUEUE_PREFIX.length()) : name);
    }

    private static Map<String, Object> decodeProperties(ICoreMessage core) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (SimpleString engineName : core.getPropertyNames()) {
            String name = engineName.toString();
            boolean internal = NOT_PROPERTIES.contains(name) || DelayedCopy.NAMES.contains(engineName)
                    || engineName.startsWith(Message.HDR_ROUTE_TO_IDS);
            Object value = internal ? null : core.getObjectProperty(engineName);
            // Bytes and characters are no property values in Jakarta Messaging; other protocols may have sent them.
            if (!internal && !(value instanceof byte[]) && !(value instanceof Character)) {
                properties.put(JMS_NAMES.getOrDefault(name, name),
                        value instanceof SimpleString ? value.toString() : value);
            }
        }
        return properties;
    }

    private static byte type(MessageKind kind) {
        return switch (kind) {
            case MESSAGE -> Message.DEFAULT_TYPE;
            case TEXT -> Message.TEXT_TYPE;
            case BYTES -> Message.BYTES_TYPE;
            case MAP -> Message.MAP_TYPE;
            case STREAM -> Message.STREAM_TYPE;
            case OBJECT -> Message.OBJECT_TYPE;
        };
    }

    /**
     * What a message of the engine's is in Jakarta Messaging.
     *
     * @throws IllegalArgumentException if it is none of its kinds
     */
    public static MessageKind kind(ICoreMessage core) {
        byte type = core.getType();
        return switch (type) {
            case Message.DEFAULT_TYPE -> MessageKind.MESSAGE;
            case Message.TEXT_TYPE -> MessageKind.TEXT;
            case Message.BYTES_TYPE -> MessageKind.BYTES;
            case Message.MAP_TYPE -> MessageKind.MAP;
            case Message.STREAM_TYPE -> MessageKind.STREAM;
            case Message.OBJECT_TYPE -> MessageKind.OBJECT;
            default -> throw new IllegalArgumentException("Jakarta Messaging has no message of the engine's type "
                    + type);
        };
    }
}
