package org.escrowmq.remote;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.escrowmq.broker.ConsumerSpec;

/** How the consumers of the client's are opened that a {@link RemoteConsumer} has one after the other. Stateless. */
final class ConsumerOpeners {

    private static final int MOST_ATTEMPTS = 3;

    private ConsumerOpeners() { }

    /** Opens consumers on a queue, or on the queue that is a subscription. */
    static RemoteConsumer.Opener of(RemoteSession session, RemoteDestinations destinations, ConsumerSpec spec,
            SimpleString filter) throws JMSException {
        if (!spec.destination().isTopic()) {
            return new QueueOpener(session, destinations, spec, filter);
        }
        SimpleString topic = destinations.require(spec.destination());
        return new SubscriptionOpener(session, destinations, spec, topic, filter);
    }

    /** Opens consumers on a queue, which the broker may have deleted in between. */
    private static final class QueueOpener implements RemoteConsumer.Opener {

        private final RemoteSession session;
        private final RemoteDestinations destinations;
        private final ConsumerSpec spec;
        private final SimpleString filter;

        QueueOpener(RemoteSession session, RemoteDestinations destinations, ConsumerSpec spec, SimpleString filter) {
            this.session = session;
            this.destinations = destinations;
            this.spec = spec;
            this.filter = filter;
        }

        @Override
        public CoreConsumer open(CoreConsumer.Owner owner, Executor executor)
                throws JMSException {
            SimpleString queue = destinations.requireNow(spec.destination());
            return session.openCore(queue, filter, spec, owner, executor);
        }

        @Override
        public boolean takes() {
            return !spec.browse();
        }

        @Override
        public boolean allowsSeveral() {
            return true;
        }

        @Override
        public void end() {
            // The queue stays.
        }
    }

    /** Opens consumers on the queue that is a subscription. */
    private static final class SubscriptionOpener implements RemoteConsumer.Opener {

        private final RemoteSession session;
        private final RemoteDestinations destinations;
        private final ConsumerSpec spec;
        private final SimpleString topic;
        private final SimpleString filter;
        private SimpleString queue;

        SubscriptionOpener(RemoteSession session, RemoteDestinations destinations, ConsumerSpec spec,
                SimpleString topic, SimpleString filter) {
            this.session = session;
            this.destinations = destinations;
            this.spec = spec;
            this.topic = topic;
            this.filter = filter;
        }

        /** The broker ends a shared non-durable subscription with its last consumer, a little later. */
        @Override
        public CoreConsumer open(CoreConsumer.Owner owner, Executor executor) throws JMSException {
            InvalidDestinationException gone = null;
            for (int i = 0; i < MOST_ATTEMPTS; i++) {
                try {
                    return session.openCore(findOrMake(), null, spec, owner, executor);
                } catch (InvalidDestinationException e) {
                    gone = e;
                }
            }
            throw gone;
        }

        /** An anonymous subscription is made once, and is the same if its consumer is replaced. */
        private SimpleString findOrMake() throws JMSException {
            if (queue == null || spec.subscription().name() != null) {
                queue = destinations.subscription(topic, spec.subscription(), filter);
            }
            return queue;
        }

        @Override
        public boolean takes() {
            return true;
        }

        /** An unshared durable subscription has one consumer at most, and outlives it. */
        @Override
        public boolean allowsSeveral() {
            return spec.subscription().shared() || !spec.subscription().durable();
        }

        @Override
        public void end() throws JMSException {
            if (!spec.subscription().durable()) {
                destinations.endUnused(queue);
            }
        }
    }
}
