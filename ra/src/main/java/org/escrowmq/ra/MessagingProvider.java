package org.escrowmq.ra;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;
import java.util.Map;
import java.util.Optional;
import javax.transaction.xa.XAResource;

/**
 * A running messaging provider: all that the adapter needs to know about it beyond {@code jakarta.jms}.
 *
 * <p>Safe for use by several threads. The {@link EscrowResourceAdapter} opens it and closes it.
 */
public interface MessagingProvider extends AutoCloseable {

    /** Creates the physical connections; implements the factories that are not for XA, too. The caller closes them. */
    XAConnectionFactory connectionFactory();

    /**
     * Answers for the whole store, needs no session, and stays usable until {@link #close}: what a transaction manager
     * recovers with.
     */
    XAResource recoveryResource();

    /**
     * Creates an XA session that works in the given mode while its XAResource is not associated with a branch
     * (Messaging 12.3: outside of JTA the arguments of {@code createSession} may be honoured).
     *
     * @param connection a connection of {@link #connectionFactory()}
     * @param transacted true for local transactions outside of a branch
     * @param acknowledgeMode the mode if not transacted
     */
    XASession createSession(XAConnection connection, boolean transacted, int acknowledgeMode) throws JMSException;

    /**
     * Keeps what the session's present branch commits in two phases invisible until the action that is returned has
     * been run, at the latest until the process ends.
     *
     * @return nothing if the session works in no branch, or the provider cannot do that
     */
    Optional<Runnable> holdBack(XASession session);

    /**
     * Says how a consumer differs from others, before it asks for its first message.
     *
     * @param prefetch how many messages may be reserved for it while it is busy with another one
     * @param redelivery what is to happen with messages that come back, by names and values that
     *     {@link #redeliveryMistakes} finds nothing wrong with; what is not named is as the provider does it
     */
    void configure(MessageConsumer consumer, int prefetch, Map<String, String> redelivery) throws JMSException;

    /** Says, by name, what is wrong with options for {@link #configure}: a sentence each. */
    static Map<String, String> redeliveryMistakes(Map<String, String> redelivery) {
        return EmbeddedProvider.redeliveryMistakes(redelivery);
    }

    /**
     * Gives back what is reserved for a consumer and not received, as if it had never been reserved, and asks for
     * nothing until {@link #onArrival} is called again.
     */
    void giveBack(MessageConsumer consumer) throws JMSException;

    /**
     * Says whether a message is here, reserved for this consumer, so that {@code receiveNoWait} returns it unless it
     * expires in between.
     */
    boolean hasMessage(MessageConsumer consumer) throws JMSException;

    /**
     * Asks for a message and runs an action once when it is here: at once on this thread if it is already, else later
     * on a thread of the provider's, which must not be held up.
     */
    void onArrival(MessageConsumer consumer, Runnable action) throws JMSException;

    /**
     * Tells why a message could not be handled, before the transaction in which it was received is rolled back: if it
     * has to be given up in the end, the provider says so there.
     */
    void handlingFailed(MessageConsumer consumer, Message message, Throwable cause);

    /** True while a connection is open. */
    boolean isInUse();

    /** False once its connections can no longer be expected to work. */
    boolean isHealthy();

    /** Stops within a bound. Connections that are still open end; prepared branches stay. */
    @Override
    void close();
}
