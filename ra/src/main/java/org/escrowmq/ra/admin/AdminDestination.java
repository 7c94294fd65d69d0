package org.escrowmq.ra.admin;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.resource.Referenceable;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import javax.naming.Reference;
import org.escrowmq.destination.Administered;

/**
 * A queue or topic that a server binds in JNDI. It knows a name and nothing else, so it needs no adapter and no
 * connection. A JavaBean, not changed after it was bound; equal by kind and name. Public, because servers set the
 * properties by reflection.
 */
public abstract sealed class AdminDestination implements Destination, Administered, Serializable, Referenceable
        permits AdminQueue, AdminTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    private String physicalName;
    private Reference reference;

    /** The name that the provider knows the queue or topic by. */
    public final String getPhysicalName() {
        return physicalName;
    }

    public final void setPhysicalName(String physicalName) {
        this.physicalName = physicalName;
    }

    final String requiredName() throws JMSException {
        if (physicalName == null || physicalName.isBlank()) {
            throw new InvalidDestinationException("This " + kind() + " has no name: set its property physicalName");
        }
        return physicalName;
    }

    abstract String kind();

    @Override
    public final void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public final Reference getReference() {
        return reference;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof AdminDestination that
                && kind().equals(that.kind()) && Objects.equals(physicalName, that.physicalName);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(kind(), physicalName);
    }

    @Override
    public final String toString() {
        return kind() + " " + physicalName;
    }
}
