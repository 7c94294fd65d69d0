package org.escrowmq.remote;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.MessageHandler;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerImpl;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.client.impl.LargeMessageControllerImpl;
import org.apache.activemq.artemis.spi.core.remoting.ConsumerContext;
import org.apache.activemq.artemis.utils.FutureLatch;

/**
 * A consumer of Artemis' client that is sent what it asks for and nothing more, and learns when nothing more is coming.
 * The client's own either has one message in reserve, or a thread of its caller's waiting.
 *
 * <p>It takes the place of one that the client's session has opened with a window of 0, and hands everything on to its
 * owner, in order, on an executor. It keeps nothing itself.
 */
final class CoreConsumer implements ClientConsumerInternal {

    private static final int RESET = 0;
    private static final int ONE = 1;

    private final ClientSessionInternal session;
    private final ClientConsumerInternal opened;
    private final Executor executor;
    private final Owner owner;
    /**
     * What the broker has left of our credits, when everything has come that it has sent: it takes them off after it
     * has sent a message, so they may only be added to while one is on its way, and not be set.
     */
    private final AtomicInteger credits = new AtomicInteger();
    private final Object flow = new Object();
    private final Set<Long> askedTwice = ConcurrentHashMap.newKeySet();
    private volatile LargeMessageControllerImpl arriving;
    private volatile boolean closed;
    /** Of what has come last; for the client's thread. */
    private boolean lastWasLarge;
    /** Guarded by flow: there is more to come of a large message. */
    private boolean incomplete;
    /** Guarded by flow: nothing has been asked for since. */
    private boolean withdrawn;

    /** Is told what comes. */
    interface Owner {

        /** A message is here; the parts of a large one come while it is being read. */
        void arrived(ClientMessage message);

        /** Everything that was on its way when {@link #mark} was called has come. */
        void passed(long mark);

        /** The broker has closed the consumer. On any thread. */
        void closedByBroker(CoreConsumer consumer);
    }

    /** Takes the place of what the session has opened. */
    CoreConsumer(ClientSessionInternal session, ClientConsumerInternal opened, Executor executor, Owner owner) {
        this.session = session;
        this.opened = opened;
        this.executor = executor;
        this.owner = owner;
        session.addConsumer(this);
    }

    /** Asks for one message: the broker sends one as long as there is any credit. */
    void ask() {
        synchronized (flow) {
            withdrawn = false;
            int missing = ONE - credits.getAndSet(ONE);
            if (missing > 0) {
                session.getSessionContext().sendConsumerCredits(this, missing);
            }
        }
    }

    /**
     * Asks for nothing any more; to be called again when what is on its way has come, before the next is asked for. A
     * large message that has begun to come is what was asked for: without credits its parts would stay away.
     */
    void withdraw() {
        synchronized (flow) {
            if (incomplete) {
                return;
            }
            withdrawn = true;
            credits.set(RESET);
            session.getSessionContext().sendConsumerCredits(this, RESET);
        }
    }

    /** Asks to be told when everything has come that was asked for and is there. */
    void mark(long number) throws ActiveMQException {
        session.getSessionContext().forceDelivery(this, number);
    }

    /**
     * After a large message the broker looks for the next one only when it has noticed that the last part is sent, and
     * answers a mark that reaches it before that too early (seen with 2.56.0). When that answer is here it has noticed.
     */
    private void answered(long number, boolean afterLarge) {
        if (afterLarge && askedTwice.add(number)) {
            try {
                mark(number);
                return;
            } catch (ActiveMQException | ActiveMQInterruptedException e) {
                RemoteLog.debug("The broker could not be asked whether there is more", e);
            }
        }
        askedTwice.remove(number);
        owner.passed(number);
    }

    /** Closes it; what was sent to it and is not acknowledged goes back. */
    void closeByOwner() throws ActiveMQException {
        end();
        session.getSessionContext().closeConsumer(this);
        session.removeConsumer(this);
    }

    private void end() {
        closed = true;
        LargeMessageControllerImpl unfinished = arriving;
        if (unfinished != null) {
            unfinished.cancel();
        }
    }

    // ---- what the session calls, on the client's threads ----------------------------------------------------------

    @Override
    public void handleMessage(ClientMessageInternal message) {
        if (message.containsProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE)) {
            long number = message.getLongProperty(ClientConsumerImpl.FORCED_DELIVERY_MESSAGE);
            boolean afterLarge = lastWasLarge;
            executor.execute(() -> answered(number, afterLarge));
        } else {
            lastWasLarge = false;
            credits.addAndGet(-message.getFlowControlSize());
            hand(message);
        }
    }

    private void hand(ClientMessageInternal message) {
        if (message.getAddress() == null) {
            message.setAddress(opened.getQueueInfo().getAddress());
        }
        executor.execute(() -> {
            if (!closed) {
                owner.arrived(message);
            }
        });
    }

    @Override
    public void handleLargeMessage(ClientLargeMessageInternal message, long size) throws ActiveMQException {
        lastWasLarge = true;
        arriving = new LargeMessageControllerImpl(
                this, size, session.getSessionFactory().getServerLocator().getCallTimeout());
        message.setLargeMessageController(arriving);
        synchronized (flow) {
            incomplete = true;
        }
        executor.execute(() -> askForRest(message.getFlowControlSize()));
        hand(message);
    }

    /**
     * The first part used up what was asked for, or was sent before that was withdrawn; the broker may have taken it
     * off afterwards, and then has less than nothing. Not on the client's thread, which sends past what other threads
     * have sent and would be overtaken by their withdrawal.
     */
    private void askForRest(int firstPart) {
        synchronized (flow) {
            flowControl(firstPart + (withdrawn ? ONE : 0), false);
        }
    }

    @Override
    public void handleLargeMessageContinuation(byte[] chunk, int flowControlSize, boolean isContinues)
            throws ActiveMQException {
        synchronized (flow) {
            incomplete = isContinues;
        }
        LargeMessageControllerImpl message = arriving;
        if (closed || message == null) {
            flowControl(flowControlSize, !isContinues);
        } else {
            message.addPacket(chunk, flowControlSize, isContinues);
        }
    }

    /** Makes room for as much as has come, but not after the last part: that would be for another message. */
    @Override
    public void flowControl(int bytes, boolean last) {
        if (last) {
            credits.addAndGet(-bytes);
        } else if (bytes > 0) {
            session.getSessionContext().sendConsumerCredits(this, bytes);
        }
    }

    @Override
    public void close() {
        end();
        owner.closedByBroker(this);
    }

    /** With its session. */
    @Override
    public void cleanUp() {
        end();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void clear(boolean waitForOnMessage) {
        // Nothing is kept.
    }

    @Override
    public void clearAtFailover() {
        // Sessions are not revived.
    }

    @Override
    public void stop(boolean waitForOnMessage) {
        // The owner does not ask while it is stopped.
    }

    @Override
    public void start() {
        // The owner asks.
    }

    @Override
    public void flushAcks() {
        // Each is sent when it is made.
    }

    @Override
    public void resetIfSlowConsumer() {
        // Nobody receives by waiting.
    }

    @Override
    public Thread prepareForClose(FutureLatch future) {
        future.run();
        return null;
    }

    @Override
    public ConsumerContext getConsumerContext() {
        return opened.getConsumerContext();
    }

    @Override
    public SimpleString getQueueName() {
        return opened.getQueueName();
    }

    @Override
    public SimpleString getFilterString() {
        return opened.getFilterString();
    }

    @Override
    public int getPriority() {
        return opened.getPriority();
    }

    @Override
    public boolean isBrowseOnly() {
        return opened.isBrowseOnly();
    }

    @Override
    public ClientSession.QueueQuery getQueueInfo() {
        return opened.getQueueInfo();
    }

    @Override
    public int getClientWindowSize() {
        return opened.getClientWindowSize();
    }

    @Override
    public int getInitialWindowSize() {
        return opened.getInitialWindowSize();
    }

    @Override
    public int getBufferSize() {
        return 0;
    }

    @Override
    public long getForceDeliveryCount() {
        return 0;
    }

    @Override
    public Thread getCurrentThread() {
        return null;
    }

    @Override
    public Exception getLastException() {
        return null;
    }

    @Override
    public MessageHandler getMessageHandler() {
        return null;
    }

    // ---- what an application would call, and nobody does ----------------------------------------------------------

    @Override
    public ClientMessage receive() {
        throw notForApplications();
    }

    @Override
    public ClientMessage receive(long timeout) {
        throw notForApplications();
    }

    @Override
    public ClientMessage receiveImmediate() {
        throw notForApplications();
    }

    @Override
    public ClientConsumer setMessageHandler(MessageHandler handler) {
        throw notForApplications();
    }

    @Override
    public ClientConsumer setManualFlowMessageHandler(MessageHandler handler) {
        throw notForApplications();
    }

    @Override
    public void acknowledge(ClientMessage message) {
        throw notForApplications();
    }

    @Override
    public void individualAcknowledge(ClientMessage message) {
        throw notForApplications();
    }

    private static UnsupportedOperationException notForApplications() {
        return new UnsupportedOperationException("This consumer belongs to a RemoteConsumer");
    }
}
