package org.escrowmq.it.cluster;

import java.io.IOException;
import java.util.List;
import javax.transaction.xa.XAException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.escrowmq.it.common.Undecided;

/**
 * What a broker holds, asked by Artemis' own client, so that nothing that is on trial takes part in the answer. Owns a
 * connection; whoever opens it closes it. Not thread-safe.
 */
public final class BrokerContents implements AutoCloseable {

    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession session;

    private BrokerContents(ServerLocator locator, ClientSessionFactory factory, ClientSession session) {
        this.locator = locator;
        this.factory = factory;
        this.session = session;
    }

    /**
     * Connects.
     *
     * @throws IOException if the broker does not answer, or refuses
     */
    public static BrokerContents of(BrokerProcess broker) throws IOException {
        ServerLocator locator = null;
        try {
            locator = ActiveMQClient.createServerLocator(broker.url() + "?useEpoll=false");
            ClientSessionFactory factory = locator.createSessionFactory();
            ClientSession session = factory.createSession(
                    BrokerProcess.USER, BrokerProcess.PASSWORD, true, false, false, false, 0);
            return new BrokerContents(locator, factory, session);
        } catch (Exception e) { // What createSessionFactory declares.
            if (locator != null) {
                locator.close();
            }
            throw new IOException("Could not ask the broker at " + broker.url(), e);
        }
    }

    /** The global transactions, in hexadecimal, of its prepared branches. */
    public List<String> inDoubt() throws IOException {
        try {
            return Undecided.recover(session);
        } catch (XAException e) {
            throw new IOException("Could not ask the broker for its branches, error " + e.errorCode, e);
        }
    }

    /** Whether a queue is there; that of a durable subscription is called {@code clientId.subscriptionName}. */
    public boolean has(String queue) throws IOException {
        return query(queue).isExists();
    }

    /** How many messages are in a queue, those in delivery included; 0 if it is not there. */
    public long messages(String queue) throws IOException {
        return query(queue).getMessageCount();
    }

    private ClientSession.QueueQuery query(String queue) throws IOException {
        try {
            return session.queueQuery(SimpleString.of(queue));
        } catch (ActiveMQException e) {
            throw new IOException("Could not ask the broker for the queue " + queue, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            session.close();
        } catch (ActiveMQException e) {
            throw new IOException("Could not close the connection to the broker", e);
        } finally {
            factory.close();
            locator.close();
        }
    }
}
