package org.escrowmq.sample;

import jakarta.ejb.ApplicationException;
import java.util.UUID;

/**
 * An order with this id exists already. An application exception, so that the container hands it to the caller as it
 * is; it rolls the transaction back.
 */
@ApplicationException(rollback = true)
public class DuplicateOrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DuplicateOrderException(UUID id, Throwable cause) {
        super("There is an order " + id + " already.", cause);
    }
}
