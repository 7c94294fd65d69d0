package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.escrowmq.broker.Broker.HeuristicOutcome;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.RemoteAddress;
import org.escrowmq.broker.client.RemoteErrors;

/**
 * The branches that are prepared, on all brokers of a URL: where they are is asked of the brokers each time, because a
 * backup may have taken over. To have no answer from one of them is to know nothing, and said so: a transaction manager
 * that misses a branch in a list takes it for completed.
 *
 * <p>Keeps a session open to each broker that answers. Safe for use by several threads.
 */
final class Recovery implements AutoCloseable {

    private final List<AddressClient> clients;
    private final KnownNodes nodes;
    private final Supplier<Account> account;
    private final Map<RemoteAddress, Link> links = new HashMap<>();
    /** Prepared by this process and, as far as is known, not completed: nobody need be asked where they are. */
    private final Map<XidImpl, RemoteTransaction> promised = new ConcurrentHashMap<>();
    private final Map<XidImpl, Boolean> byOperator = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Who recovers.
     *
     * @param user a name, or null
     * @param password the password, or null
     */
    record Account(String user, String password) {

        @Override
        public String toString() {
            return user == null ? "nobody" : user;
        }
    }

    private record Link(ClientSessionFactoryInternal factory, ClientSessionInternal session) {

        boolean isOpen() {
            return !session.isClosed();
        }

        List<XidImpl> scan() throws ActiveMQException {
            List<XidImpl> found = new ArrayList<>();
            for (Xid xid : session.getSessionContext().xaScan()) {
                found.add(new XidImpl(xid));
            }
            return found;
        }
    }

    /** What the brokers say. */
    private static final class Answers {

        private final Map<XidImpl, Link> branches = new LinkedHashMap<>();
        private final Set<RemoteAddress> reached = new LinkedHashSet<>();
        private final Map<RemoteAddress, String> silent = new LinkedHashMap<>();
    }

    Recovery(List<AddressClient> clients, KnownNodes nodes, Supplier<Account> account) {
        this.clients = clients;
        this.nodes = nodes;
        this.account = account;
    }

    /**
     * All branches.
     *
     * @throws JMSException if there is a broker that cannot be asked
     */
    synchronized List<Xid> prepared() throws JMSException {
        Answers answers = askAll();
        requireAll(answers, "list the prepared branches");
        List<Xid> found = new ArrayList<>(answers.branches.keySet());
        found.removeAll(byOperator.keySet());
        return found;
    }

    /**
     * One branch, if it is prepared; null if not.
     *
     * @throws JMSException if it was not found, and there is a broker that cannot be asked
     */
    RemoteTransaction prepared(Xid wanted) throws JMSException {
        XidImpl xid = new XidImpl(wanted);
        if (byOperator.containsKey(xid)) {
            return null;
        }
        RemoteTransaction own = promised.get(xid);
        if (own != null) {
            return own;
        }
        return find(xid) == null ? null : RemoteTransaction.found(this, xid);
    }

    /** What completes a branch, wherever it is now; null if it is nowhere. */
    SessionContext linkTo(XidImpl xid) throws JMSException {
        Link link = find(xid);
        return link == null ? null : link.session.getSessionContext();
    }

    /** What completes a branch that is not prepared, at the broker where it was begun, after its session was closed. */
    synchronized SessionContext linkAt(AddressClient client) throws JMSException {
        return link(client).session.getSessionContext();
    }

    private synchronized Link find(XidImpl xid) throws JMSException {
        Answers answers = askAll();
        Link link = answers.branches.get(xid);
        if (link == null) {
            requireAll(answers, "look for branch " + xid);
        }
        return link;
    }

    private Answers askAll() throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("The connection to the brokers is closed");
        }
        Answers answers = new Answers();
        for (AddressClient client : clients) {
            try {
                Link link = link(client);
                for (XidImpl xid : link.scan()) {
                    answers.branches.put(xid, link);
                }
                answers.reached.add(client.address());
            } catch (JMSException | ActiveMQException e) {
                drop(client.address());
                answers.silent.put(client.address(), e.getMessage());
            }
        }
        return answers;
    }

    private Link link(AddressClient client) throws JMSException {
        Link known = links.get(client.address());
        if (known != null && known.isOpen()) {
            return known;
        }
        drop(client.address());
        ClientSessionFactoryInternal factory = client.connect();
        try {
            Account who = account.get();
            Link link = new Link(factory, (ClientSessionInternal) factory.createSession(
                    who.user(), who.password(), true, false, false, false, 0));
            nodes.reached(client, factory, link.session);
            links.put(client.address(), link);
            return link;
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            factory.close();
            throw RemoteErrors.translate("connect to " + client + " for recovery as " + account.get(), e);
        } catch (JMSException e) {
            factory.close();
            throw e;
        }
    }

    private void drop(RemoteAddress address) {
        Link dropped = links.remove(address);
        if (dropped != null) {
            dropped.factory.close();
        }
    }

    private void requireAll(Answers answers, String doing) throws JMSException {
        List<String> missing = new ArrayList<>();
        answers.silent.forEach((address, reason) -> {
            if (!nodes.isOneOf(address, answers.reached)) {
                missing.add("tcp://" + address + " (" + reason + ")");
            }
        });
        if (!missing.isEmpty()) {
            throw new JMSException("Cannot " + doing + ", because there may be more on a broker that does not answer: "
                    + String.join(", ", missing) + ". If that is the address of another one's backup, or of its "
                    + "primary, write '|' between the two in the URL in place of ','", "NOT_CONNECTED");
        }
    }

    // ---- what is known without asking ------------------------------------------------------------------------------

    /** A branch was prepared. */
    void promised(RemoteTransaction transaction) {
        promised.put(transaction.xid(), transaction);
    }

    /** A branch could not be completed: the brokers know better what it is now. */
    void broken(XidImpl xid) {
        promised.remove(xid);
    }

    /** A branch is over. */
    void over(XidImpl xid) {
        promised.remove(xid);
    }

    /** The broker has answered that somebody completed a branch by hand. */
    void completedByOperator(XidImpl xid, boolean committed) {
        byOperator.put(xid, committed);
    }

    List<HeuristicOutcome> heuristicOutcomes() {
        List<HeuristicOutcome> outcomes = new ArrayList<>();
        byOperator.forEach((xid, committed) -> outcomes.add(new HeuristicOutcome(xid, committed)));
        return outcomes;
    }

    /** Has the broker forget what an operator did. */
    boolean forget(Xid forgotten) throws JMSException {
        XidImpl xid = new XidImpl(forgotten);
        SessionContext link = linkTo(xid);
        if (link == null) {
            return byOperator.remove(xid) != null;
        }
        try {
            link.xaForget(xid);
            byOperator.remove(xid);
            return true;
        } catch (XAException | ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate("forget branch " + xid, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        links.values().forEach(link -> link.factory.close());
        links.clear();
    }
}
