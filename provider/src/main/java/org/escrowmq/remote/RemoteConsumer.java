package org.escrowmq.remote;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.escrowmq.broker.BrokerConsumer;
import org.escrowmq.broker.BrokerTransaction;
import org.escrowmq.broker.Delivery;
import org.escrowmq.broker.DeliveryListener;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.encoding.DelayedCopy;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;

/**
 * A consumer of a remote broker's queue.
 *
 * <p><b>Threads.</b> Messages come on one thread of our own after the other, in order. Methods may be called from any
 * thread, holding no lock that the {@link DeliveryListener} needs: some wait for a message that is on its way. Nothing
 * is asked of the broker while this object's monitor is held.
 *
 * <p>A message that was sent here and is not wanted can be given back in one way only, by closing the client's
 * consumer: another one is opened in its place ({@link #release}).
 */
final class RemoteConsumer implements BrokerConsumer, CoreConsumer.Owner {

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final RemoteSession session;
    private final Opener opener;
    private final EscrowDestination destination;
    private final DeliveryListener listener;
    private final Executor executor;
    /** What is to be run when everything has come, by number. */
    private final Map<Long, Runnable> marks = new TreeMap<>();
    /** With rules: what is here and not acknowledged, by the broker's number. */
    private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();
    private volatile RemoteRules rules;
    private CoreConsumer core;
    private long lastMark;
    private int requested;
    private boolean asked;
    private boolean pausing;
    private long nextPauseMillis = FIRST_PAUSE_MILLIS;
    private boolean closed;
    private volatile Thread delivering;

    /** How a consumer of the client's is opened, and what ends with the last one. */
    interface Opener {

        /** Opens one; called again when it has to be replaced. */
        CoreConsumer open(CoreConsumer.Owner owner, Executor executor) throws JMSException;

        /** False if it only looks at messages. */
        boolean takes();

        /** True if another one can be open while this one still is. */
        boolean allowsSeveral();

        /** Ends what was made for this consumer alone. */
        void end() throws JMSException;
    }

    RemoteConsumer(RemoteSession session, Opener opener, EscrowDestination destination, DeliveryListener listener)
            throws JMSException {
        this.session = session;
        this.rules = opener.takes() ? RemoteRules.of(Redelivery.AS_USUAL, session.redelivery()) : null;
        this.opener = opener;
        this.destination = destination;
        this.listener = listener;
        this.executor = session.threads().ordered();
        this.core = opener.open(this, executor);
    }

    RemoteSession session() {
        return session;
    }

    /** What is to be done with messages that come back, or null for what the broker does. */
    RemoteRules rules() {
        return rules;
    }

    // ---- what comes -----------------------------------------------------------------------------------------------

    @Override
    public void arrived(ClientMessage message) {
        delivering = Thread.currentThread();
        try {
            EscrowMessage decoded = decode(message);
            if (decoded != null) {
                deliver(new Delivery(message.getMessageID(), decoded,
                        DelayedCopy.deliveriesBefore(message) + message.getDeliveryCount()));
            }
        } finally {
            delivering = null;
        }
    }

    private EscrowMessage decode(ClientMessage message) {
        try {
            byte[] body = RemoteMessages.body(message);
            EscrowMessage decoded = RemoteMessages.decode(message, body, destination);
            if (rules != null) {
                remember(message, body, decoded);
            }
            return decoded;
        } catch (ActiveMQException | RuntimeException e) {
            RemoteLog.undecodable(message.getMessageID(), destination.toString(), e);
            session.reject(this, message.getMessageID());
            askAgain();
            return null;
        }
    }

    private void remember(ClientMessage message, byte[] body, EscrowMessage decoded) {
        CoreConsumer from = current();
        Attempt attempt = new Attempt(message, body, from.getQueueName(), from.getQueueInfo().getAddress(),
                destination.isTopic() ? RoutingType.MULTICAST : RoutingType.ANYCAST);
        attempts.put(message.getMessageID(), attempt);
        // Not kept alive by a message that the application keeps.
        WeakReference<Attempt> delivered = new WeakReference<>(attempt);
        decoded.onFailure(cause -> {
            Attempt failed = delivered.get();
            if (failed != null) {
                failed.failed(cause);
            }
        });
    }

    private void deliver(Delivery delivery) {
        synchronized (this) {
            asked = false;
            requested = Math.max(0, requested - 1);
        }
        listener.onDelivery(delivery);
        askIfWanted();
    }

    private void askAgain() {
        synchronized (this) {
            asked = false;
        }
        askIfWanted();
    }

    private synchronized CoreConsumer current() {
        return core;
    }

    @Override
    public void passed(long mark) {
        Runnable action;
        synchronized (this) {
            action = marks.remove(mark);
        }
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void closedByBroker(CoreConsumer which) {
        synchronized (this) {
            if (closed || which != core) {
                return;
            }
        }
        ended(new JMSException("The broker closed a consumer of " + destination));
    }

    /** Nothing comes any more. */
    void ended(JMSException reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        listener.onClosedByBroker(reason);
        runMarks();
    }

    private void runMarks() {
        List<Runnable> actions;
        synchronized (this) {
            actions = new ArrayList<>(marks.values());
            marks.clear();
        }
        actions.forEach(Runnable::run);
    }

    // ---- what is asked for ----------------------------------------------------------------------------------------

    @Override
    public void setRedelivery(Redelivery wanted) throws JMSException {
        if (wanted.deadLetters() != null) {
            session.requireMaySend(wanted.deadLetters());
        }
        rules = RemoteRules.of(wanted, session.redelivery());
    }

    @Override
    public void request(int deliveries) {
        synchronized (this) {
            requested += deliveries;
        }
        askIfWanted();
    }

    /** One at a time: how many messages a credit is worth, the broker does not say. */
    private void askIfWanted() {
        CoreConsumer to;
        synchronized (this) {
            if (closed || asked || pausing || requested == 0) {
                return;
            }
            asked = true;
            to = core;
        }
        to.ask();
    }

    @Override
    public void cancelRequests() throws JMSException {
        CoreConsumer to;
        synchronized (this) {
            requested = 0;
            if (!asked || closed) {
                return;
            }
            to = core;
        }
        to.withdraw();
        if (Thread.currentThread() != delivering) {
            awaitWhatIsOnItsWay();
            to.withdraw();
        }
        synchronized (this) {
            asked = false;
        }
    }

    private void awaitWhatIsOnItsWay() throws JMSException {
        CountDownLatch passed = new CountDownLatch(1);
        afterPending(passed::countDown);
        try {
            if (!passed.await(session.callTimeoutMillis(), TimeUnit.MILLISECONDS)) {
                throw new JMSException("The broker did not answer within " + session.callTimeoutMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RemoteErrors.translate("wait for the broker", e);
        }
    }

    @Override
    public void afterPending(Runnable action) throws JMSException {
        CoreConsumer to;
        long number;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The consumer is closed");
            }
            to = core;
            number = ++lastMark;
            marks.put(number, action);
        }
        try {
            to.mark(number);
        } catch (ActiveMQException | ActiveMQInterruptedException e) {
            throw RemoteErrors.translate("ask for messages from " + destination, e);
        }
    }

    // ---- what becomes of it ---------------------------------------------------------------------------------------

    @Override
    public void acknowledge(Delivery delivery, BrokerTransaction transaction) throws JMSException {
        if (transaction == null) {
            acknowledgeAtOnce(delivery.id());
        } else {
            session.flushOthers(transaction);
            ((RemoteTransaction) transaction).take(
                    new HeldWork.Acknowledgement(this, delivery.id(), attempts.get(delivery.id())));
        }
        attempts.remove(delivery.id());
    }

    /** Outside of all transactions; the message is gone when this returns. */
    void acknowledgeAtOnce(long id) throws JMSException {
        session.outside("acknowledge a message", () -> session.sendAcknowledgement(current(), id, true));
    }

    /** In the transaction that the session is associated with. */
    void acknowledgeInTransaction(long id) throws ActiveMQException {
        session.sendAcknowledgement(current(), id, false);
    }

    @Override
    public void release(BrokerTransaction transaction) throws JMSException {
        if (rules != null && attempts.isEmpty()) {
            // Nothing is reserved; replaced, it would lose what transactions hold back of it.
            return;
        }
        if (transaction instanceof RemoteTransaction own && own.releases(this)) {
            return;
        }
        replace();
    }

    /** The rollback is over; it may have given back what was reserved here, or not. */
    void releaseAfterRollback() {
        if (attempts.isEmpty()) {
            return;
        }
        try {
            replace();
        } catch (JMSException e) {
            ended(e);
        }
    }

    /** A message waits, or is a dead letter now. */
    void moved(Attempt attempt) {
        synchronized (this) {
            nextPauseMillis = FIRST_PAUSE_MILLIS;
        }
        session.moved(destination);
        if (rules.isGivenUp(attempt)) {
            RemoteLog.deadLetter(attempt.id(), destination.toString(), rules.deadLetters().toString(),
                    attempt.cause());
        }
    }

    /** A message comes back at once that should not: so that this is no loop, nothing is asked for during a while. */
    void notMoved(Attempt attempt, JMSException reason) {
        if (RemoteErrors.isNoAnswer(reason)) {
            RemoteLog.debug("A message could not be moved, because the connection was lost", reason);
            return;
        }
        session.notMoved(destination, rules.isGivenUp(attempt), reason);
        long pause;
        synchronized (this) {
            if (pausing) {
                return;
            }
            pausing = true;
            pause = nextPauseMillis;
            nextPauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
        session.threads().later(pause, this::endPause);
    }

    private void endPause() {
        synchronized (this) {
            pausing = false;
        }
        askIfWanted();
    }

    /** The order matters: a queue that ends with its last consumer must not be without one. */
    private void replace() throws JMSException {
        session.flush(this);
        CoreConsumer old;
        synchronized (this) {
            if (closed) {
                return;
            }
            old = core;
        }
        if (opener.allowsSeveral()) {
            CoreConsumer next = opener.open(this, executor);
            switchTo(next);
            session.close(old);
        } else {
            session.close(old);
            switchTo(opener.open(this, executor));
        }
        runMarks();
        askIfWanted();
    }

    private synchronized void switchTo(CoreConsumer next) {
        core = next;
        asked = false;
        attempts.clear();
    }

    @Override
    public void expire(Delivery delivery) throws JMSException {
        attempts.remove(delivery.id());
        session.outside("expire a message", () -> session.sendExpiry(current(), delivery.id()));
    }

    @Override
    public void close() throws JMSException {
        CoreConsumer last;
        synchronized (this) {
            if (closed) {
                return;
            }
            last = core;
        }
        try {
            session.flush(this);
        } catch (JMSException e) {
            RemoteLog.debug("A transaction cannot be committed: what it held back could not be acknowledged", e);
        } finally {
            synchronized (this) {
                closed = true;
            }
            session.forget(this);
            runMarks();
            if (session.isUsable()) {
                session.close(last);
                opener.end();
            }
        }
    }
}
