package org.escrowmq;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;

/**
 * What is kept of a connection factory outside of this process or in a naming service: which broker it belongs to. Only
 * a process in which that broker is open can make the factory of it again; nothing here opens a broker, because whoever
 * opens one has to close it. Immutable.
 *
 * @param directory where the broker keeps everything
 * @param resourceManagerId its identifier, in case its directory is moved; null in references written by hand
 * @param clientId the client identifier of its connections, or null
 */
record BrokerReference(String directory, String resourceManagerId, String clientId) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String DIRECTORY = "directory";
    private static final String RESOURCE_MANAGER_ID = "resourceManagerId";
    private static final String CLIENT_ID = "clientId";

    static BrokerReference to(EscrowBroker broker, String clientId) {
        return new BrokerReference(broker.directory().toString(), broker.resourceManagerId(), clientId);
    }

    private EscrowConnectionFactory resolve() {
        Path absolute = Path.of(directory).toAbsolutePath().normalize();
        return OpenBrokers.find(absolute, resourceManagerId)
                .map(open -> open.connectionFactory().withClientId(clientId)).orElse(null);
    }

    private String notOpen() {
        return "The broker on " + directory + " is not open in this process. Open it before its connection factory is "
                + "looked up: EscrowBroker.open(Path.of(\"" + directory + "\"))";
    }

    @Serial
    private Object readResolve() throws ObjectStreamException {
        EscrowConnectionFactory factory = resolve();
        if (factory == null) {
            throw new InvalidObjectException(notOpen());
        }
        return factory;
    }

    Reference toReference() {
        Reference reference = new Reference(EscrowConnectionFactory.class.getName(), Resolver.class.getName(), null);
        reference.add(new StringRefAddr(DIRECTORY, directory));
        reference.add(new StringRefAddr(RESOURCE_MANAGER_ID, resourceManagerId));
        if (clientId != null) {
            reference.add(new StringRefAddr(CLIENT_ID, clientId));
        }
        return reference;
    }

    /** Finds connection factories by what a naming service keeps of them. Naming services make it; it has no state. */
    public static final class Resolver implements ObjectFactory {

        @Override
        public Object getObjectInstance(Object bound, Name name, Context context, Hashtable<?, ?> environment)
                throws NamingException {
            if (!(bound instanceof Reference reference)
                    || !EscrowConnectionFactory.class.getName().equals(reference.getClassName())) {
                return null;
            }
            BrokerReference wanted = new BrokerReference(
                    text(reference, DIRECTORY), text(reference, RESOURCE_MANAGER_ID), text(reference, CLIENT_ID));
            if (wanted.directory == null) {
                throw new NamingException("What is bound as " + name + " has no address '" + DIRECTORY
                        + "', the directory of the broker");
            }
            EscrowConnectionFactory factory = wanted.resolve();
            if (factory == null) {
                throw new NamingException(wanted.notOpen());
            }
            return factory;
        }

        private static String text(Reference reference, String address) {
            RefAddr found = reference.get(address);
            return found == null ? null : (String) found.getContent();
        }
    }
}
