package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.escrowmq.broker.Broker;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.BrokerUrl;
import org.escrowmq.broker.client.RemoteAddress;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.client.RemoteThreads;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.jms.ConnectionSettings;
import org.escrowmq.transaction.Branches;

/**
 * One broker of a URL, at one of its addresses: its own, or that of the backup that has taken over. A resource manager
 * of its own, except that what is in doubt on any broker of the URL can be completed through each of them.
 *
 * <p>Safe for use by several threads. The {@link RemoteBroker} closes it.
 */
final class RemoteNode implements Broker {

    private final RemoteBroker owner;
    private final List<AddressClient> clients;
    private final String name;
    private final Branches branches;
    private final ConnectionSettings settings;
    private final Set<EscrowDestination> told = ConcurrentHashMap.newKeySet();
    private volatile int lastReached;
    private volatile boolean silent;

    RemoteNode(RemoteBroker owner, List<AddressClient> clients, ObjectInputFilter objectFilter) {
        this.owner = owner;
        this.clients = clients;
        this.name = BrokerUrl.describe(addresses());
        this.branches = new Branches(this);
        this.settings = new ConnectionSettings(this, branches, objectFilter);
    }

    ConnectionSettings settings() {
        return settings;
    }

    Branches branches() {
        return branches;
    }

    RemoteThreads threads() {
        return owner.threads();
    }

    /** What is to be done with messages that come back from consumers that do not say otherwise. */
    Redelivery redelivery() {
        return owner.redelivery();
    }

    /** Messages of a destination can be moved, once more. */
    void moved(EscrowDestination destination) {
        told.remove(destination);
    }

    /** Says once, until that ends, that messages of a destination cannot be moved. */
    void notMoved(EscrowDestination destination, boolean givenUp, JMSException reason) {
        if (told.add(destination)) {
            RemoteLog.notMoved(destination.toString(), givenUp, reason);
        }
    }

    @Override
    public String resourceManagerId() {
        return name;
    }

    @Override
    public boolean storesUserIds() {
        return false;
    }

    @Override
    public boolean refusesUsedXids() {
        return true;
    }

    @Override
    public BrokerConnection connect(String user, String password) throws JMSException {
        JMSException failure = null;
        int first = lastReached;
        for (int i = 0; i < clients.size(); i++) {
            int index = (first + i) % clients.size();
            AddressClient client = clients.get(index);
            try {
                ClientSessionFactoryInternal factory = client.connect();
                RemoteConnection connection = RemoteConnection.open(this, client, factory, user, password);
                lastReached = index;
                silent = false;
                owner.opened(connection, user, password);
                return connection;
            } catch (JMSException e) {
                if (!RemoteErrors.isNoAnswer(e)) {
                    throw e;
                }
                failure = combine(failure, e);
            }
        }
        silent = true;
        throw failure;
    }

    KnownNodes known() {
        return owner.known();
    }

    List<RemoteAddress> addresses() {
        return clients.stream().map(AddressClient::address).toList();
    }

    /** True if it did not answer when it was last asked. */
    boolean isSilent() {
        return silent;
    }

    private static JMSException combine(JMSException failure, JMSException next) {
        if (failure != null) {
            next.addSuppressed(failure);
        }
        return next;
    }

    /** Why none of its addresses answers, or null if one does. */
    String whySilent() {
        if (owner.isConnectedTo(this)) {
            return null;
        }
        List<String> reasons = new ArrayList<>();
        for (AddressClient client : clients) {
            try {
                client.connect().close();
                return null;
            } catch (JMSException e) {
                reasons.add(e.getMessage());
            }
        }
        return String.join("; ", reasons);
    }

    void closed(RemoteConnection connection) {
        owner.closed(connection);
    }

    @Override
    public RemoteTransaction begin(Xid xid) {
        return RemoteTransaction.begin(owner.recovery(), xid);
    }

    @Override
    public BrokerTransaction prepared(Xid xid) throws JMSException {
        return owner.recovery().prepared(xid);
    }

    @Override
    public List<Xid> preparedXids() throws JMSException {
        return owner.recovery().prepared();
    }

    @Override
    public List<HeuristicOutcome> heuristicOutcomes() {
        return owner.recovery().heuristicOutcomes();
    }

    @Override
    public boolean forget(Xid xid) throws JMSException {
        return owner.recovery().forget(xid);
    }

    @Override
    public String toString() {
        return name;
    }
}
