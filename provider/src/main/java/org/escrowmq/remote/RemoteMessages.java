package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.escrowmq.message.StoredBody;

/** Messages as Artemis' client sends and receives them. Stateless. */
final class RemoteMessages {

    private static final byte NO_PRIORITY_YET = 0;

    private RemoteMessages() { }

    /**
     * Encodes a message.
     *
     * @param connectionId the identity of the connection that sends it
     */
    static ClientMessage encode(EscrowMessage message, SimpleString address, RoutingType routingType,
            String connectionId) throws JMSException {
        Object content = message.content();
        ByteBuffer body = content instanceof StoredBody ? ByteBuffer.allocate(0)
                : CoreMessages.encodeBody(message.kind(), content);
        ClientMessageImpl core = new ClientMessageImpl(Message.DEFAULT_TYPE, true, 0, 0, NO_PRIORITY_YET,
                CoreMessages.USUAL_HEADER_BYTES + body.remaining());
        CoreMessages.encodeHead(message, address, routingType, connectionId, core);
        if (content instanceof StoredBody stored) {
            core.setBodyInputStream(new StoredInput(stored));
        } else {
            core.getBodyBuffer().writeBytes(body);
        }
        return core;
    }

    /** Decodes a message, of which the body is here. */
    static EscrowMessage decode(ClientMessage core, byte[] body, EscrowDestination destination) {
        MessageKind kind = CoreMessages.kind(core);
        Object content = CoreMessages.decodeBody(kind, ByteBuffer.wrap(body));
        return CoreMessages.decode(core, destination, content, BodyStore.NONE);
    }

    /** The whole body of a message that has arrived, waiting for the parts of a large one. */
    static byte[] body(ClientMessage core) throws ActiveMQException {
        byte[] bytes = core.isLargeMessage() ? largeBody(core) : smallBody(core);
        if (!Boolean.TRUE.equals(core.getObjectProperty(Message.HDR_LARGE_COMPRESSED))) {
            return bytes;
        }
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return inflated.readAllBytes();
        } catch (IOException e) {
            throw new ActiveMQException("The body is compressed and cannot be read", e,
                    ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY);
        }
    }

    private static byte[] largeBody(ClientMessage core) throws ActiveMQException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        core.saveToOutputStream(bytes);
        return bytes.toByteArray();
    }

    private static byte[] smallBody(ClientMessage core) {
        ActiveMQBuffer body = core.getReadOnlyBodyBuffer();
        byte[] bytes = new byte[body.readableBytes()];
        body.getBytes(0, bytes);
        return bytes;
    }

    /** Reads a body that is too large for memory. */
    private static final class StoredInput extends InputStream {

        private final StoredBody body;
        private long position;

        StoredInput(StoredBody body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (position >= body.length()) {
                return -1;
            }
            try {
                int count = body.read(position, ByteBuffer.wrap(into, offset, length));
                position += count;
                return count;
            } catch (JMSException e) {
                throw new IOException(e);
            }
        }
    }
}
