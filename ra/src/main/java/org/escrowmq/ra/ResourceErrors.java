package org.escrowmq.ra;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.SecurityException;
import javax.transaction.xa.XAException;

/**
 * Translates errors between Jakarta Messaging and Jakarta Connectors, in both directions, always with the cause. A
 * Messaging error that went through a server as a ResourceException keeps its type on the way back.
 */
public final class ResourceErrors {

    private ResourceErrors() { }

    /**
     * Turns an error of the provider into one for the server.
     *
     * @param what what was being done, as the beginning of a sentence
     */
    public static ResourceException resource(String what, JMSException cause) {
        return resource(what, cause, cause.getErrorCode());
    }

    /** Like {@link #resource(String, JMSException)}, for the unchecked variant. */
    public static ResourceException resource(String what, JMSRuntimeException cause) {
        return resource(what, cause, cause.getErrorCode());
    }

    private static ResourceException resource(String what, Exception cause, String errorCode) {
        String message = what + ": " + cause.getMessage();
        ResourceException error;
        if (cause instanceof JMSSecurityException || cause instanceof jakarta.jms.JMSSecurityRuntimeException) {
            error = new SecurityException(message, cause);
        } else if (cause instanceof jakarta.jms.ResourceAllocationException
                || cause instanceof jakarta.jms.ResourceAllocationRuntimeException) {
            error = new ResourceAllocationException(message, cause);
        } else {
            error = new ResourceAdapterInternalException(message, cause);
        }
        error.setErrorCode(errorCode);
        return error;
    }

    /** Turns an error of an XAResource that serves a local transaction into one for the server. */
    public static ResourceException local(String what, XAException cause) {
        return new LocalTransactionException(
                what + ": " + cause.getMessage() + " (XA error code " + cause.errorCode + ")", cause);
    }

    /**
     * Turns an error of the server or of this adapter into one for the application.
     *
     * @param what what was being done, as the beginning of a sentence
     */
    public static JMSException jms(String what, ResourceException cause) {
        String message = what + ": " + cause.getMessage();
        JMSException error = byType(message, cause);
        error.initCause(cause);
        error.setLinkedException(cause);
        return error;
    }

    private static JMSException byType(String message, ResourceException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SecurityException || cause instanceof JMSSecurityException) {
                return new JMSSecurityException(message, error.getErrorCode());
            }
            if (cause instanceof InvalidClientIDException) {
                return new InvalidClientIDException(message, error.getErrorCode());
            }
            if (cause instanceof ResourceAllocationException
                    || cause instanceof jakarta.jms.ResourceAllocationException) {
                return new jakarta.jms.ResourceAllocationException(message, error.getErrorCode());
            }
        }
        return new JMSException(message, error.getErrorCode());
    }
}
