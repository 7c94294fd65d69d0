package org.escrowmq.broker;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.QueueFactoryImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;

/**
 * Makes the engine's queues {@linkplain RedeliveringQueue redelivering} ones, whose filters are those of the
 * specification ({@link SelectorFilter}). Safe for use by several threads.
 */
final class RedeliveringQueues extends QueueFactoryImpl {

    private final RedeliveryPolicy policy;

    RedeliveringQueues(ActiveMQServer server, RedeliveryPolicy policy) {
        super(server.getExecutorFactory(), server.getScheduledPool(), server.getAddressSettingsRepository(),
                server.getStorageManager(), server);
        this.policy = policy;
        setPostOffice(server.getPostOffice());
    }

    /** Lets an engine with this configuration make all its queues this way, those that it loads among them. */
    static void install(Configuration configuration, RedeliveryPolicy policy) {
        configuration.registerBrokerPlugin(new ActiveMQServerBasePlugin() {
            @Override
            public void registered(ActiveMQServer server) {
                // Called when the engine has made its parts and has not loaded anything yet.
                ((ActiveMQServerImpl) server).replaceQueueFactory(new RedeliveringQueues(server, policy));
            }
        });
    }

    @Override
    public Queue createQueueWith(QueueConfiguration configuration, PagingManager pages, Filter filter) {
        Filter selector = SelectorFilter.replacing(filter);
        return new RedeliveringQueue(policy, configuration, selector,
                getPageSubscription(configuration, pages, selector), server, executorFactory, this);
    }
}
