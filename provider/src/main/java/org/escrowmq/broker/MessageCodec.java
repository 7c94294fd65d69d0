package org.escrowmq.broker;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.escrowmq.broker.encoding.CoreMessages;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.escrowmq.message.StoredBody;

/**
 * Turns messages into the engine's and back, in the encoding of Artemis' own JMS client, so that a message may be sent
 * with one and received with the other.
 *
 * <p>A message of the engine's may be on several queues at a time; decoding only reads it.
 */
final class MessageCodec {

    private final Destinations destinations;
    private final LargeBodies largeBodies;

    MessageCodec(Destinations destinations, LargeBodies largeBodies) {
        this.destinations = destinations;
        this.largeBodies = largeBodies;
    }

    /**
     * Encodes a message. To be called within {@link Engine#call}, because a large body is written to its file.
     *
     * @param connectionId the identity of the connection that sends it
     */
    Message encode(EscrowMessage message, SimpleString address, RoutingType routingType, String connectionId)
            throws Exception {
        Object content = message.content();
        if (content instanceof StoredBody stored) {
            return largeBodies.store(encodeHead(message, address, routingType, connectionId, 0), stored);
        }
        ByteBuffer body = CoreMessages.encodeBody(message.kind(), content);
        if (LargeBodies.isLarge(body)) {
            return largeBodies.store(encodeHead(message, address, routingType, connectionId, 0), body);
        }
        CoreMessage core = encodeHead(message, address, routingType, connectionId, body.remaining());
        core.getBodyBuffer().writeBytes(body);
        return core;
    }

    private static CoreMessage encodeHead(EscrowMessage message, SimpleString address, RoutingType routingType,
            String connectionId, int bodyBytes) throws JMSException {
        CoreMessage core = new CoreMessage(0, CoreMessages.USUAL_HEADER_BYTES + bodyBytes);
        CoreMessages.encodeHead(message, address, routingType, connectionId, core);
        return core;
    }

    /** Decodes what a reference on a queue refers to. */
    EscrowMessage decode(MessageReference reference) throws Exception {
        ICoreMessage core = reference.getMessage().toCore();
        MessageKind kind = CoreMessages.kind(core);
        Object content = kind == MessageKind.BYTES && largeBodies.isTooLargeForMemory(core)
                ? largeBodies.stored(core)
                : CoreMessages.decodeBody(kind, largeBodies.read(core));
        SimpleString address = core.getAddressSimpleString();
        EscrowDestination destination = CoreMessages.destination(
                address, reference.getQueue().getRoutingType(), destinations.isTemporary(address));
        return CoreMessages.decode(core, destination, content, largeBodies.files());
    }
}
