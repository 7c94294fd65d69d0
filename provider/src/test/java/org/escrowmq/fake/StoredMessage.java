package org.escrowmq.fake;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.Headers;
import org.escrowmq.message.StoredBody;

/** A copy of a message in one queue of the fake. Guarded by the store's monitor. */
final class StoredMessage implements Comparable<StoredMessage> {

    final long sequence;
    final String origin;
    private final EscrowMessage message;
    private int failedDeliveries;

    /**
     * Stores a copy.
     *
     * @param sequence its place among messages of the same priority
     * @param origin the identity of the connection that sent it
     */
    StoredMessage(long sequence, String origin, EscrowMessage message) {
        this.sequence = sequence;
        this.origin = origin;
        this.message = copyInMemory(message);
    }

    /** The copy in the store: to look at, not to hand out. */
    EscrowMessage message() {
        return message;
    }

    /** A new message for a consumer. */
    EscrowMessage handOut() {
        return copyInMemory(message);
    }

    /** Which delivery the next one is. */
    int nextDelivery() {
        return failedDeliveries + 1;
    }

    /** Its consumption was rolled back. */
    void deliveryFailed() {
        failedDeliveries++;
    }

    boolean isPersistent() {
        return message.headers().getDeliveryMode() == jakarta.jms.DeliveryMode.PERSISTENT;
    }

    boolean isDue(long now) {
        return message.headers().getDeliveryTime() <= now;
    }

    @Override
    public int compareTo(StoredMessage other) {
        int byPriority = Integer.compare(other.message.headers().getPriority(), message.headers().getPriority());
        return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }

    static EscrowMessage copyInMemory(EscrowMessage message) {
        try {
            return copy(message);
        } catch (JMSException e) {
            throw new AssertionError("The body of a copy is in memory", e);
        }
    }

    static EscrowMessage copy(EscrowMessage message) throws JMSException {
        return EscrowMessage.received(message.kind(), copy(message.headers()),
                new LinkedHashMap<>(message.properties()), copyContent(message.content()));
    }

    private static Headers copy(Headers from) {
        Headers to = new Headers();
        to.setMessageId(from.getMessageId());
        to.setTimestamp(from.getTimestamp());
        to.setCorrelationId(from.getCorrelationId());
        if (from.getCorrelationIdBytes() != null) {
            to.setCorrelationIdBytes(from.getCorrelationIdBytes().clone());
        }
        to.setReplyTo(from.getReplyTo());
        to.setDestination(from.getDestination());
        to.setDeliveryMode(from.getDeliveryMode());
        to.setType(from.getType());
        to.setExpiration(from.getExpiration());
        to.setDeliveryTime(from.getDeliveryTime());
        to.setPriority(from.getPriority());
        return to;
    }

    private static Object copyContent(Object content) throws JMSException {
        if (content instanceof StoredBody body) {
            ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
            while (bytes.hasRemaining()) {
                body.read(bytes.position(), bytes);
            }
            return bytes.flip().asReadOnlyBuffer();
        }
        if (content instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        if (content instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (content instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                copy.put(entry.getKey(), copyContent(entry.getValue()));
            }
            return copy;
        }
        if (content instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object value : list) {
                copy.add(copyContent(value));
            }
            return copy;
        }
        return content;
    }
}
