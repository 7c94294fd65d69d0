package org.escrowmq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.recovery.AdapterXAResource;

/**
 * Delivers messages to one endpoint, one at a time, each either in an XA transaction of the server's or acknowledged
 * after the bean returned. Used by one thread; {@link #close} releases the endpoint and aborts what is not finished.
 */
abstract class EndpointDelivery implements AutoCloseable {

    /** {@code MessageListener.onMessage}: what a JMS endpoint implements. */
    static final Method ON_MESSAGE = onMessage();

    private final MessagingProvider provider;
    private final MessageEndpoint endpoint;
    private final MessageConsumer consumer;
    private State state = State.READY;
    private Throwable failure;

    /** What was called last; only the next in this order is legal, and then it begins again (Connectors 13.5.6). */
    private enum State { READY, BEGUN, INVOKED, RELEASED }

    private EndpointDelivery(MessagingProvider provider, MessageEndpoint endpoint, MessageConsumer consumer) {
        this.provider = provider;
        this.endpoint = endpoint;
        this.consumer = consumer;
    }

    /** Receives inside a transaction that the server begins and ends, with the session's resource enlisted (XA). */
    static EndpointDelivery transacted(MessagingProvider provider, MessageEndpoint endpoint, MessageConsumer consumer,
            Session session, AdapterXAResource resource) {
        return new Transacted(provider, endpoint, consumer, session, resource);
    }

    /** Receives in a local transaction of the session, committed when the bean has returned and not before. */
    static EndpointDelivery acknowledged(MessagingProvider provider, MessageEndpoint endpoint,
            MessageConsumer consumer, Session session, String endpointName) {
        return new Acknowledged(provider, endpoint, consumer, session, endpointName);
    }

    private static Method onMessage() {
        try {
            return MessageListener.class.getMethod("onMessage", Message.class);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Delivers the next message.
     *
     * @return false if there was none
     * @throws JMSException if the session or its connection is of no use any more
     * @throws ResourceException if the server could not begin or complete the delivery
     */
    final boolean deliverNext() throws JMSException, ResourceException {
        failure = null;
        step(State.READY, State.BEGUN);
        begin(endpoint);
        Message message = receive(consumer);
        if (message != null) {
            step(State.BEGUN, State.INVOKED);
            invoke(message);
        }
        state = State.READY;
        try {
            complete(endpoint, message, failure);
        } catch (JMSException | ResourceException | RuntimeException e) {
            if (message != null && failure == null) {
                failure = e;
            }
            throw e;
        }
        if (message != null && failure == null) {
            failure = rolledBack();
        }
        return message != null;
    }

    private void invoke(Message message) {
        try {
            ((MessageListener) endpoint).onMessage(message);
        } catch (RuntimeException | Error e) {
            failure = e;
            provider.handlingFailed(consumer, message, e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** Why the last message that was delivered could not be handled, or null if it could. */
    final Throwable failure() {
        return failure;
    }

    private void step(State from, State to) {
        if (state != from) {
            throw new IllegalStateException("A delivery is " + state + " where it must be " + from);
        }
        state = to;
    }

    abstract void begin(MessageEndpoint to) throws ResourceException;

    /** The next message, received in what {@link #begin} began; null if there is none. */
    abstract Message receive(MessageConsumer from) throws JMSException, ResourceException;

    /** Ends what {@link #begin} began; the message is null if there was none, what was thrown if the bean returned. */
    abstract void complete(MessageEndpoint to, Message message, Throwable thrown)
            throws JMSException, ResourceException;

    /** Says why what was completed was rolled back though the bean returned; null if it was not. */
    abstract Throwable rolledBack();

    /** Undoes what {@link #begin} began and releasing the endpoint does not undo. */
    abstract void abort();

    /** Between begin and complete this aborts the delivery: the server rolls back, the message stays (13.5.6). */
    @Override
    public final void close() {
        State before = state;
        state = State.RELEASED;
        if (before == State.BEGUN || before == State.INVOKED) {
            abort();
        }
        if (before != State.RELEASED) {
            endpoint.release();
        }
    }

    private static final class Transacted extends EndpointDelivery {

        private final Session session;
        private final AdapterXAResource resource;

        Transacted(MessagingProvider provider, MessageEndpoint endpoint, MessageConsumer consumer, Session session,
                AdapterXAResource resource) {
            super(provider, endpoint, consumer);
            this.session = session;
            this.resource = resource;
        }

        @Override
        void begin(MessageEndpoint to) throws ResourceException {
            try {
                to.beforeDelivery(ON_MESSAGE);
            } catch (NoSuchMethodException e) {
                throw new ResourceException("The endpoint has no method " + ON_MESSAGE, e);
            }
        }

        /** A transaction whose time is up may end at any moment; what is received then belongs to no branch. */
        @Override
        Message receive(MessageConsumer from) throws JMSException, ResourceException {
            requireBranch();
            Message message;
            try {
                message = from.receiveNoWait();
            } catch (JMSException e) {
                requireBranch();
                throw e;
            }
            if (message != null && !resource.isAssociated()) {
                session.rollback();
                return null;
            }
            return message;
        }

        private void requireBranch() throws ResourceException {
            if (!resource.isAssociated()) {
                throw new ResourceException("The server has no transaction for the delivery (any more)");
            }
        }

        @Override
        void complete(MessageEndpoint to, Message message, Throwable thrown) throws ResourceException {
            if (thrown != null) {
                // The server has seen it, logged it and marked the transaction; completing that rolls it back.
                AdapterLog.inboundDebug("onMessage failed in a transaction", thrown);
                if (!isOfApplication(thrown)) {
                    // Not so WildFly for a bean that it is stopping: it never called it, and would commit.
                    resource.refuseToCommit();
                }
            }
            to.afterDelivery();
        }

        /** Such an exception leaves it to the container what becomes of the transaction. */
        private static boolean isOfApplication(Throwable thrown) {
            return Arrays.stream(thrown.getClass().getAnnotations())
                    .anyMatch(annotation -> annotation.annotationType().getName()
                            .equals("jakarta.ejb.ApplicationException"));
        }

        @Override
        Throwable rolledBack() {
            return resource.wasRolledBack()
                    ? new TransactionRolledBackException("The transaction of the delivery was rolled back") : null;
        }

        @Override
        void abort() {
            // The server's transaction holds everything, and releasing the endpoint rolls it back.
        }
    }

    private static final class Acknowledged extends EndpointDelivery {

        private final Session session;
        private final String endpointName;

        Acknowledged(MessagingProvider provider, MessageEndpoint endpoint, MessageConsumer consumer, Session session,
                String endpointName) {
            super(provider, endpoint, consumer);
            this.session = session;
            this.endpointName = endpointName;
        }

        @Override
        void begin(MessageEndpoint to) {
            // The session's local transaction begins by itself, with the first message received in it.
        }

        @Override
        Message receive(MessageConsumer from) throws JMSException {
            return from.receiveNoWait();
        }

        @Override
        void complete(MessageEndpoint to, Message message, Throwable thrown) throws JMSException {
            if (thrown != null) {
                AdapterLog.deliveryFailed(endpointName, message.getJMSMessageID(), thrown);
                session.rollback();
            } else if (message != null) {
                session.commit();
            }
        }

        /** The session says so when it commits. */
        @Override
        Throwable rolledBack() {
            return null;
        }

        @Override
        void abort() {
            try {
                session.rollback();
            } catch (JMSException e) {
                AdapterLog.inboundDebug("Could not roll back; closing the session will", e);
            }
        }
    }
}
