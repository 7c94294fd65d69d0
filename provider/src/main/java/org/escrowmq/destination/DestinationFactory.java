package org.escrowmq.destination;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;

/**
 * Makes queues and topics of what a naming service keeps of them. Naming services make it; it has no state.
 */
public final class DestinationFactory implements ObjectFactory {

    private static final String NAME = "name";

    static Reference referenceTo(EscrowDestination destination) throws NamingException {
        if (destination.isTemporary()) {
            throw new NamingException("The " + destination + " cannot be bound in a naming service: it ends with the "
                    + "connection that created it");
        }
        return new Reference(destination.getClass().getName(), new StringRefAddr(NAME, destination.name()),
                DestinationFactory.class.getName(), null);
    }

    /** Returns null for what is not a reference to a queue or topic of ours, as naming services expect it. */
    @Override
    public Object getObjectInstance(Object bound, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (!(bound instanceof Reference reference)) {
            return null;
        }
        boolean queue = EscrowQueue.class.getName().equals(reference.getClassName());
        if (!queue && !EscrowTopic.class.getName().equals(reference.getClassName())) {
            return null;
        }
        RefAddr destination = reference.get(NAME);
        if (destination == null || !(destination.getContent() instanceof String text) || text.isBlank()) {
            throw new NamingException("What is bound as " + name + " has no address '" + NAME
                    + "' with the name of a queue or topic");
        }
        return queue ? new EscrowQueue(text) : new EscrowTopic(text);
    }
}
