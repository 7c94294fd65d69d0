package org.escrowmq.sample;

import java.sql.SQLException;

/**
 * The database refused a statement. A system exception for the container: the transaction is rolled back.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String action, SQLException cause) {
        super("Could not " + action + ": " + cause.getMessage(), cause);
    }
}
