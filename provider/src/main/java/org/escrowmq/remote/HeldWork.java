package org.escrowmq.remote;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * The first piece of work of a local transaction, which is kept until it is known whether there is more: alone it needs
 * no branch, which would take two round trips more. Its monitor is the transaction's.
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

    /** It is kept no longer. */
    void released();

    /** True if the broker has to hear of it although it is undone. */
    boolean matters();

    /** An acknowledgement. Undone, it counts as an attempt to deliver the message. */
    record Acknowledgement(RemoteConsumer consumer, long id) implements HeldWork {

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
        public void released() {
            consumer.heldBy(null);
        }

        @Override
        public boolean matters() {
            return true;
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
        public void released() {
            // Nobody else knows of it.
        }

        @Override
        public boolean matters() {
            return false;
        }
    }
}
