package org.escrowmq.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.MessagingProvider;

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
    private String userName;
    private String password;
    private Integer minSessions = 1;
    private Integer maxSessions = DEFAULT_MAX_SESSIONS;
    private Integer prefetch = 0;
    private Boolean shareSubscriptions = false;
    private Integer maxDeliveryAttempts;
    private Integer immediateRedeliveries;
    private Long redeliveryDelayMillis;
    private Double redeliveryBackOffMultiplier;
    private Long maxRedeliveryDelayMillis;
    private String deadLetterDestination;
    private Integer pauseOnFailures = 0;
    private Long pauseMillis = 60_000L;

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

    /** Who the bean connects as; comes before the user of a {@code connectionFactoryLookup}. */
    public String getUserName() {
        return userName;
    }

    public void setUserName(String userName) {
        this.userName = userName;
    }

    /** The password that belongs to {@link #getUserName}. */
    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /** How many sessions are open at least; further ones are opened as load asks for them, and closed when idle. */
    public Integer getMinSessions() {
        return minSessions;
    }

    public void setMinSessions(Integer minSessions) {
        this.minSessions = minSessions;
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

    /**
     * How many further messages a session reserves while it delivers one. That saves a hand-over between threads; what
     * it does not come to goes back as it was, but until then no other session can have it.
     */
    public Integer getPrefetch() {
        return prefetch;
    }

    public void setPrefetch(Integer prefetch) {
        this.prefetch = prefetch;
    }

    /** True to share a topic's subscription among the sessions, here and elsewhere (Messaging 8.3.2). */
    public Boolean getShareSubscriptions() {
        return shareSubscriptions;
    }

    public void setShareSubscriptions(Boolean shareSubscriptions) {
        this.shareSubscriptions = shareSubscriptions;
    }

    /** After so many deliveries a message is a dead letter; -1 for never, null for what the broker does. */
    public Integer getMaxDeliveryAttempts() {
        return maxDeliveryAttempts;
    }

    public void setMaxDeliveryAttempts(Integer maxDeliveryAttempts) {
        this.maxDeliveryAttempts = maxDeliveryAttempts;
    }

    /** How many redeliveries are at once, before they wait; null for what the broker does. */
    public Integer getImmediateRedeliveries() {
        return immediateRedeliveries;
    }

    public void setImmediateRedeliveries(Integer immediateRedeliveries) {
        this.immediateRedeliveries = immediateRedeliveries;
    }

    /** How long a message waits before its next redelivery; null for what the broker does. */
    public Long getRedeliveryDelayMillis() {
        return redeliveryDelayMillis;
    }

    public void setRedeliveryDelayMillis(Long redeliveryDelayMillis) {
        this.redeliveryDelayMillis = redeliveryDelayMillis;
    }

    /** How many times longer each further redelivery waits; null for what the broker does. */
    public Double getRedeliveryBackOffMultiplier() {
        return redeliveryBackOffMultiplier;
    }

    public void setRedeliveryBackOffMultiplier(Double redeliveryBackOffMultiplier) {
        this.redeliveryBackOffMultiplier = redeliveryBackOffMultiplier;
    }

    /** How long a redelivery waits at most; null for what the broker does. */
    public Long getMaxRedeliveryDelayMillis() {
        return maxRedeliveryDelayMillis;
    }

    public void setMaxRedeliveryDelayMillis(Long maxRedeliveryDelayMillis) {
        this.maxRedeliveryDelayMillis = maxRedeliveryDelayMillis;
    }

    /** The name of the queue for what this bean could not handle; null for the broker's, {@code DLQ}. */
    public String getDeadLetterDestination() {
        return deadLetterDestination;
    }

    public void setDeadLetterDestination(String deadLetterDestination) {
        this.deadLetterDestination = deadLetterDestination;
    }

    /** After so many failed deliveries in a row the bean pauses; 0 for never. */
    public Integer getPauseOnFailures() {
        return pauseOnFailures;
    }

    public void setPauseOnFailures(Integer pauseOnFailures) {
        this.pauseOnFailures = pauseOnFailures;
    }

    /** How long it pauses before it tries with one session; 0 for until an operator resumes it. */
    public Long getPauseMillis() {
        return pauseMillis;
    }

    public void setPauseMillis(Long pauseMillis) {
        this.pauseMillis = pauseMillis;
    }

    /** What is set of how messages come again, by name. */
    Map<String, String> redelivery() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("maxDeliveryAttempts", maxDeliveryAttempts);
        values.put("immediateRedeliveries", immediateRedeliveries);
        values.put("redeliveryDelayMillis", redeliveryDelayMillis);
        values.put("redeliveryBackOffMultiplier", redeliveryBackOffMultiplier);
        values.put("maxRedeliveryDelayMillis", maxRedeliveryDelayMillis);
        values.put("deadLetterDestination", deadLetterDestination);
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value.toString());
            }
        });
        return texts;
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
                .atLeast("maxSessions", maxSessions, 1)
                .atLeast("minSessions", minSessions, 1)
                .unless(minSessions == null || maxSessions == null || maxSessions < 1 || minSessions <= maxSessions,
                        "minSessions", "is " + minSessions + "; at most maxSessions, " + maxSessions + ", are possible")
                .atLeast("prefetch", prefetch, 0)
                .atLeast("pauseOnFailures", pauseOnFailures, 0)
                .atLeast("pauseMillis", pauseMillis, 0)
                .all(MessagingProvider.redeliveryMistakes(redelivery()))
                .unless(deadLetterDestination == null || isSet(destinationLookup) || TOPIC.equals(destinationType)
                        || !deadLetterDestination.equals(destination), "deadLetterDestination",
                        "is " + deadLetterDestination + ", the queue of the bean itself; another one is needed")
                .unless(password == null || isSet(userName), "userName",
                        "is not set, but password is; set both or none")
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

    Credentials credentials() {
        return new Credentials(isSet(userName) ? userName : null, password);
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
