package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientProducerImpl;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.spi.core.remoting.SessionContext;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerSession;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.ConsumerSpec;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.client.RemoteThreads;
import org.escrowmq.broker.selector.CoreFilter;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.escrowmq.message.BodyStore;
import org.escrowmq.message.EscrowMessage;

/**
 * An XA session of Artemis' client. What is done with it belongs to the branch that it is associated with at the
 * moment, so that is changed before each piece of work that belongs elsewhere, and only then.
 *
 * <p>Its monitor is held during a piece of work. Lock order: a transaction, then a session.
 */
final class RemoteSession implements BrokerSession {

    private static final int NO_WINDOW = 0;
    private static final int UNLIMITED = -1;
    /** A number that the client does not give to its own producers. */
    private static final int OUTSIDE = 0;
    private static final String GIVEN_UP =
            "The connection was given up, because it is not known which branch a session of it works in";

    private final RemoteConnection connection;
    private final ClientSessionInternal core;
    private final ClientProducer inTransactions;
    private final ClientProducer outside;
    private final Set<RemoteConsumer> consumers = ConcurrentHashMap.newKeySet();
    /** Transactions that hold back work of this session. */
    private final Set<RemoteTransaction> holding = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Its connection is about to be lost, because it is not known which branch it is associated with. */
    private volatile boolean brokenOff;
    private RemoteTransaction current;

    RemoteSession(RemoteConnection connection, ClientSessionInternal core) throws ActiveMQException {
        this.connection = connection;
        this.core = core;
        // Does not wait: what the broker cannot store has the branch rolled back.
        this.inTransactions = core.createProducer();
        this.outside = waitingProducer(core);
    }

    /** Of a session that is for transactions, the client makes producers that do not wait for the broker's answer. */
    private static ClientProducer waitingProducer(ClientSessionInternal core) {
        SessionContext context = core.getSessionContext();
        ClientProducerImpl producer = new ClientProducerImpl(core, null, null, true, true, false, null,
                core.getMinLargeMessageSize(), context, OUTSIDE);
        context.createProducer(producer);
        core.addProducer(producer);
        return producer;
    }

    RemoteThreads threads() {
        return connection.threads();
    }

    long callTimeoutMillis() {
        return core.getSessionFactory().getServerLocator().getCallTimeout();
    }

    /** False once it is closed or its connection is lost. */
    boolean isUsable() {
        return !closed.get() && !isLost();
    }

    /** What XA calls go through: the client's session would repeat some, and remember things of its own. */
    SessionContext context() {
        return core.getSessionContext();
    }

    /** True if what it did in branches that are not prepared is lost, too. */
    boolean isLost() {
        return connection.isLost() || brokenOff || core.isClosed() && !closed.get();
    }

    /** Where its broker is. */
    AddressClient client() {
        return connection.client();
    }

    private void requireOpen() throws JMSException {
        connection.requireConnected();
        if (brokenOff) {
            throw new JMSException(GIVEN_UP, ActiveMQExceptionType.DISCONNECTED.name());
        }
        if (closed.get()) {
            throw new IllegalStateException("The session is closed");
        }
    }

    // ---- association ----------------------------------------------------------------------------------------------

    /** Does something in a transaction, which is joined first. */
    synchronized void inside(RemoteTransaction transaction, int flags, String doing, RemoteTransaction.Work work)
            throws JMSException {
        requireOpen();
        if (current != transaction) {
            leaveCurrent();
            join(transaction, flags, doing);
        }
        try {
            work.run();
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate(doing, e);
        }
    }

    private void join(RemoteTransaction transaction, int flags, String doing) throws JMSException {
        try {
            context().xaStart(transaction.xid(), flags);
            current = transaction;
        } catch (XAException e) {
            throw RemoteErrors.translate(doing, e);
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            // Perhaps this is associated with the branch, and what it did next would belong to that.
            breakOff();
            if (flags == XAResource.TMJOIN) {
                transaction.breakOff();
            }
            throw RemoteErrors.translate(doing, e);
        }
    }

    /** Does something outside of all transactions. */
    synchronized void outside(String doing, RemoteTransaction.Work work) throws JMSException {
        requireOpen();
        leaveCurrent();
        try {
            work.run();
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate(doing, e);
        }
    }

    /** Ends the work in a transaction, if this is the one it is associated with. */
    synchronized void leave(RemoteTransaction transaction) throws JMSException {
        if (current == transaction) {
            leaveCurrent();
        }
    }

    /**
     * The broker rolls back the last branch that a session has ended its work in when the session's connection fails,
     * unless the branch is prepared. It does so, or tries to, also if the branch was committed through another session;
     * its storage then takes that for a failure, and rollbacks of others stay unfinished until the broker is started
     * again (seen with 2.56.0). So a branch ends like this only in the session that has begun it and will complete it.
     * The others suspend it, which is nothing that they remember, and its end after that only resumes it.
     *
     * <p>If it is not known whether the work has ended, nobody can complete the branch: then the session that has begun
     * it is broken off, or what was consumed in it would be locked until its time is over.
     */
    private void leaveCurrent() throws JMSException {
        RemoteTransaction left = current;
        current = null;
        if (left == null) {
            return;
        }
        String doing = "end the work in " + left;
        try {
            if (!left.wasBegunBy(this)) {
                context().xaEnd(left.xid(), XAResource.TMSUSPEND);
            }
            context().xaEnd(left.xid(), XAResource.TMSUCCESS);
        } catch (XAException e) {
            throw RemoteErrors.rolledBack(doing, e);
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            left.breakOff();
            throw RemoteErrors.translate(doing, e);
        }
    }

    /** Has the broker roll back what this session has begun; nothing can be done with it any more. */
    void breakOff() {
        brokenOff = true;
        core.getConnection().asyncFail(ActiveMQExceptionType.DISCONNECTED.createException(GIVEN_UP));
    }

    // ---- work that is held back -----------------------------------------------------------------------------------

    void heldIn(RemoteTransaction transaction) {
        holding.add(transaction);
    }

    void heldNoLongerIn(RemoteTransaction transaction) {
        holding.remove(transaction);
    }

    /** A consumer closes: what transactions hold back of it is sent. To be called without locks. */
    void flush(RemoteConsumer consumer) throws JMSException {
        for (RemoteTransaction transaction : holding) {
            transaction.flushOf(held -> held.needs(consumer));
        }
    }

    /**
     * Something is done in a transaction, or in none: what others hold back is sent, because the broker gives back all
     * that a session has if any of its transactions is rolled back. To be called without locks.
     */
    void flushOthers(BrokerTransaction but) throws JMSException {
        for (RemoteTransaction transaction : holding) {
            if (transaction != but) {
                transaction.flushOf(held -> held.session() == this);
            }
        }
    }

    // ---- sending --------------------------------------------------------------------------------------------------

    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction) throws JMSException {
        requireOpen();
        EscrowDestination destination = EscrowDestination.of(message.headers().getDestination());
        SimpleString address = connection.destinations().require(destination);
        ClientMessage encoded = RemoteMessages.encode(message, address,
                destination.isTopic() ? RoutingType.MULTICAST : RoutingType.ANYCAST, connection.identity());
        String doing = "send to " + destination;
        if (transaction instanceof RemoteTransaction own) {
            flushOthers(own);
            own.take(new HeldWork.Sending(this, doing, () -> outside.send(address, encoded),
                    () -> inTransactions.send(address, encoded)));
        } else {
            outside(doing, () -> outside.send(address, encoded));
        }
    }

    /**
     * Sends a copy of what was received, waiting for the broker's answer. There is room for it, also if its address is
     * full: the message that it is a copy of leaves.
     */
    void sendCopy(ClientMessage copy) throws ActiveMQException {
        if (copy.getBodyBuffer().writerIndex() > core.getMinLargeMessageSize()) {
            outside.send(copy.getAddressSimpleString(), copy);
        } else {
            context().sendFullMessage(copy, true, null, null, OUTSIDE);
        }
    }

    /** The address of a queue, which is made sure to exist. */
    SimpleString requireNow(EscrowQueue queue) throws JMSException {
        return connection.destinations().requireNow(queue);
    }

    /**
     * Makes sure that a queue exists to which the user may send, by trying it in a transaction that is rolled back.
     *
     * @throws jakarta.jms.JMSSecurityException if the user may not
     */
    void requireMaySend(EscrowQueue queue) throws JMSException {
        requireOpen();
        SimpleString address = requireNow(queue);
        if (connection.maySendTo(queue)) {
            return;
        }
        ClientMessage trial = core.createMessage(false);
        trial.setAddress(address);
        trial.setRoutingType(RoutingType.ANYCAST);
        RemoteTransaction transaction = connection.begin();
        try {
            transaction.call(this, "send to dead letter " + queue, () -> sendCopy(trial));
            connection.sentTo(queue);
        } finally {
            transaction.rollback();
        }
    }

    /** Waits for the broker all the same: that is what keeps the order. */
    @Override
    public void send(EscrowMessage message, BrokerTransaction transaction, Consumer<JMSException> completion)
            throws JMSException {
        send(message, transaction);
        completion.accept(null);
    }

    // ---- consuming ------------------------------------------------------------------------------------------------

    @Override
    public BrokerConsumer createConsumer(ConsumerSpec spec, DeliveryListener listener) throws JMSException {
        requireOpen();
        EscrowDestination destination = spec.destination();
        if (destination.isTemporary()) {
            connection.requireOwn(destination);
        }
        SimpleString filter = CoreFilter.of(spec.selector(), spec.noLocal() ? connection.identity() : null);
        RemoteConsumer consumer = new RemoteConsumer(
                this, ConsumerOpeners.of(this, connection.destinations(), spec, filter), destination, listener);
        consumers.add(consumer);
        return consumer;
    }

    /** Opens a consumer of the client's on a queue. */
    synchronized CoreConsumer openCore(SimpleString queue, SimpleString filter, ConsumerSpec spec,
            CoreConsumer.Owner owner, Executor executor) throws JMSException {
        try {
            ClientConsumerInternal opened = (ClientConsumerInternal) core.createConsumer(
                    queue, filter, NO_WINDOW, UNLIMITED, spec.browse());
            return new CoreConsumer(core, opened, executor, owner);
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate("consume from " + spec.destination(), e);
        }
    }

    void sendAcknowledgement(CoreConsumer consumer, long id, boolean wait) throws ActiveMQException {
        context().sendACK(true, wait, consumer, withId(id));
    }

    void sendExpiry(CoreConsumer consumer, long id) throws ActiveMQException {
        context().expireMessage(consumer, withId(id));
    }

    private static Message withId(long id) {
        return new CoreMessage().setMessageID(id);
    }

    /** Gives a message back as one that was delivered in vain: after some times the broker sets it aside. */
    void reject(RemoteConsumer consumer, long id) {
        try {
            flushOthers(null);
            RemoteTransaction inVain = connection.begin();
            inVain.take(new HeldWork.Acknowledgement(consumer, id, null));
            inVain.rollback();
        } catch (JMSException e) {
            RemoteLog.debug("A message could not be rejected", e);
        }
    }

    /** Closes a consumer of the client's; what it has goes back. */
    void close(CoreConsumer consumer) throws JMSException {
        try {
            consumer.closeByOwner();
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate("close a consumer", e);
        }
    }

    void forget(RemoteConsumer consumer) {
        consumers.remove(consumer);
    }

    /** What is to be done with messages that come back from consumers that do not say otherwise. */
    Redelivery redelivery() {
        return connection.node().redelivery();
    }

    /** Messages of a destination can be moved, once more. */
    void moved(EscrowDestination destination) {
        connection.node().moved(destination);
    }

    /** A message could not be moved. */
    void notMoved(EscrowDestination destination, boolean givenUp, JMSException reason) {
        connection.node().notMoved(destination, givenUp, reason);
    }

    @Override
    public void deleteSubscription(String clientId, String name) throws JMSException {
        requireOpen();
        connection.destinations().deleteSubscription(clientId, name);
    }

    @Override
    public void ensureExists(EscrowDestination destination) throws JMSException {
        requireOpen();
        connection.destinations().requireNow(destination);
    }

    /** Bodies of any size stay in memory here. */
    @Override
    public BodyStore bodyStore() {
        return BodyStore.NONE;
    }

    /** The connection is lost. */
    void ended(JMSException reason) {
        closed.set(true);
        consumers.forEach(consumer -> consumer.ended(reason));
    }

    @Override
    public void close() throws JMSException {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        connection.forget(this);
        try {
            // Before it is closed: what transactions hold back of them is sent.
            for (RemoteConsumer consumer : consumers) {
                consumer.close();
            }
        } finally {
            closed.set(true);
        }
        if (isLost()) {
            return;
        }
        synchronized (this) {
            try {
                leaveCurrent();
                core.close();
            } catch (ActiveMQException | ActiveMQInterruptedException e) {
                throw RemoteErrors.translate("close a session", e);
            }
        }
    }
}
