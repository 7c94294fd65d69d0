package org.escrowmq.broker.client;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.Set;
import javax.transaction.xa.XAException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.escrowmq.broker.ArtemisErrors;
import org.escrowmq.message.MessageErrors;

/** What a remote broker's answers, and the lack of one, are in Jakarta Messaging. Stateless. */
public final class RemoteErrors {

    /** With these nobody knows whether the broker has done what it was asked for. */
    private static final Set<String> NO_ANSWER = Set.of(
            ActiveMQExceptionType.NOT_CONNECTED.name(),
            ActiveMQExceptionType.CONNECTION_TIMEDOUT.name(),
            ActiveMQExceptionType.DISCONNECTED.name(),
            ActiveMQExceptionType.REMOTE_DISCONNECT.name(),
            ActiveMQExceptionType.UNBLOCKED.name(),
            ActiveMQExceptionType.OBJECT_CLOSED.name());

    /** With these the broker has failed, and does not know itself what it will find when it is restarted. */
    private static final Set<String> BROKER_FAILED = Set.of(
            ActiveMQExceptionType.INTERNAL_ERROR.name(),
            ActiveMQExceptionType.IO_ERROR.name(),
            ActiveMQExceptionType.GENERIC_EXCEPTION.name());

    private RemoteErrors() { }

    /**
     * Translates.
     *
     * @param doing what was being done, for the sentence "Cannot ..."
     */
    public static JMSException translate(String doing, Exception cause) {
        if (cause instanceof ActiveMQException client
                && client.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION && doing.startsWith("connect")) {
            return ArtemisErrors.refused(cause);
        }
        return ArtemisErrors.translate(doing, cause);
    }

    /** True if the broker did not answer, so that another one may. */
    public static boolean isNoAnswer(JMSException error) {
        return error.getErrorCode() != null && NO_ANSWER.contains(error.getErrorCode());
    }

    /** True if it is not known what has become of a transaction whose end failed like this. */
    public static boolean leavesInDoubt(Exception cause) {
        if (cause instanceof XAException answer) {
            return answer.errorCode == XAException.XAER_RMFAIL || answer.errorCode == XAException.XAER_RMERR;
        }
        if (cause instanceof ActiveMQException client) {
            String type = client.getType().name();
            return NO_ANSWER.contains(type) || BROKER_FAILED.contains(type);
        }
        return true;
    }

    /** A transaction could not be completed, and that is why; its work will not take effect. */
    public static JMSException rolledBack(String doing, Exception cause) {
        return MessageErrors.withCause(new TransactionRolledBackException(
                "Cannot " + doing + ": the broker has rolled it back (" + words(cause) + ")"), cause);
    }

    /** What the broker, or the client, says. */
    public static String words(Exception cause) {
        return cause instanceof XAException answer ? "XA error code " + answer.errorCode : cause.getMessage();
    }
}
