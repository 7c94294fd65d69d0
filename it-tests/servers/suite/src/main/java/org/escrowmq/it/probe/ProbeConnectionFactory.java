package org.escrowmq.it.probe;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/** Where an application gets the probe. */
public interface ProbeConnectionFactory extends Referenceable, Serializable {

    /** Gives a connection; in a transaction this enlists the probe. */
    ProbeConnection getConnection() throws ResourceException;
}
