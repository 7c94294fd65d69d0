package org.escrowmq.broker;

import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;

/**
 * Has the engine select messages for consumers and browsers as the specification says (3.8.1); those of subscriptions
 * are selected by the filters of their queues, see {@link SelectorFilter}. Has no state; one for each engine.
 */
final class SelectorPlugin implements ActiveMQServerMessagePlugin {

    /** The engine's consumers are made without a filter; theirs is asked here, just where the engine's would be. */
    @Override
    public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
        return !(consumer.getProtocolContext() instanceof EmbeddedConsumer own) || own.selects(reference.getMessage());
    }
}
