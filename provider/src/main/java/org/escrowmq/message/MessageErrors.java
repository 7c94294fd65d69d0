package org.escrowmq.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;

/** What errors of Jakarta Messaging have in common, and how those are worded that more than one kind of message has. */
public final class MessageErrors {

    private MessageErrors() { }

    static MessageFormatException format(String reason, Throwable cause) {
        return withCause(new MessageFormatException(reason), cause);
    }

    static MessageEOFException endOfBody(EscrowMessage message) {
        return new MessageEOFException("Nothing is left to read in the body of " + message.name());
    }

    /** Attaches a cause in both of the ways that Jakarta Messaging knows. */
    public static <E extends JMSException> E withCause(E exception, Throwable cause) {
        exception.initCause(cause);
        if (cause instanceof Exception linked) {
            exception.setLinkedException(linked);
        }
        return exception;
    }
}
