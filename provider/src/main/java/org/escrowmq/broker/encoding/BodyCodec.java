package org.escrowmq.broker.encoding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.collections.TypedProperties;
import org.escrowmq.message.MessageKind;

/** Message bodies as bytes, in the encoding of Artemis' own JMS client. */
final class BodyCodec {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private BodyCodec() { }

    /** Encodes what {@code EscrowMessage.content()} gives. The result may share memory with it. */
    static ByteBuffer encode(MessageKind kind, Object content) {
        return switch (kind) {
            case MESSAGE -> EMPTY;
            case TEXT -> encodeText((String) content);
            case BYTES -> content == null ? EMPTY : ((ByteBuffer) content).duplicate();
            case OBJECT -> encodeObject((ByteBuffer) content);
            case MAP -> encodeMap((Map<?, ?>) content);
            case STREAM -> StreamCodec.encode((List<?>) content);
        };
    }

    /** Decodes into what {@code EscrowMessage.received} takes, which may share memory with the body. */
    static Object decode(MessageKind kind, ByteBuffer body) {
        return switch (kind) {
            case MESSAGE -> null;
            case TEXT -> decodeText(body);
            case BYTES -> body.slice();
            case OBJECT -> decodeObject(body);
            case MAP -> decodeMap(body);
            case STREAM -> StreamCodec.decode(body);
        };
    }

    private static ByteBuffer encodeText(String text) {
        if (text == null) {
            return ByteBuffer.wrap(new byte[] {DataConstants.NULL});
        }
        byte[] characters = Characters.toBytes(text);
        return ByteBuffer.allocate(Byte.BYTES + Integer.BYTES + characters.length)
                .put(DataConstants.NOT_NULL)
                .putInt(characters.length)
                .put(characters)
                .flip();
    }

    private static String decodeText(ByteBuffer body) {
        // The Artemis client leaves the body empty if no text was ever set.
        if (!body.hasRemaining() || body.get() == DataConstants.NULL) {
            return null;
        }
        byte[] characters = new byte[body.getInt()];
        body.get(characters);
        return Characters.toText(characters, ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer encodeObject(ByteBuffer serialized) {
        if (serialized == null) {
            return EMPTY;
        }
        ByteBuffer source = serialized.duplicate();
        return ByteBuffer.allocate(Integer.BYTES + source.remaining())
                .putInt(source.remaining())
                .put(source)
                .flip();
    }

    private static ByteBuffer decodeObject(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return null;
        }
        int length = body.getInt();
        return length == 0 ? null : body.slice(body.position(), length);
    }

    private static ByteBuffer encodeMap(Map<?, ?> content) {
        TypedProperties map = new TypedProperties();
        content.forEach((key, value) ->
                TypedProperties.setObjectProperty(SimpleString.of((String) key), value, map));
        ByteBuf buffer = Unpooled.buffer(map.getEncodeSize());
        map.encode(buffer);
        return buffer.nioBuffer();
    }

    private static Map<String, Object> decodeMap(ByteBuffer body) {
        TypedProperties map = new TypedProperties();
        if (body.hasRemaining()) {
            map.decode(Unpooled.wrappedBuffer(body));
        }
        Map<String, Object> content = new LinkedHashMap<>();
        map.forEach((key, value) ->
                content.put(key.toString(), value instanceof SimpleString ? value.toString() : value));
        return content;
    }
}
