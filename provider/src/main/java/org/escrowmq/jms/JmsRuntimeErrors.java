package org.escrowmq.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.Map;

/** Turns the checked exceptions of the classic API into those of the simplified one (specification 10.3). */
public final class JmsRuntimeErrors {

    private static final Map<Class<? extends JMSException>, Constructor> KINDS = Map.ofEntries(
            Map.entry(IllegalStateException.class, IllegalStateRuntimeException::new),
            Map.entry(InvalidClientIDException.class, InvalidClientIDRuntimeException::new),
            Map.entry(InvalidDestinationException.class, InvalidDestinationRuntimeException::new),
            Map.entry(InvalidSelectorException.class, InvalidSelectorRuntimeException::new),
            Map.entry(JMSSecurityException.class, JMSSecurityRuntimeException::new),
            Map.entry(MessageFormatException.class, MessageFormatRuntimeException::new),
            Map.entry(MessageNotWriteableException.class, MessageNotWriteableRuntimeException::new),
            Map.entry(ResourceAllocationException.class, ResourceAllocationRuntimeException::new),
            Map.entry(TransactionInProgressException.class, TransactionInProgressRuntimeException::new),
            Map.entry(TransactionRolledBackException.class, TransactionRolledBackRuntimeException::new));

    private JmsRuntimeErrors() { }

    /** Runs a piece of the classic API and returns its result, or throws the unchecked twin of its exception. */
    public static <T> T translate(Call<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    /** Runs a piece of the classic API that has no result. */
    public static void run(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    /** The unchecked twin of an exception: same message and error code, with the exception as its cause. */
    public static JMSRuntimeException of(JMSException e) {
        for (Class<?> type = e.getClass(); type != JMSException.class; type = type.getSuperclass()) {
            Constructor kind = KINDS.get(type);
            if (kind != null) {
                return kind.create(e.getMessage(), e.getErrorCode(), e);
            }
        }
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }

    /** A piece of the classic API with a result. */
    @FunctionalInterface
    public interface Call<T> {
        /** Runs it. */
        T run() throws JMSException;
    }

    /** A piece of the classic API without a result. */
    @FunctionalInterface
    public interface Action {
        /** Runs it. */
        void run() throws JMSException;
    }

    @FunctionalInterface
    private interface Constructor {
        JMSRuntimeException create(String message, String errorCode, Throwable cause);
    }
}
