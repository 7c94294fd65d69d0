package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Objects;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.DestinationUtil;
import org.escrowmq.broker.ConsumerSpec.Subscription;

/**
 * Subscriptions on topics (specification 8.3) as queues of the engine, named as Artemis' own client names them.
 *
 * <p>An unshared durable subscription admits one consumer; that limit, which is stored with the queue, is also how it
 * is told from a shared one. A non-durable subscription is a temporary queue that goes with its last consumer.
 *
 * <p>Callers hold the monitor of this object from {@link #queueFor} until the consumer exists, and while they call any
 * other method, so that finding, replacing and deleting a subscription is one step. To be called within
 * {@link Engine#call}.
 */
final class Subscriptions {

    private static final int ONE_CONSUMER = 1;

    private final Destinations destinations;

    Subscriptions(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * Finds or makes the queue of a subscription.
     *
     * @param topic the address of the topic, which exists
     * @param filter what the subscription lets through, or null
     * @param auth the user, who needs a permission of its own to create or replace a durable one
     */
    SimpleString queueFor(SimpleString topic, Subscription subscription, SimpleString filter, SecurityAuth auth)
            throws Exception {
        if (subscription.name() == null) {
            QueueConfiguration anonymous = temporary(SimpleString.of(UUID.randomUUID().toString()), topic, filter);
            return destinations.createSubscription(anonymous).getName();
        }
        SimpleString name = queueName(subscription);
        Queue existing = destinations.find(name);
        if (existing != null) {
            requireSubscription(existing, subscription);
            if (isSame(existing, topic, filter)) {
                requireFree(existing, subscription);
                return name;
            }
            requireUnused(existing, subscription);
        }
        if (subscription.durable()) {
            destinations.permit(topic, CheckType.CREATE_DURABLE_QUEUE, auth);
        }
        destinations.deleteQueue(name);
        return destinations.createSubscription(configuration(name, topic, filter, subscription)).getName();
    }

    /** True if a consumer of such a subscription must {@linkplain #consumerClosed say when it closes}. */
    static boolean endsWithLastConsumer(Subscription subscription) {
        return !subscription.durable();
    }

    /** Deletes the queue of a non-durable subscription if that was the last consumer. */
    void consumerClosed(SimpleString queueName) throws Exception {
        Queue queue = destinations.find(queueName);
        if (queue != null && queue.getConsumerCount() == 0) {
            destinations.deleteQueue(queueName);
        }
    }

    /** Deletes a durable subscription, as the user may who may create it. */
    void delete(String clientId, String name, SecurityAuth auth) throws Exception {
        Subscription subscription = new Subscription(name, clientId, true, clientId == null);
        Queue queue = destinations.find(queueName(subscription));
        if (queue == null || queue.getRoutingType() != RoutingType.MULTICAST || !queue.isDurable()) {
            throw new InvalidDestinationException("There is no durable subscription " + describe(subscription));
        }
        destinations.permit(queue.getAddress(), CheckType.DELETE_DURABLE_QUEUE, auth);
        requireUnused(queue, subscription);
        destinations.deleteQueue(queue.getName());
    }

    private static SimpleString queueName(Subscription subscription) {
        return DestinationUtil.createQueueNameForSubscription(
                subscription.durable(), subscription.clientId(), subscription.name());
    }

    private static boolean isSame(Queue queue, SimpleString topic, SimpleString filter) {
        SimpleString existing = queue.getFilter() == null ? null : queue.getFilter().getFilterString();
        return queue.getAddress().equals(topic) && Objects.equals(existing, filter);
    }

    /** Nothing but a subscription of the same kind may be used, and above all replaced. */
    private static void requireSubscription(Queue queue, Subscription subscription) throws JMSException {
        if (queue.getRoutingType() != RoutingType.MULTICAST) {
            throw new IllegalStateException("There cannot be a subscription " + describe(subscription)
                    + ": the queue " + queue.getName() + " has this name in the store");
        }
        boolean shared = queue.getMaxConsumers() != ONE_CONSUMER;
        if (shared != subscription.shared() || queue.isDurable() != subscription.durable()) {
            throw new IllegalStateException("The subscription " + describe(subscription) + " exists as "
                    + (shared ? "a shared" : "an unshared") + (queue.isDurable() ? " durable" : " non-durable")
                    + " one; it cannot be used as another kind");
        }
    }

    private static void requireFree(Queue queue, Subscription subscription) throws JMSException {
        if (!subscription.shared() && queue.getConsumerCount() > 0) {
            throw new IllegalStateException("The durable subscription " + describe(subscription)
                    + " has a consumer already, and may have only one");
        }
    }

    /** In use is a subscription with consumers, or with messages that a transaction has consumed. */
    private static void requireUnused(Queue queue, Subscription subscription) throws JMSException {
        if (queue.getConsumerCount() > 0 || queue.getDeliveringCount() > 0) {
            throw new IllegalStateException("The subscription " + describe(subscription) + " on topic "
                    + queue.getAddress() + " is in use by " + queue.getConsumerCount() + " consumers, with "
                    + queue.getDeliveringCount() + " messages not yet acknowledged; it cannot be changed or deleted");
        }
    }

    private static QueueConfiguration configuration(
            SimpleString name, SimpleString topic, SimpleString filter, Subscription subscription) {
        if (!subscription.durable()) {
            return temporary(name, topic, filter);
        }
        QueueConfiguration configuration = QueueConfiguration.of(name)
                .setAddress(topic)
                .setFilterString(filter)
                .setDurable(true);
        return subscription.shared() ? configuration : configuration.setMaxConsumers(ONE_CONSUMER);
    }

    private static QueueConfiguration temporary(SimpleString name, SimpleString topic, SimpleString filter) {
        return QueueConfiguration.of(name)
                .setAddress(topic)
                .setFilterString(filter)
                .setDurable(false)
                .setTemporary(true);
    }

    private static String describe(Subscription subscription) {
        return subscription.name()
                + (subscription.clientId() == null ? "" : " of client " + subscription.clientId());
    }
}
