package org.escrowmq.ra.inbound;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.destination.EscrowTopic;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.ResourceErrors;
import org.escrowmq.ra.outbound.ConnectionFactoryHandle;

/** Finds in JNDI what an activation spec names there. Stateless; call it on the thread that activates. */
final class JndiLookup {

    private JndiLookup() { }

    /**
     * The queue or topic of an activation; one that application code names, if not by JNDI.
     *
     * @throws ResourceException if the name cannot be resolved, or to something else than the spec says
     */
    static Destination destination(EscrowActivationSpec spec) throws ResourceException {
        if (spec.getDestinationLookup() == null) {
            return EscrowActivationSpec.TOPIC.equals(spec.getDestinationType())
                    ? new EscrowTopic(spec.getDestination()) : new EscrowQueue(spec.getDestination());
        }
        Object found = lookUp("destinationLookup", spec.getDestinationLookup());
        String wanted = spec.getDestinationType();
        boolean queueFits = found instanceof Queue && !EscrowActivationSpec.TOPIC.equals(wanted);
        boolean topicFits = found instanceof Topic && !EscrowActivationSpec.QUEUE.equals(wanted);
        if (!queueFits && !topicFits) {
            throw new ResourceException("destinationLookup \"" + spec.getDestinationLookup() + "\" leads to "
                    + kind(found) + "; needed is " + (wanted == null ? "a jakarta.jms.Queue or jakarta.jms.Topic"
                    : "a " + wanted + ", as destinationType says"));
        }
        return (Destination) found;
    }

    /** Who connects: the spec's user, else that of the connection factory that it names, else the adapter's. */
    static Credentials credentials(EscrowActivationSpec spec, Credentials ofAdapter) throws ResourceException {
        if (spec.getConnectionFactoryLookup() == null) {
            return spec.credentials().or(ofAdapter);
        }
        Object found = lookUp("connectionFactoryLookup", spec.getConnectionFactoryLookup());
        if (found instanceof ConnectionFactoryHandle own) {
            return spec.credentials().or(own.defaultCredentials()).or(ofAdapter);
        }
        throw new ResourceException("connectionFactoryLookup \"" + spec.getConnectionFactoryLookup() + "\" leads to "
                + kind(found) + "; a connection factory of the EscrowMQ resource adapter is needed");
    }

    private static String kind(Object found) {
        return found == null ? "nothing" : "a " + found.getClass().getName();
    }

    private static Object lookUp(String property, String name) throws ResourceException {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException e) {
            throw new ResourceException(property + " \"" + name + "\" cannot be resolved in JNDI: " + e, e);
        }
    }

    /** The name of a queue or topic, for messages. */
    static String describe(Destination destination) throws ResourceException {
        try {
            return destination instanceof Topic topic ? "topic " + topic.getTopicName()
                    : "queue " + ((Queue) destination).getQueueName();
        } catch (JMSException e) {
            throw ResourceErrors.resource("The destination is not usable", e);
        }
    }
}
