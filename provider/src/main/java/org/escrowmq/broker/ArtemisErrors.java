package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.escrowmq.message.MessageErrors;

/** The only place where the engine's exceptions become those of Jakarta Messaging. */
public final class ArtemisErrors {

    private ArtemisErrors() { }

    /**
     * Translates.
     *
     * @param doing what was being done, for the sentence "Cannot ...", or null to keep the engine's words alone
     */
    public static JMSException translate(String doing, Exception cause) {
        if (cause instanceof JMSException already) {
            return already;
        }
        String reason = (doing == null ? "" : "Cannot " + doing + ": ") + words(cause);
        JMSException translated = cause instanceof ActiveMQException engine
                ? byType(engine.getType(), reason)
                : new JMSException(reason);
        return MessageErrors.withCause(translated, cause);
    }

    /** What a user is told who may not connect: the same whatever is wrong, the name or the password. */
    public static JMSSecurityException refused(Exception cause) {
        return MessageErrors.withCause(new JMSSecurityException("The user name or the password is wrong",
                ActiveMQExceptionType.SECURITY_EXCEPTION.name()), cause);
    }

    private static JMSException byType(ActiveMQExceptionType type, String reason) {
        String code = type.name();
        return switch (type) {
            case SECURITY_EXCEPTION -> new JMSSecurityException(reason, code);
            case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST -> new InvalidDestinationException(reason, code);
            case INVALID_FILTER_EXPRESSION -> new InvalidSelectorException(reason, code);
            case ADDRESS_FULL -> new ResourceAllocationException(reason, code);
            case TRANSACTION_ROLLED_BACK, TRANSACTION_TIMEOUT -> new TransactionRolledBackException(reason, code);
            case ILLEGAL_STATE, OBJECT_CLOSED, MAX_CONSUMER_LIMIT_EXCEEDED -> new IllegalStateException(reason, code);
            default -> new JMSException(reason, code);
        };
    }

    private static String words(Exception cause) {
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
