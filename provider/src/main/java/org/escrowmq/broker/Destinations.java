package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import java.util.EnumSet;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;

/**
 * Queues and topics in the engine.
 *
 * <p>A JMS queue X is the address X with an anycast queue of the same name; a topic X is the address X, to which each
 * subscription is bound as a multicast queue. Both may exist: each message carries its routing type. The engine's
 * queues and subscriptions share one space of names, so a queue cannot be called like a subscription.
 *
 * <p><b>Names</b> are taken literally: {@code * # . , /} and blanks mean nothing. Refused are names with {@code ::},
 * which the engine always reads as "address::queue", with control characters, for which it finds no settings, and
 * {@code activemq.management}, to which a message would be a command to the engine.
 *
 * <p>Safe for use by several threads. To be called within {@link Engine#call} only.
 */
final class Destinations {

    private static final String QUALIFIED_NAME_SEPARATOR = "::";
    private static final String MANAGEMENT_ADDRESS = "activemq.management";

    private final ActiveMQServer server;
    private final boolean createForApplications;

    /**
     * The queues and topics of an engine.
     *
     * @param createForApplications whether what application code names is created at its first use
     */
    Destinations(ActiveMQServer server, boolean createForApplications) {
        this.server = server;
        this.createForApplications = createForApplications;
    }

    static RoutingType routingType(EscrowDestination destination) {
        return destination.isTopic() ? RoutingType.MULTICAST : RoutingType.ANYCAST;
    }

    /** The engine's name for a destination, checked. */
    static SimpleString address(EscrowDestination destination) throws InvalidDestinationException {
        String name = destination.name();
        if (name.contains(QUALIFIED_NAME_SEPARATOR)) {
            throw new InvalidDestinationException(
                    "The name of " + destination + " must not contain " + QUALIFIED_NAME_SEPARATOR);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidDestinationException(
                    "The name of " + destination + " must not contain control characters such as line ends");
        }
        if (name.equals(MANAGEMENT_ADDRESS)) {
            throw new InvalidDestinationException("The name " + MANAGEMENT_ADDRESS + " is reserved");
        }
        return SimpleString.of(name);
    }

    /**
     * Makes sure that a user may do something with a destination, whether it exists or not.
     *
     * @param auth the user, or null for the broker itself
     * @throws org.apache.activemq.artemis.api.core.ActiveMQSecurityException if not
     */
    void permit(SimpleString address, CheckType permission, SecurityAuth auth) throws Exception {
        if (auth != null) {
            server.getSecurityStore().check(address, permission, auth);
        }
    }

    /**
     * Makes sure that a destination exists, creating it if that is allowed; never a temporary one.
     *
     * @param auth the user who creates it, or null for the broker itself
     * @return its address
     */
    SimpleString require(EscrowDestination destination, SecurityAuth auth) throws Exception {
        SimpleString address = address(destination);
        if (destination.isTopic()) {
            requireTopic(destination, address, auth);
        } else {
            requireQueue(destination, address, auth);
        }
        return address;
    }

    private void requireQueue(EscrowDestination destination, SimpleString name, SecurityAuth auth) throws Exception {
        Queue queue = server.locateQueue(name);
        if (queue == null) {
            requireCreatable(destination, auth);
            permit(name, CheckType.CREATE_DURABLE_QUEUE, auth);
            queue = createQueue(name);
        }
        if (queue.getRoutingType() != RoutingType.ANYCAST || !queue.getAddress().equals(name)) {
            throw new InvalidDestinationException("There cannot be a queue " + name
                    + ": a subscription of topic " + queue.getAddress() + " has this name in the store");
        }
    }

    private synchronized Queue createQueue(SimpleString name) throws Exception {
        return server.createQueue(QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoCreated(false)
                .setAutoCreateAddress(true), true);
    }

    private void requireTopic(EscrowDestination destination, SimpleString name, SecurityAuth auth) throws Exception {
        if (!isTopic(server.getAddressInfo(name))) {
            requireCreatable(destination, auth);
            permit(name, CheckType.CREATE_ADDRESS, auth);
            createTopic(name);
        }
    }

    private synchronized void createTopic(SimpleString name) throws Exception {
        AddressInfo existing = server.getAddressInfo(name);
        EnumSet<RoutingType> types = EnumSet.of(RoutingType.MULTICAST);
        if (existing != null) {
            types.addAll(existing.getRoutingTypes());
        }
        server.addOrUpdateAddressInfo(new AddressInfo(name, types));
    }

    private static boolean isTopic(AddressInfo info) {
        return info != null && info.getRoutingTypes().contains(RoutingType.MULTICAST);
    }

    private void requireCreatable(EscrowDestination destination, SecurityAuth auth)
            throws InvalidDestinationException {
        if (destination.isTemporary()) {
            throw new InvalidDestinationException("There is no " + destination
                    + ": it was deleted, or the connection that created it is closed");
        }
        if (!createForApplications && auth != null && !destination.isAdministered()) {
            throw new InvalidDestinationException("There is no " + destination + ", and createDestinations is false: "
                    + "what application code names is not created; correct the name, or have an administrator make it");
        }
    }

    /** Makes sure that a queue exists under a plain name. */
    void requireQueue(String name) throws Exception {
        require(new EscrowQueue(name), null);
    }

    /** Creates a temporary queue or topic, which is not on the disk. */
    void createTemporary(SimpleString name, boolean topic, SecurityAuth auth) throws Exception {
        permit(name, CheckType.CREATE_NON_DURABLE_QUEUE, auth);
        if (topic) {
            if (!server.addAddressInfo(new AddressInfo(name, RoutingType.MULTICAST).setTemporary(true))) {
                throw new ActiveMQAddressExistsException("The address " + name + " exists");
            }
        } else {
            server.createQueue(QueueConfiguration.of(name)
                    .setAddress(name)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setTemporary(true)
                    .setAutoCreateAddress(true));
        }
    }

    /**
     * Deletes a temporary queue or topic.
     *
     * @throws IllegalStateException if it has consumers
     */
    void deleteTemporary(EscrowDestination destination) throws Exception {
        SimpleString name = address(destination);
        if (hasConsumers(destination, name)) {
            throw new IllegalStateException("The " + destination + " has consumers; close them before deleting it");
        }
        dropTemporary(name);
    }

    private boolean hasConsumers(EscrowDestination destination, SimpleString name) throws Exception {
        if (destination.isTopic()) {
            Bindings bindings = server.getPostOffice().lookupBindingsForAddress(name);
            return bindings != null && !bindings.getBindings().isEmpty();
        }
        Queue queue = server.locateQueue(name);
        return queue != null && queue.getConsumerCount() > 0;
    }

    /** Deletes a temporary queue or topic with whatever is bound to it; nothing if it is gone already. */
    void dropTemporary(SimpleString name) throws Exception {
        Bindings bindings = server.getPostOffice().lookupBindingsForAddress(name);
        if (bindings != null) {
            for (var binding : bindings.getBindings()) {
                server.destroyQueue(binding.getUniqueName(), null, false, true, false);
            }
        }
        AddressInfo info = server.getAddressInfo(name);
        if (info != null) {
            server.removeAddressInfo(name, null, true);
        }
    }

    /** True if an address is that of a temporary destination. */
    boolean isTemporary(SimpleString address) {
        AddressInfo info = server.getAddressInfo(address);
        return info != null && info.isTemporary();
    }

    /** Deletes a subscription's queue; nothing if it is gone already. */
    void deleteQueue(SimpleString name) throws Exception {
        if (server.locateQueue(name) != null) {
            server.destroyQueue(name, null, true, false, false);
        }
    }

    /** The engine's queue of this name, or null. */
    Queue find(SimpleString name) {
        return server.locateQueue(name);
    }

    /** Creates a queue that is a subscription. */
    Queue createSubscription(QueueConfiguration configuration) throws Exception {
        return server.createQueue(configuration
                .setRoutingType(RoutingType.MULTICAST)
                .setAutoCreated(false)
                .setAutoCreateAddress(true));
    }
}
