package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The two forms in which the specification offers the same things. */
enum Api {

    CLASSIC, SIMPLIFIED;

    /** This API's form of an exception that is named by its form in the classic API. */
    Class<? extends Throwable> form(Class<? extends JMSException> exception) {
        if (this == CLASSIC) {
            return exception;
        }
        String unchecked = exception.getName().replace("Exception", "RuntimeException");
        try {
            return Class.forName(unchecked).asSubclass(Throwable.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(exception + " has no unchecked form", e);
        }
    }

    /** Checks that something is refused with this API's form of an exception. */
    void refuses(Class<? extends JMSException> exception, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(form(exception));
    }
}
