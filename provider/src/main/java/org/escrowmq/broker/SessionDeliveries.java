package org.escrowmq.broker;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;

/**
 * How the engine speaks to the consumers of a session. It calls on threads of its own, one at a time for each queue.
 *
 * <p>A consumer of the engine's has its {@link EmbeddedConsumer} as protocol context; before that is set nothing is
 * delivered to it.
 */
final class SessionDeliveries implements SessionCallback {

    private static EmbeddedConsumer consumer(ServerConsumer consumer) {
        return (EmbeddedConsumer) consumer.getProtocolContext();
    }

    /** Called for every message that the engine would like to deliver: the only flow control there is. */
    @Override
    public boolean hasCredits(ServerConsumer serverConsumer) {
        EmbeddedConsumer consumer = consumer(serverConsumer);
        return consumer != null && consumer.hasRequests();
    }

    @Override
    public int sendMessage(MessageReference reference, ServerConsumer serverConsumer, int deliveryCount) {
        consumer(serverConsumer).deliver(reference, deliveryCount);
        return 0;
    }

    /** Messages are never delivered on the sender's thread. */
    @Override
    public boolean supportsDirectDelivery() {
        return false;
    }

    /** What goes back without being acknowledged was never seen by the application, however it comes about. */
    @Override
    public boolean updateDeliveryCountAfterCancel(ServerConsumer consumer, MessageReference reference, boolean failed) {
        reference.decrementDeliveryCount();
        Redelivery.UNDISTURBED.governs(reference);
        return true;
    }

    @Override
    public void disconnect(ServerConsumer serverConsumer, String reason) {
        EmbeddedConsumer consumer = consumer(serverConsumer);
        if (consumer != null) {
            consumer.closedByEngine(reason);
        }
    }

    @Override
    public boolean isWritable(ReadyListener callback, Object protocolContext) {
        return true;
    }

    @Override
    public int sendLargeMessage(MessageReference reference, ServerConsumer consumer, long bodySize, int deliveryCount) {
        throw new UnsupportedOperationException("Consumers are created to get large messages as references");
    }

    @Override
    public int sendLargeMessageContinuation(
            ServerConsumer consumer, byte[] body, boolean continues, boolean requiresResponse) {
        throw new UnsupportedOperationException("Consumers are created to get large messages as references");
    }

    @Override
    public void afterDelivery() {
        // Nothing was left to do for after the engine's locks are released.
    }

    @Override
    public void browserFinished(ServerConsumer consumer) {
        // Whoever browses asks with afterPending whether there is more.
    }

    @Override
    public void sendProducerCreditsMessage(int credits, SimpleString address) {
        // Producers do not ask for credits: beyond the memory limit messages go to page files.
    }

    @Override
    public void sendProducerCreditsFailMessage(int credits, SimpleString address) {
        // As above.
    }

    @Override
    public void closed() {
        // EmbeddedSession closes itself.
    }
}
