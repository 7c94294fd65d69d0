package org.escrowmq.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages as a codec would decode them. */
final class Samples {

    private Samples() { }

    /** With message id ID:1, a property color=red and a body that is not empty. */
    static EscrowMessage received(MessageKind kind) {
        return received(kind, switch (kind) {
            case MESSAGE -> null;
            case TEXT -> "text";
            case BYTES -> ByteBuffer.wrap(new byte[] {1, 2, 3}).asReadOnlyBuffer();
            case MAP -> new LinkedHashMap<>(Map.of("a", 1));
            case STREAM -> new ArrayList<>(List.of("a", 1));
            case OBJECT -> serialized("object");
        });
    }

    /** With message id ID:1, a property color=red and this body. */
    static EscrowMessage received(MessageKind kind, Object content) {
        Headers headers = new Headers();
        headers.setMessageId("ID:1");
        EscrowMessage message = EscrowMessage.received(
                kind, headers, new LinkedHashMap<>(Map.of("color", "red")), content);
        message.delivered(1, null, null);
        return message;
    }

    static ByteBuffer serialized(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }
}
