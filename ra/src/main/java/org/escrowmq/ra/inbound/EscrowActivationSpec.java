package org.escrowmq.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;

/**
 * How a message-driven bean wants its messages: the eight properties of Messaging 13.1, and a few of our own.
 *
 * <p>A JavaBean that the server fills in and hands over unchanged; not for concurrent changes. Equal only to itself
 * (Connectors 13.4.1).
 */
public final class EscrowActivationSpec implements ActivationSpec {

    /** What {@link #setMaxSessions} is by default. */
    public static final int DEFAULT_MAX_SESSIONS = 15;

    static final String QUEUE = "jakarta.jms.Queue";
    static final String TOPIC = "jakarta.jms.Topic";
    static final String AUTO = "Auto-acknowledge";
    static final String DUPS_OK = "Dups-ok-acknowledge";
    static final String DURABLE = "Durable";
    static final String NON_DURABLE = "NonDurable";

    private transient ResourceAdapter resourceAdapter;
    private String destinationLookup;
    private String connectionFactoryLookup;
    private String destinationType;
    private String destination;
    private String acknowledgeMode = AUTO;
    private String messageSelector;
    private String subscriptionDurability = NON_DURABLE;
    private String subscriptionName;
    private String clientId;
    private Integer maxSessions = DEFAULT_MAX_SESSIONS;
    private Boolean shareSubscriptions = false;

    /** The JNDI name of the queue or topic. */
    public String getDestinationLookup() {
        return destinationLookup;
    }

    public void setDestinationLookup(String destinationLookup) {
        this.destinationLookup = destinationLookup;
    }

    /** The JNDI name of a connection factory of this adapter, whose user the bean connects as. */
    public String getConnectionFactoryLookup() {
        return connectionFactoryLookup;
    }

    public void setConnectionFactoryLookup(String connectionFactoryLookup) {
        this.connectionFactoryLookup = connectionFactoryLookup;
    }

    /** {@code jakarta.jms.Queue} or {@code jakarta.jms.Topic}; may be left out with a {@code destinationLookup}. */
    public String getDestinationType() {
        return destinationType;
    }

    public void setDestinationType(String destinationType) {
        this.destinationType = destinationType;
    }

    /** The name of the queue or topic itself, for use without JNDI: a {@code destinationLookup} comes first. */
    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = destination;
    }

    /** {@code Auto-acknowledge} or {@code Dups-ok-acknowledge}; without effect if the bean is transactional. */
    public String getAcknowledgeMode() {
        return acknowledgeMode;
    }

    public void setAcknowledgeMode(String acknowledgeMode) {
        this.acknowledgeMode = acknowledgeMode;
    }

    /** Which messages the bean wants; null for all. */
    public String getMessageSelector() {
        return messageSelector;
    }

    public void setMessageSelector(String messageSelector) {
        this.messageSelector = messageSelector;
    }

    /** {@code Durable} or {@code NonDurable}; for topics. */
    public String getSubscriptionDurability() {
        return subscriptionDurability;
    }

    public void setSubscriptionDurability(String subscriptionDurability) {
        this.subscriptionDurability = subscriptionDurability;
    }

    /** The name of a durable or shared subscription. */
    public String getSubscriptionName() {
        return subscriptionName;
    }

    public void setSubscriptionName(String subscriptionName) {
        this.subscriptionName = subscriptionName;
    }

    /** The client identifier of the bean's connection; always optional. */
    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    /**
     * How many messages are delivered at a time at most. The default of 15 is what administrators know from other
     * adapters and fits the pools of servers; a session that waits holds neither a thread nor a message, so more of
     * them cost little. A topic has one session unless its subscription is shared, whatever is set here.
     */
    public Integer getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(Integer maxSessions) {
        this.maxSessions = maxSessions;
    }

    /** True to share a topic's subscription among the sessions, here and elsewhere (Messaging 8.3.2). */
    public Boolean getShareSubscriptions() {
        return shareSubscriptions;
    }

    public void setShareSubscriptions(Boolean shareSubscriptions) {
        this.shareSubscriptions = shareSubscriptions;
    }

    boolean durable() {
        return DURABLE.equals(subscriptionDurability);
    }

    boolean shared() {
        return Boolean.TRUE.equals(shareSubscriptions);
    }

    /** Reports every mistake at once. */
    @Override
    public void validate() throws InvalidPropertyException {
        new SpecMistakes()
                .oneOf("destinationType", destinationType, QUEUE, TOPIC)
                .oneOf("acknowledgeMode", acknowledgeMode, AUTO, DUPS_OK)
                .oneOf("subscriptionDurability", subscriptionDurability, DURABLE, NON_DURABLE)
                .unless(isSet(destinationLookup) || isSet(destination), "destinationLookup",
                        "is not set; a destinationLookup (JNDI name), or a destination (physical name) is needed")
                .unless(isSet(destinationLookup) || !isSet(destination) || destinationType != null, "destinationType",
                        "is not set; a destination without destinationLookup needs one: " + QUEUE + " or " + TOPIC)
                .unless(maxSessions != null && maxSessions > 0, "maxSessions",
                        "is " + maxSessions + "; a number from 1 is needed")
                .unless(!durable() || isSet(subscriptionName), "subscriptionName",
                        "is not set; a durable subscription needs one")
                .unless(!shared() || isSet(subscriptionName), "subscriptionName",
                        "is not set; a shared subscription needs one")
                .unless(!QUEUE.equals(destinationType) || !durable(), "subscriptionDurability",
                        "is " + DURABLE + "; that is for topics, not for queues")
                .unless(!QUEUE.equals(destinationType) || !shared(), "shareSubscriptions",
                        "is true; that is for topics, not for queues")
                .report();
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    /** For messages: what this activation is about. */
    String destinationName() {
        return isSet(destinationLookup) ? destinationLookup : destination;
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new IllegalStateException(
                    "A resource adapter is set already, and can be set only once (Connectors 5.3.3)");
        }
        resourceAdapter = adapter;
    }
}
