package org.escrowmq;

import jakarta.jms.JMSRuntimeException;
import java.io.Serial;

/** A broker could not be opened or closed as asked; the message says what is wrong and what is allowed. */
public class EscrowBrokerException extends JMSRuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Reports.
     *
     * @param message what is wrong, and what is allowed
     * @param errorCode a short name of the kind of failure, or null
     * @param cause what it came from, or null
     */
    public EscrowBrokerException(String message, String errorCode, Throwable cause) {
        super(message, errorCode, cause);
    }
}
