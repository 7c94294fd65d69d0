package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ServerConsumerImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.escrowmq.broker.selector.SelectorExpression;
import org.escrowmq.message.EscrowMessage;

/**
 * A consumer on one queue of the engine's.
 *
 * <p><b>Threads.</b> The engine delivers on threads of its own, one message at a time. To stop it for sure, its
 * consumer is stopped, which waits for the delivery that is under way; so none of the methods that do this may be
 * called holding a lock that the {@link DeliveryListener} needs. When it is the listener itself that calls, on the
 * delivering thread, there is nothing to wait for.
 */
final class EmbeddedConsumer implements BrokerConsumer {

    /** How often to look again, in vain, after the engine has read on in its page files. */
    private static final int MAX_IDLE_PASSES = 3;

    /** After so many messages the engine interrupts itself. */
    private static final int ENGINE_PASS_MESSAGES = 1000;

    /** After this time the engine interrupts its search through a queue. */
    private static final long ENGINE_PASS_NANOS = 900_000_000;

    /** How long a selector's consumer waits before it looks, and looks again, into page files. */
    private static final long LOOK_NANOS = 200_000_000;

    private final Engine engine;
    private final EmbeddedSession session;
    private final ServerConsumerImpl source;
    private final SelectorExpression selector;
    private final DeliveryListener listener;
    private final MessageCodec codec;
    /** Null if the consumer has no selector or only browses, which the engine does in page files, too. */
    private final PagedSelection selection;
    /** Null where nothing outlives a crash, or nothing is taken. */
    private final DeliveryMarks.OfQueue marks;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger requested = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Redelivery redelivery = Redelivery.AS_USUAL;
    private volatile Thread delivering;
    private MessageReference browsedTooLate;

    /** @param selector says which messages of the queue it wants, or null for all */
    EmbeddedConsumer(EmbeddedSession session, ServerConsumerImpl source, SelectorExpression selector,
            DeliveryListener listener) {
        this.session = session;
        this.engine = session.engine();
        this.codec = session.codec();
        this.source = source;
        this.selector = selector;
        this.listener = listener;
        this.selection = selector == null || source.isBrowseOnly()
                ? null : new PagedSelection(source.getQueue(), selector);
        Queue queue = source.getQueue();
        this.marks = queue.isDurable() && !source.isBrowseOnly() ? session.deliveryMarks().of(queue.getID()) : null;
        source.setProtocolContext(this);
    }

    boolean hasRequests() {
        return requested.get() > 0;
    }

    boolean selects(Message message) {
        return selector == null || selector.selects(message);
    }

    /** The engine has reserved a message for this consumer. */
    void deliver(MessageReference reference, int deliveryCount) {
        if (source.isBrowseOnly() && heldBack(reference)) {
            return;
        }
        if (!source.isBrowseOnly()) {
            redelivery.governs(reference);
        }
        EscrowMessage message;
        try {
            message = codec.decode(reference);
        } catch (Exception e) {
            setAside(reference, e);
            return;
        }
        requested.decrementAndGet();
        WeakReference<MessageReference> delivered = new WeakReference<>(reference);
        message.onFailure(cause -> rememberFailure(delivered.get(), cause));
        // Not counted by the engine: browsing, and what a process delivered that died.
        boolean before = marks != null && reference.isDurable() && marks.handOut(reference.getMessageID());
        int count = source.isBrowseOnly() || before ? deliveryCount + 1 : deliveryCount;
        delivering = Thread.currentThread();
        try {
            listener.onDelivery(new Delivery(reference.getMessageID(), message, count));
        } finally {
            delivering = null;
        }
    }

    /** Not kept alive by a message that the application keeps. */
    private static void rememberFailure(MessageReference delivered, Throwable cause) {
        if (delivered != null) {
            DeadLetters.failed(delivered, cause);
        }
    }

    /** A browser cannot be stopped as other consumers can: what it brings after all is kept for the next request. */
    private synchronized boolean heldBack(MessageReference reference) {
        if (requested.get() > 0) {
            return false;
        }
        browsedTooLate = reference;
        return true;
    }

    private synchronized MessageReference takeHeldBack() {
        MessageReference reference = browsedTooLate;
        browsedTooLate = null;
        return reference;
    }

    /** A message that cannot be read would come again and again; it goes where somebody can look at it. */
    private void setAside(MessageReference reference, Exception cause) {
        BrokerLog.undecodable(reference.getMessageID(), reference.getQueue().getName().toString(), cause);
        if (!source.isBrowseOnly()) {
            DeadLetters.failed(reference, cause);
            try {
                source.reject(reference.getMessageID());
            } catch (Exception e) {
                BrokerLog.cleanUpFailed("moving message " + reference.getMessageID(), e);
            }
        }
    }

    @Override
    public void setRedelivery(Redelivery wanted) throws JMSException {
        if (wanted.deadLetters() != null) {
            session.requireDeadLetters(wanted.deadLetters());
        }
        redelivery = wanted;
    }

    @Override
    public void request(int deliveries) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException("At least one delivery must be asked for, not " + deliveries);
        }
        if (closed.get()) {
            return;
        }
        int before = requested.getAndAdd(deliveries);
        MessageReference held = source.isBrowseOnly() ? takeHeldBack() : null;
        if (held != null) {
            engine.execute(() -> deliver(held, held.getDeliveryCount()));
        }
        if (before <= 0) {
            source.promptDelivery();
            if (selection != null && looking.compareAndSet(false, true)) {
                lookSoon(selection.isNeeded());
            }
        }
    }

    /** Somebody waits for what a selector wants: what is not in memory may be in a page file, or come there. */
    private void lookWhileWanted() {
        if (closed.get() || !isWanted()) {
            return;
        }
        if (selection.isNeeded()) {
            selection.look(this::lookSoon);
        } else {
            lookSoon(false);
        }
    }

    /** False if nothing is asked for, and whoever asks next has to see to it that somebody looks. */
    private boolean isWanted() {
        if (requested.get() > 0) {
            return true;
        }
        looking.set(false);
        return requested.get() > 0 && looking.compareAndSet(false, true);
    }

    /** Looks when the engine has delivered what it has in memory, or after a while. */
    private void lookSoon(boolean atOnce) {
        if (atOnce) {
            source.forceDelivery(0, this::lookWhileWanted);
        } else {
            engine.later(LOOK_NANOS, this::lookWhileWanted);
        }
    }

    @Override
    public void cancelRequests() {
        requested.set(0);
        if (!closed.get() && !isDelivering()) {
            pause();
            source.setStarted(true);
        }
    }

    /** Waits for the delivery that is under way. */
    private void pause() {
        source.setStarted(false);
    }

    private boolean isDelivering() {
        return delivering == Thread.currentThread();
    }

    @Override
    public void afterPending(Runnable action) throws JMSException {
        requireOpen();
        afterPass(action, Pass.first(source.getQueue()));
    }

    /** How things stood when the engine began to deliver, to find out whether it has come further since. */
    private record Pass(long messages, int requests, long arrived, int idlePassesLeft) {

        static Pass first(Queue queue) {
            return new Pass(-1, -1, queue.getMessagesAdded(), MAX_IDLE_PASSES);
        }
    }

    /**
     * Lets the engine deliver what it has at hand, then decides whether that was all. It interrupts itself after a
     * thousand messages, expired ones included, and after a second, and does not wait for page files to be read. Its
     * number of messages says nothing of those files until they have been counted, some time after a crash; nor of
     * what was committed lately and waits in front of the queue, of which it takes a thousand at a time, too.
     */
    private void afterPass(Runnable action, Pass before) {
        long start = System.nanoTime();
        source.forceDelivery(0, () -> afterPages(() -> decide(action, before, start)));
    }

    /**
     * An address that is or was paging has two executors: its queues deliver on the one while it does and on the other
     * while it does not. This waits for what is still to be done on the one of the pages, reading them included.
     */
    private void afterPages(Runnable action) {
        PagingStore pages = source.getQueue().getPagingStore();
        if (pages == null || pages.getCurrentWritingPage() == 0) {
            action.run();
        } else {
            pages.execute(action);
        }
    }

    private void decide(Runnable action, Pass before, long start) {
        Queue queue = source.getQueue();
        long messages = queue.getMessageCount();
        int requests = requested.get();
        long arrived = queue.getMessagesAdded();
        boolean moreArrives = arrived - before.arrived >= ENGINE_PASS_MESSAGES;
        boolean paging = isPaging(queue);
        boolean progress = messages < before.messages || requests < before.requests
                || System.nanoTime() - start > ENGINE_PASS_NANOS;
        boolean mayComeYet = before.requests < 0 || progress || moreArrives || paging && before.idlePassesLeft > 0;
        boolean something = messages > 0 || moreArrives || paging;
        if (requests > 0 && something && mayComeYet && !source.isBrowseOnly() && !closed.get()) {
            int idlePassesLeft = progress ? MAX_IDLE_PASSES : before.idlePassesLeft - 1;
            afterPass(action, new Pass(messages, requests, arrived, idlePassesLeft));
        } else if (requests > 0 && selection != null && selection.isNeeded() && !closed.get()) {
            selection.look(found -> {
                if (found) {
                    afterPass(action, Pass.first(queue));
                } else {
                    action.run();
                }
            });
        } else {
            action.run();
        }
    }

    private static boolean isPaging(Queue queue) {
        PageSubscription pages = queue.getPageSubscription();
        return pages != null && pages.isPaging();
    }

    @Override
    public void acknowledge(Delivery delivery, BrokerTransaction transaction) throws JMSException {
        requireOpen();
        if (source.isBrowseOnly()) {
            return;
        }
        EmbeddedTransaction own = EmbeddedTransaction.of(engine, transaction);
        if (own == null) {
            throw new IllegalArgumentException("A message is acknowledged in a transaction; none was given");
        }
        own.call("acknowledge a message", () -> {
            source.individualAcknowledge(own.engineTransaction(), delivery.id());
            return null;
        });
    }

    @Override
    public void release(BrokerTransaction transaction) throws JMSException {
        if (closed.get() || source.isBrowseOnly()) {
            return;
        }
        EmbeddedTransaction own = EmbeddedTransaction.of(engine, transaction);
        boolean stop = !isDelivering();
        if (stop) {
            pause();
        }
        try {
            engine.durably("give messages back", () -> giveBack(own));
        } finally {
            if (stop) {
                source.setStarted(true);
            }
        }
    }

    private void giveBack(EmbeddedTransaction own) throws Exception {
        List<MessageReference> references = source.cancelRefs(false, false, null);
        if (references.isEmpty()) {
            return;
        }
        boolean withOthers = own != null && own.awaitsRollback();
        Transaction transaction = withOthers ? own.engineTransaction() : new TransactionImpl(engine.storage());
        for (MessageReference reference : references) {
            // Alone they are no failed deliveries, so they do not wait; with others they keep their order instead.
            reference.getQueue().cancel(transaction, reference, !withOthers);
        }
        if (!withOthers) {
            transaction.rollback();
        }
    }

    @Override
    public void expire(Delivery delivery) throws JMSException {
        requireOpen();
        engine.durably("let a message expire", () -> {
            MessageReference reference = source.removeReferenceByID(delivery.id());
            if (reference != null) {
                reference.getQueue().expire(reference, source, true);
            }
        });
    }

    /** The engine has closed the consumer. */
    void closedByEngine(String reason) {
        listener.onClosedByBroker(new JMSException("The broker closed a consumer of "
                + source.getQueue().getName() + ": " + reason));
    }

    private void requireOpen() throws JMSException {
        if (closed.get()) {
            throw new IllegalStateException("The consumer is closed");
        }
    }

    @Override
    public void close() throws JMSException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        requested.set(0);
        if (selection != null) {
            selection.close();
        }
        if (isDelivering()) {
            // The engine would wait for the delivery in which this is called.
            engine.execute(this::closeLogged);
        } else {
            closeSource();
        }
    }

    private void closeLogged() {
        try {
            closeSource();
        } catch (JMSException e) {
            BrokerLog.cleanUpFailed("closing a consumer", e);
        }
    }

    private void closeSource() throws JMSException {
        session.closeSource(this, source);
    }
}
