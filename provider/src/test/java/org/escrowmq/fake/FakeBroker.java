package org.escrowmq.fake;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.transaction.xa.Xid;
import org.escrowmq.broker.Broker;
import org.escrowmq.broker.BrokerConnection;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.transaction.BranchId;

/**
 * The Broker port in memory: queues, topics, subscriptions, transactions and prepared branches, as a test scripts them.
 *
 * <p>Deliveries are made on the thread that makes them possible (that requests, sends or commits), unless the test
 * {@linkplain #deliverOn chooses another} or {@linkplain #holdDeliveries holds} them. Every call is noted in the
 * {@link #history}, as {@code who.method details}: connections are c1, c2..., sessions s1, consumers k1, transactions
 * t1, in the order of their creation.
 *
 * <p>Safe for use by several threads.
 */
public final class FakeBroker implements Broker {

    private final FakeStore store;
    private final String resourceManagerId;
    private final List<FakeConnection> connections = new ArrayList<>();
    private String[] credentials;
    private boolean closed;

    /** An empty store. */
    public FakeBroker() {
        this("fake-store");
    }

    /** An empty store with a resource manager id. */
    public FakeBroker(String resourceManagerId) {
        this(new FakeStore(), resourceManagerId);
    }

    private FakeBroker(FakeStore store, String resourceManagerId) {
        this.store = store;
        this.resourceManagerId = resourceManagerId;
    }

    // ---- script ---------------------------------------------------------------------------------------------------

    /**
     * Lets the next call of a method fail, without effect. Several failures of one method happen one after the other.
     *
     * @param method a method of the port, such as {@code "commit"}, or of one object only, such as {@code "t2.commit"}
     */
    public FakeBroker failNext(String method, JMSException failure) {
        store.script.failNext(method, failure);
        return this;
    }

    /** Lets every call of a method fail until it is {@linkplain #heal healed}. */
    public FakeBroker failAlways(String method, JMSException failure) {
        store.script.failAlways(method, failure);
        return this;
    }

    /** Ends all failures and actions scripted for a method. */
    public void heal(String method) {
        store.script.heal(method);
    }

    /** Runs an action in the next call of a method, before it takes effect. */
    public FakeBroker onNext(String method, Runnable action) {
        store.script.onNext(method, action);
        return this;
    }

    /** Where messages keep large bodies. */
    public FakeBodies bodies() {
        return store.bodies;
    }

    /** Makes a selector known: others are invalid. */
    public FakeBroker selector(String selector, Predicate<EscrowMessage> meaning) {
        synchronized (store) {
            store.selectors.put(selector, meaning);
        }
        return this;
    }

    /** Whether destinations that nobody created come into being when they are used; true at first. */
    public FakeBroker autoCreate(boolean allowed) {
        synchronized (store) {
            store.autoCreate = allowed;
        }
        return this;
    }

    /** Creates a queue or topic. */
    public FakeBroker create(EscrowDestination destination) {
        store.create(destination);
        return this;
    }

    /** Refuses every other user and password. */
    public FakeBroker requireCredentials(String user, String password) {
        synchronized (store) {
            credentials = new String[] {user, password};
        }
        return this;
    }

    /** Makes deliveries on another thread. */
    public void deliverOn(Executor executor) {
        store.script.deliverOn(executor);
    }

    /** Makes deliveries only when {@link #deliverHeld} is called. */
    public void holdDeliveries() {
        store.script.holdDeliveries();
    }

    /** Makes the deliveries that were held, on the caller's thread. */
    public void deliverHeld() {
        store.script.deliverHeld();
    }

    /** Leaves asynchronous sends in progress until {@link #completeNext} is called. */
    public void holdCompletions() {
        store.holdCompletions();
    }

    /** Ends the oldest asynchronous send in progress: with success if there is no failure. */
    public void completeNext(JMSException failure) {
        store.completeNext(failure);
    }

    /** Lets time pass for delivery delays. */
    public void advanceTime(long millis) {
        synchronized (store) {
            store.timeShift += millis;
        }
        store.queues().forEach(FakeQueue::deliver);
    }

    // ---- what happens without a client ----------------------------------------------------------------------------

    /** Stores a message as if another client had sent it; fills in its destination. */
    public void put(EscrowDestination destination, EscrowMessage message) {
        message.headers().setDestination(destination);
        store.create(destination);
        store.routeTo(destination, StoredMessage.copyInMemory(message), "somebody").forEach(FakeQueue::deliver);
    }

    /** Commits a prepared branch by hand: a heuristic outcome. */
    public void commitByOperator(Xid xid) throws JMSException {
        completeByOperator(xid, true);
    }

    /** Rolls a prepared branch back by hand: a heuristic outcome. */
    public void rollBackByOperator(Xid xid) throws JMSException {
        completeByOperator(xid, false);
    }

    private void completeByOperator(Xid xid, boolean commit) throws JMSException {
        FakeTransaction transaction = (FakeTransaction) find(xid);
        if (transaction == null) {
            throw new IllegalArgumentException("Branch " + xid + " is not prepared");
        }
        transaction.finish(commit);
        synchronized (store) {
            store.heuristics.put(transaction.xid, commit);
        }
    }

    /** The broker rolls back every transaction that is not prepared, by itself. */
    public void rollBackActive() throws JMSException {
        for (FakeTransaction transaction : activeTransactions()) {
            transaction.finish(false);
        }
    }

    /** The broker ends every connection by itself. */
    public void failConnections(JMSException reason) {
        openConnections().forEach(connection -> connection.fail(reason));
    }

    /** The broker ends every consumer of a destination by itself and drops its messages. */
    public void destroy(EscrowDestination destination, JMSException reason) {
        List<FakeConsumer> consumers;
        synchronized (store) {
            consumers = store.queuesOf(destination).stream().flatMap(queue -> queue.consumers.stream()).toList();
        }
        consumers.forEach(consumer -> consumer.endByBroker(reason));
        store.delete(destination);
    }

    /**
     * The process dies and another one opens the same store. This broker is closed from now on; script and history are
     * shared with the new one.
     */
    public FakeBroker restart() {
        close();
        return new FakeBroker(store, resourceManagerId);
    }

    /** Closes: connections and transactions that are not prepared end, every further call is refused. */
    public void close() {
        synchronized (store) {
            closed = true;
        }
        openConnections().forEach(FakeConnection::end);
        try {
            rollBackActive();
        } catch (JMSException e) {
            throw new AssertionError("An active transaction can always be rolled back", e);
        }
        synchronized (store) {
            store.prepared.replaceAll((xid, transaction) -> transaction.reopened());
            store.dropVolatile();
        }
    }

    // ---- what a test asserts --------------------------------------------------------------------------------------

    /** The calls so far, or those of some methods. */
    public List<String> history(String... methods) {
        return store.script.history(methods);
    }

    /** Forgets the calls so far. */
    public void clearHistory() {
        store.script.clearHistory();
    }

    /** What lies in a queue and is reserved for nobody; for a topic, what lies in all its subscriptions. */
    public List<EscrowMessage> available(EscrowDestination destination) {
        synchronized (store) {
            return store.queuesOf(destination).stream()
                    .flatMap(queue -> queue.available.stream())
                    .map(StoredMessage::message).toList();
        }
    }

    /** Messages that were expired by their consumers. */
    public List<EscrowMessage> expired() {
        synchronized (store) {
            return List.copyOf(store.expired);
        }
    }

    /** How many subscriptions a topic has, or 1 for an existing queue. */
    public int subscriptions(EscrowDestination destination) {
        return store.queuesOf(destination).size();
    }

    /** How many consumers a destination has. */
    public int consumers(EscrowDestination destination) {
        synchronized (store) {
            return store.queuesOf(destination).stream().mapToInt(queue -> queue.consumers.size()).sum();
        }
    }

    /** How many connections are open. */
    public int connections() {
        return openConnections().size();
    }

    /** How many transactions are neither prepared nor completed. */
    public int active() {
        return activeTransactions().size();
    }

    // ---- the port -------------------------------------------------------------------------------------------------

    @Override
    public String resourceManagerId() {
        return resourceManagerId;
    }

    @Override
    public boolean storesUserIds() {
        return false;
    }

    @Override
    public BrokerConnection connect(String user, String password) throws JMSException {
        String name = store.nextName("c");
        store.script.call("", "connect", user == null ? name : name + " as " + user);
        synchronized (store) {
            checkOpen();
            if (credentials != null && !(credentials[0].equals(user) && credentials[1].equals(password))) {
                throw new JMSSecurityException("The user " + user + " is refused");
            }
            FakeConnection connection = new FakeConnection(this, store, name);
            connections.add(connection);
            return connection;
        }
    }

    @Override
    public BrokerTransaction begin(Xid xid) throws JMSException {
        FakeTransaction transaction;
        synchronized (store) {
            checkOpen();
            transaction = new FakeTransaction(store, xid);
        }
        store.script.call("", "begin", transaction.name() + (xid == null ? "" : " " + transaction.xid));
        synchronized (store) {
            store.active.add(transaction);
        }
        return transaction;
    }

    @Override
    public BrokerTransaction prepared(Xid xid) throws JMSException {
        store.script.call("", "prepared", BranchId.of(xid).toString());
        return find(xid);
    }

    @Override
    public List<Xid> preparedXids() throws JMSException {
        store.script.call("", "preparedXids", "");
        synchronized (store) {
            checkOpen();
            return List.copyOf(store.prepared.keySet());
        }
    }

    @Override
    public List<HeuristicOutcome> heuristicOutcomes() throws JMSException {
        store.script.call("", "heuristicOutcomes", "");
        synchronized (store) {
            checkOpen();
            List<HeuristicOutcome> outcomes = new ArrayList<>();
            for (Map.Entry<BranchId, Boolean> outcome : store.heuristics.entrySet()) {
                outcomes.add(new HeuristicOutcome(outcome.getKey(), outcome.getValue()));
            }
            return outcomes;
        }
    }

    @Override
    public boolean forget(Xid xid) throws JMSException {
        store.script.call("", "forget", BranchId.of(xid).toString());
        synchronized (store) {
            checkOpen();
            return store.heuristics.remove(BranchId.of(xid)) != null;
        }
    }

    /** A connection has closed. */
    void forget(FakeConnection connection) {
        synchronized (store) {
            connections.remove(connection);
        }
    }

    private BrokerTransaction find(Xid xid) throws JMSException {
        synchronized (store) {
            checkOpen();
            return store.prepared.get(BranchId.of(xid));
        }
    }

    private List<FakeConnection> openConnections() {
        synchronized (store) {
            return List.copyOf(connections);
        }
    }

    private List<FakeTransaction> activeTransactions() {
        synchronized (store) {
            return List.copyOf(store.active);
        }
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The broker " + resourceManagerId + " is closed");
        }
    }
}
