package org.escrowmq.ra;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Everything that the adapter tells an administrator: one method for each message, with a number that stays.
 *
 * <p>Goes to {@link System.Logger}, thus to {@code java.util.logging}, which every application server captures; so the
 * RAR needs no logging library. No message ever contains a password.
 */
public final class AdapterLog {

    private static final Logger ADAPTER = System.getLogger("org.escrowmq.ra");
    private static final Logger INBOUND = System.getLogger("org.escrowmq.ra.inbound");
    private static final Logger OUTBOUND = System.getLogger("org.escrowmq.ra.outbound");

    private AdapterLog() { }

    /** Something for whoever looks into one case; not numbered. */
    public static void debug(String message) {
        ADAPTER.log(Level.DEBUG, message);
    }

    static void providerOpened(String name, String broker, long millis) {
        ADAPTER.log(Level.INFO, "ESCROWRA1001: {0}: opened {1} within {2} ms", name, broker, Long.toString(millis));
    }

    static void providerClosed(String name) {
        ADAPTER.log(Level.INFO, "ESCROWRA1002: {0}: closed", name);
    }

    static void openedForRecovery(String name) {
        ADAPTER.log(Level.INFO, "ESCROWRA1003: {0}: opening the store before start, because the server asks for a "
                + "connection already", name);
    }

    static void reopened(String name) {
        ADAPTER.log(Level.WARNING, "ESCROWRA1008: {0}: the store is closed or has failed; opening it anew", name);
    }

    static void stopTimedOut(String name, long millis) {
        ADAPTER.log(Level.WARNING, "ESCROWRA1004: {0}: the store was still opening after {1} ms; it will be closed as "
                + "soon as it is open", name, Long.toString(millis));
    }

    static void neverStarted(String name, long millis) {
        ADAPTER.log(Level.WARNING, "ESCROWRA1007: {0}: the server asked for a connection and has not started the "
                + "adapter within {1} ms: closing the store, so that its directory is free",
                name, Long.toString(millis));
    }

    static void noServerTimer(Exception reason) {
        ADAPTER.log(Level.INFO, "ESCROWRA1006: The server has no timer to give ({0}); using a thread of our own until "
                + "the adapter stops", reason);
    }

    static void taskFailed(RuntimeException error) {
        ADAPTER.log(Level.ERROR, "ESCROWRA1005: A task of the timer failed; the timer goes on", error);
    }

    /** Something about the adapter itself, for whoever looks into one case. */
    static void adapterDebug(String message, Exception error) {
        ADAPTER.log(Level.DEBUG, message, error);
    }

    /** An endpoint receives messages from now on. */
    public static void activated(String endpoint, int minSessions, int maxSessions, boolean transacted) {
        INBOUND.log(Level.INFO, "ESCROWRA2001: {0}: receives with {1} to {2} sessions, {3}",
                endpoint, Integer.toString(minSessions), Integer.toString(maxSessions),
                transacted ? "in XA transactions" : "without XA transactions");
    }

    /** An endpoint receives nothing any more. */
    public static void deactivated(String endpoint) {
        INBOUND.log(Level.INFO, "ESCROWRA2002: {0}: deactivated", endpoint);
    }

    /** An endpoint has no connection for now. */
    public static void endpointDisconnected(String endpoint, long retryMillis, Exception error) {
        INBOUND.log(Level.WARNING, "ESCROWRA2003: " + endpoint + ": cannot receive: " + error.getMessage()
                + "; next attempt in " + retryMillis + " ms", error);
    }

    /** The server has no thread or transaction for a delivery, or could not complete it. */
    public static void deliveryNotCompleted(String endpoint, long retryMillis, Throwable error) {
        INBOUND.log(Level.WARNING, "ESCROWRA2004: {0}: could not begin or complete a delivery: {1}; next "
                + "attempt in {2} ms", endpoint, error, Long.toString(retryMillis));
    }

    /** The server has fewer endpoints than the activation has sessions, or none yet. */
    public static void noEndpoint(String endpoint, long retryMillis, Exception error) {
        INBOUND.log(Level.WARNING, "ESCROWRA2004: {0}: the server has no endpoint for a session: {1}; next attempt in "
                + "{2} ms. This is said once: if the server pools fewer beans than maxSessions, sessions take turns",
                endpoint, error, Long.toString(retryMillis));
    }

    /** Deliveries went on for longer than a deactivation waits. */
    public static void deliveryOutlivedDeactivation(String endpoint, long millis) {
        INBOUND.log(Level.WARNING, "ESCROWRA2005: {0}: a delivery was still going on {1} ms after deactivation; its "
                + "message will be delivered again unless its transaction is prepared",
                endpoint, Long.toString(millis));
    }

    /** A message-driven bean threw outside of a transaction. */
    public static void deliveryFailed(String endpoint, String messageId, Throwable error) {
        INBOUND.log(Level.WARNING, "ESCROWRA2006: " + endpoint + ": onMessage failed for " + messageId
                + "; it will be delivered again", error);
    }

    /** An endpoint pauses because its deliveries fail. */
    public static void paused(String endpoint, int failures, long millis, String failure) {
        INBOUND.log(Level.WARNING, "ESCROWRA2007: {0}: paused after {1} failed deliveries in a row; {2}; the last one: "
                + "{3}", endpoint, Integer.toString(failures),
                millis == 0 ? "an operator has to resume it" : "next attempt in " + millis + " ms", failure);
    }

    /** An operator pauses an endpoint. */
    public static void pausedByOperator(String endpoint) {
        INBOUND.log(Level.INFO, "ESCROWRA2008: {0}: paused by an operator", endpoint);
    }

    /** A paused endpoint goes on. */
    public static void resumed(String endpoint) {
        INBOUND.log(Level.INFO, "ESCROWRA2009: {0}: resumed", endpoint);
    }

    /** Operators will not see an endpoint in JMX. */
    public static void notManaged(String endpoint, Exception error) {
        INBOUND.log(Level.WARNING, "ESCROWRA2010: " + endpoint + ": cannot be shown in JMX", error);
    }

    /** Something about a delivery, for whoever looks into one case. */
    public static void inboundDebug(String message, Throwable error) {
        INBOUND.log(Level.DEBUG, message, error);
    }

    /** A physical connection broke by itself. */
    public static void connectionFailed(String identity, Exception error) {
        OUTBOUND.log(Level.WARNING, "ESCROWRA3001: A connection broke ({0}): {1}", identity, error);
    }

    /** The server lacks what a visibility barrier needs. */
    public static void noVisibilityBarrier() {
        OUTBOUND.log(Level.WARNING, "ESCROWRA3002: visibleAfterCompletion has no effect: this server offers no "
                + "TransactionSynchronizationRegistry");
    }

    static void noBarrierRemotely() {
        OUTBOUND.log(Level.WARNING, "ESCROWRA3005: visibleAfterCompletion has no effect: a remote broker shows "
                + "messages with its own commit");
    }

    /** An application forgot to close something; the cause says where it was created. */
    public static void leaked(String kind, String when, Exception created) {
        OUTBOUND.log(Level.WARNING, "ESCROWRA3003: A " + kind + " was not closed: " + when, created);
    }

    /** A pool of WildFly's without XA recovery, by all appearances. */
    public static void withoutRecovery(String pool, long seconds) {
        OUTBOUND.log(Level.WARNING, "ESCROWRA3004: {0} is used in XA transactions, but WildFly has not asked it for XA "
                + "recovery within {1} s: after a crash its transactions may stay in doubt. A connection factory made "
                + "by @ConnectionFactoryDefinition never has recovery; use the adapter''s own instead: "
                + "@Resource(lookup = \"java:/EscrowMQ\"). In a resource-adapters subsystem or ironjacamar.xml write "
                + "<recovery no-recovery=\"false\"><recover-credential>...</recover-credential></recovery>",
                pool, Long.toString(seconds));
    }

    /** Something about a connection, for whoever looks into one case. */
    public static void outboundDebug(String message, Exception error) {
        OUTBOUND.log(Level.DEBUG, message, error);
    }
}
