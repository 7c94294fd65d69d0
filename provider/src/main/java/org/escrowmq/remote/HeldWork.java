package org.escrowmq.remote;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * A piece of work that a transaction holds back, so that the broker does not hear of it yet. There are two reasons: as
 * the only work of a local transaction it needs no branch, which would take two round trips more; and an
 * acknowledgement of a consumer with rules of its own for messages that come back waits until it is known whether the
 * message does. Immutable.
 */
sealed interface HeldWork {

    /** The session that it belongs to. */
    RemoteSession session();

    /** What it is, for the sentence "Cannot ...". */
    String doing();

    /** Done in the branch that the session is associated with. */
    void inBranch() throws ActiveMQException;

    /** Done outside of all transactions; it has taken effect when this returns. */
    void alone() throws JMSException;

    /** True if it is held back until the end, also when more is done in the transaction. */
    boolean awaitsEnd();

    /** True if the broker has to hear of it although it is undone. */
    boolean matters();

    /** True if a consumer has to be there for it. */
    boolean needs(RemoteConsumer consumer);

    /** True if with it the broker, or what follows the rollback, gives back what is reserved for a consumer. */
    boolean returnsReserved(RemoteConsumer consumer);

    /**
     * An acknowledgement. Undone, it counts as an attempt to deliver the message.
     *
     * @param consumer whose delivery it is
     * @param id the broker's number of the message
     * @param attempt the delivery, or null if the broker alone decides about messages that come back
     */
    record Acknowledgement(RemoteConsumer consumer, long id, Attempt attempt) implements HeldWork {

        @Override
        public RemoteSession session() {
            return consumer.session();
        }

        @Override
        public String doing() {
            return "acknowledge a message";
        }

        @Override
        public void inBranch() throws ActiveMQException {
            consumer.acknowledgeInTransaction(id);
        }

        @Override
        public void alone() throws JMSException {
            consumer.acknowledgeAtOnce(id);
        }

        @Override
        public boolean awaitsEnd() {
            return attempt != null;
        }

        @Override
        public boolean matters() {
            return true;
        }

        @Override
        public boolean needs(RemoteConsumer other) {
            return consumer == other;
        }

        /** Replaced before the end, the consumer would lose what is held back of it. */
        @Override
        public boolean returnsReserved(RemoteConsumer other) {
            return consumer == other || session() == other.session() && !awaitsEnd();
        }

        /** True if the message must not just come back when the transaction is rolled back. */
        boolean isToBeMoved() {
            return attempt != null && session().isUsable() && consumer.rules().move(attempt);
        }

        /** Sends the copy that takes the message's place, and acknowledges the message. */
        void move(RemoteTransaction in) throws JMSException {
            consumer.rules().send(attempt, session(), in);
            in.work(this);
        }

        /** The copy is there. */
        void moved() {
            consumer.moved(attempt);
        }

        /** It could not be moved and comes back. */
        void notMoved(JMSException reason) {
            consumer.notMoved(attempt, reason);
        }
    }

    /** A message that is sent. */
    record Sending(RemoteSession session, String doing, RemoteTransaction.Work waiting,
            RemoteTransaction.Work withoutWaiting) implements HeldWork {

        @Override
        public void inBranch() throws ActiveMQException {
            withoutWaiting.run();
        }

        @Override
        public void alone() throws JMSException {
            session.outside(doing, waiting);
        }

        @Override
        public boolean awaitsEnd() {
            return false;
        }

        @Override
        public boolean matters() {
            return false;
        }

        @Override
        public boolean needs(RemoteConsumer consumer) {
            return false;
        }

        @Override
        public boolean returnsReserved(RemoteConsumer consumer) {
            return false;
        }
    }
}
