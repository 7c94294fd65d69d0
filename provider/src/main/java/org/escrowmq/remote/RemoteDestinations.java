package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.AddressQuery;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.utils.AutoCreateUtil;
import org.apache.activemq.artemis.utils.DestinationUtil;
import org.escrowmq.broker.ConsumerSpec.Subscription;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.destination.EscrowDestination;

/**
 * Queues, topics and subscriptions of a remote broker, under the names that Artemis' own JMS client gives them. Whether
 * what does not exist may be created, and when it is deleted, is decided by the broker's address settings.
 *
 * <p>Safe for use by several threads: one at a time uses the session.
 */
final class RemoteDestinations {

    private static final String QUALIFIED_NAME_SEPARATOR = "::";
    private static final int ONE_CONSUMER = 1;
    private static final String NOTHING = "_AMQX=-1";

    private final ClientSession session;
    private final Set<EscrowDestination> known = ConcurrentHashMap.newKeySet();

    RemoteDestinations(ClientSession session) {
        this.session = session;
    }

    private interface Call<T> {
        T run() throws ActiveMQException, JMSException;
    }

    private synchronized <T> T call(String doing, Call<T> call) throws JMSException {
        try {
            return call.run();
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate(doing, e);
        }
    }

    /** The address of a queue or topic, which is made sure to exist, or to have existed. */
    SimpleString require(EscrowDestination destination) throws JMSException {
        return known.contains(destination) ? address(destination) : requireNow(destination);
    }

    /** The address of a queue or topic, which is made sure to exist. */
    SimpleString requireNow(EscrowDestination destination) throws JMSException {
        SimpleString address = address(destination);
        call("use " + destination, () -> {
            if (destination.isTemporary()) {
                requireTemporary(destination, address);
            } else if (destination.isTopic()) {
                requireTopic(destination, address);
            } else {
                requireQueue(address);
            }
            return null;
        });
        if (!destination.isTemporary()) {
            known.add(destination);
        }
        return address;
    }

    private static SimpleString address(EscrowDestination destination) throws JMSException {
        if (destination.name().contains(QUALIFIED_NAME_SEPARATOR)) {
            throw new InvalidDestinationException(
                    "The name of " + destination + " must not contain " + QUALIFIED_NAME_SEPARATOR);
        }
        return SimpleString.of(destination.name());
    }

    private void requireQueue(SimpleString name) throws ActiveMQException {
        AutoCreateUtil.autoCreateQueue(session, name, null);
    }

    private void requireTopic(EscrowDestination destination, SimpleString name)
            throws ActiveMQException, JMSException {
        AddressQuery found = session.addressQuery(name);
        if (found.isExists()) {
            return;
        }
        if (!found.isAutoCreateAddresses()) {
            throw new InvalidDestinationException("There is no " + destination + ", and the broker does not allow it "
                    + "to be created: its address settings have auto-create-addresses=false");
        }
        session.createAddress(name, RoutingType.MULTICAST, true);
    }

    private void requireTemporary(EscrowDestination destination, SimpleString name)
            throws ActiveMQException, JMSException {
        // A topic has a queue of its name, too. The address may stay a little longer.
        if (!session.queueQuery(name).isExists()) {
            throw new InvalidDestinationException("There is no " + destination
                    + ": it was deleted, or the connection that created it is closed");
        }
    }

    // ---- temporary ones -------------------------------------------------------------------------------------------

    void createTemporary(SimpleString name, boolean topic) throws JMSException {
        call("create a temporary " + (topic ? "topic" : "queue"), () -> {
            QueueConfiguration queue = QueueConfiguration.of(name).setDurable(false).setTemporary(true);
            // A topic's address goes with its last queue, so it has one that gets nothing.
            session.createQueue(topic
                    ? queue.setRoutingType(RoutingType.MULTICAST).setFilterString(NOTHING)
                    : queue.setRoutingType(RoutingType.ANYCAST));
            return null;
        });
    }

    /** Deletes a temporary destination, with whatever is bound to it. */
    void dropTemporary(SimpleString name) throws JMSException {
        call("delete temporary destination " + name, () -> {
            for (SimpleString queue : session.addressQuery(name).getQueueNames()) {
                session.deleteQueue(queue);
            }
            return null;
        });
    }

    /** Deletes a temporary destination that has no consumers. */
    void deleteTemporary(EscrowDestination destination) throws JMSException {
        call("delete " + destination, () -> {
            SimpleString name = address(destination);
            AddressQuery found = session.addressQuery(name);
            for (SimpleString queue : found.getQueueNames()) {
                if (session.queueQuery(queue).getConsumerCount() > 0) {
                    throw new IllegalStateException("The " + destination
                            + " has consumers; close them before deleting it");
                }
            }
            for (SimpleString queue : found.getQueueNames()) {
                session.deleteQueue(queue);
            }
            return null;
        });
    }

    /** Ends a subscription that ends with its last consumer; another consumer may have come in between. */
    void endUnused(SimpleString name) throws JMSException {
        call("end subscription " + name, () -> {
            QueueQuery found = session.queueQuery(name);
            try {
                if (found.isExists() && found.getConsumerCount() == 0) {
                    session.deleteQueue(name);
                }
            } catch (ActiveMQNonExistentQueueException e) {
                RemoteLog.debug("The broker has ended the subscription itself", e);
            }
            return null;
        });
    }

    // ---- subscriptions --------------------------------------------------------------------------------------------

    /**
     * Finds or makes the queue of a subscription.
     *
     * @param topic the address of the topic, which exists
     * @param filter what the subscription lets through, or null
     */
    SimpleString subscription(SimpleString topic, Subscription subscription, SimpleString filter)
            throws JMSException {
        return call("subscribe to topic " + topic, () -> {
            if (subscription.name() == null) {
                SimpleString anonymous = SimpleString.of(UUID.randomUUID().toString());
                session.createQueue(queue(anonymous, topic, filter).setDurable(false).setTemporary(true));
                return anonymous;
            }
            SimpleString name = queueName(subscription);
            QueueQuery found = session.queueQuery(name);
            if (found.isExists()) {
                requireSameKind(found, subscription);
            }
            if (found.isExists() && !isSame(found, topic, filter)) {
                requireUnused(found, subscription);
                session.deleteQueue(name);
                found = session.queueQuery(name);
            }
            if (found.isExists()) {
                requireFree(found, subscription);
            } else {
                create(queue(name, topic, filter).setDurable(subscription.durable()), subscription);
            }
            return name;
        });
    }

    private void create(QueueConfiguration queue, Subscription subscription) throws ActiveMQException {
        try {
            if (subscription.shared()) {
                session.createSharedQueue(queue);
            } else {
                session.createQueue(queue.setMaxConsumers(ONE_CONSUMER));
            }
        } catch (ActiveMQQueueExistsException e) {
            RemoteLog.debug("Another consumer has created the subscription at the same time", e);
        }
    }

    private static QueueConfiguration queue(SimpleString name, SimpleString topic, SimpleString filter) {
        return QueueConfiguration.of(name).setAddress(topic).setFilterString(filter)
                .setRoutingType(RoutingType.MULTICAST);
    }

    private static SimpleString queueName(Subscription subscription) {
        return DestinationUtil.createQueueNameForSubscription(
                subscription.durable(), subscription.clientId(), subscription.name());
    }

    private static boolean isSame(QueueQuery queue, SimpleString topic, SimpleString filter) {
        return queue.getAddress().equals(topic) && Objects.equals(queue.getFilterString(), filter);
    }

    /** Only how many consumers it admits tells an unshared subscription from a shared one. */
    private static void requireSameKind(QueueQuery queue, Subscription subscription) throws JMSException {
        boolean shared = queue.getMaxConsumers() != ONE_CONSUMER;
        if (queue.getRoutingType() != RoutingType.MULTICAST || queue.isDurable() != subscription.durable()
                || shared != subscription.shared()) {
            throw new IllegalStateException("There is a queue " + queue.getName() + " already, which is "
                    + (shared ? "shared" : "unshared") + (queue.isDurable() ? ", durable" : ", non-durable")
                    + " and " + queue.getRoutingType() + "; it cannot be used as the subscription "
                    + subscription.name() + ", which is another kind");
        }
    }

    private static void requireFree(QueueQuery queue, Subscription subscription) throws JMSException {
        if (!subscription.shared() && queue.getConsumerCount() > 0) {
            throw new IllegalStateException("The durable subscription " + subscription.name()
                    + " has a consumer already, and may have only one");
        }
    }

    private static void requireUnused(QueueQuery queue, Subscription subscription) throws JMSException {
        if (queue.getConsumerCount() > 0) {
            throw new IllegalStateException("The subscription " + subscription.name() + " on topic "
                    + queue.getAddress() + " is in use by " + queue.getConsumerCount()
                    + " consumers; it cannot be changed or deleted");
        }
    }

    /** Deletes a durable subscription. */
    void deleteSubscription(String clientId, String name) throws JMSException {
        Subscription subscription = new Subscription(name, clientId, true, clientId == null);
        call("delete subscription " + name, () -> {
            QueueQuery found = session.queueQuery(queueName(subscription));
            if (!found.isExists()) {
                throw new InvalidDestinationException("There is no durable subscription " + name);
            }
            requireUnused(found, subscription);
            session.deleteQueue(queueName(subscription));
            return null;
        });
    }
}
