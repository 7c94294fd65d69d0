package org.escrowmq;

import jakarta.jms.JMSException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import org.escrowmq.broker.Broker;
import org.escrowmq.jms.AbstractConnectionFactory;
import org.escrowmq.jms.ConnectionSettings;
import org.escrowmq.jms.Domain;
import org.escrowmq.jms.EscrowConnection;
import org.escrowmq.jms.XAConnectionImpl;
import org.escrowmq.transaction.Branches;

/**
 * Creates connections and contexts to one broker: the classic, the simplified and the domain-specific factories of
 * Jakarta Messaging and their XA variants in one. Get it from {@link EscrowBroker#connectionFactory()}.
 *
 * <p>It can be bound in a naming service and serialized. What is looked up or deserialized is the factory of the broker
 * that is open on the same directory in this process; if there is none, that fails and says so.
 *
 * <p>Immutable and safe for use by several threads. What it creates belongs to the caller, who closes it.
 */
public final class EscrowConnectionFactory extends AbstractConnectionFactory
        implements Referenceable, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String NOT_OPEN = "The broker of this connection factory is closed";

    private final transient Broker broker;
    private final transient ConnectionSettings settings;
    private final transient String clientId;

    /**
     * Connects to a broker through the port; applications use {@link EscrowBroker#connectionFactory()}.
     *
     * @param filter says which classes an ObjectMessage may contain
     */
    public EscrowConnectionFactory(Broker broker, Branches branches, ObjectInputFilter filter) {
        this(Objects.requireNonNull(broker, "broker"), new ConnectionSettings(broker, branches, filter), null);
    }

    private EscrowConnectionFactory(Broker broker, ConnectionSettings settings, String clientId) {
        this.broker = broker;
        this.settings = settings;
        this.clientId = clientId;
    }

    /**
     * A factory like this one whose connections have a client identifier from the beginning, which the specification
     * prefers to setting it by program (6.1.2). One connection at a time can have it: creating a second one throws
     * InvalidClientIDException.
     *
     * @param clientIdentifier not blank; null for connections without one
     */
    public EscrowConnectionFactory withClientId(String clientIdentifier) {
        if (clientIdentifier != null && clientIdentifier.isBlank()) {
            throw new IllegalArgumentException("The client identifier is '" + clientIdentifier + "'; it must not be "
                    + "blank");
        }
        return Objects.equals(clientId, clientIdentifier)
                ? this : new EscrowConnectionFactory(broker, settings, clientIdentifier);
    }

    @Override
    protected EscrowConnection connect(String userName, String password, Domain domain) throws JMSException {
        return identified(new EscrowConnection(broker.connect(userName, password), settings, domain));
    }

    @Override
    protected XAConnectionImpl connectXA(String userName, String password, Domain domain) throws JMSException {
        return identified(new XAConnectionImpl(broker.connect(userName, password), settings, domain));
    }

    private <C extends EscrowConnection> C identified(C connection) throws JMSException {
        if (clientId != null) {
            try {
                connection.setClientID(clientId);
            } catch (JMSException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    /**
     * What a naming service keeps of it: which broker it belongs to, and the client identifier.
     *
     * @throws NamingException if its broker is closed
     */
    @Override
    public Reference getReference() throws NamingException {
        return reference().orElseThrow(() -> new NamingException(NOT_OPEN)).toReference();
    }

    private Optional<BrokerReference> reference() {
        return OpenBrokers.find(broker.resourceManagerId()).filter(open -> open.connectionFactory().broker == broker)
                .map(open -> BrokerReference.to(open, clientId));
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return reference().orElseThrow(() -> new NotSerializableException(NOT_OPEN));
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A connection factory is serialized as the name of its broker only");
    }
}
