package org.escrowmq.ra.inbound;

/** What an operator sees of a message-driven bean in JMX, and can do. Safe for use by several threads. */
public interface EndpointMXBean {

    /** The bean's class, or what the server calls it, and where it receives from. */
    String getName();

    /** The queue or topic. */
    String getDestination();

    /** {@code CONNECTING}, {@code DELIVERING}, {@code PAUSED}, {@code TRIAL} (one session tries) or {@code BROKEN}. */
    String getState();

    /** How many sessions are open. */
    int getSessions();

    /** How many of them deliver a message at this moment. */
    int getSessionsInUse();

    /** How many there can be. */
    int getMaxSessions();

    /** Deliveries that succeeded since the activation. */
    long getDelivered();

    /** Deliveries that failed or were rolled back since the activation. */
    long getFailed();

    /** How many have failed since the last that succeeded. */
    int getFailuresInARow();

    /** Why the last one failed, or null. */
    String getLastFailure();

    /** No further delivery begins; messages wait for others, or for {@link #resume}. */
    void pause();

    /** Ends a pause, whoever began it. */
    void resume();
}
