package org.escrowmq.remote;

import jakarta.jms.JMSException;
import org.escrowmq.jms.AbstractConnectionFactory;
import org.escrowmq.jms.Domain;
import org.escrowmq.jms.EscrowConnection;
import org.escrowmq.jms.XAConnectionImpl;

/**
 * Creates connections and contexts to remote brokers, each to one of them: the classic, the simplified and the
 * domain-specific factories of Jakarta Messaging and their XA variants in one. Get it from
 * {@link RemoteBroker#connectionFactory()}.
 *
 * <p>Immutable and safe for use by several threads. What it creates belongs to the caller, who closes it.
 */
public final class RemoteConnectionFactory extends AbstractConnectionFactory {

    private final RemoteBroker broker;

    RemoteConnectionFactory(RemoteBroker broker) {
        this.broker = broker;
    }

    @Override
    protected EscrowConnection connect(String userName, String password, Domain domain) throws JMSException {
        return broker.onOneBroker(
                node -> new EscrowConnection(node.connect(userName, password), node.settings(), domain));
    }

    @Override
    protected XAConnectionImpl connectXA(String userName, String password, Domain domain) throws JMSException {
        return broker.onOneBroker(
                node -> new XAConnectionImpl(node.connect(userName, password), node.settings(), domain));
    }
}
