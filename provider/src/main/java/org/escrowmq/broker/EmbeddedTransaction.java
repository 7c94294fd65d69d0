package org.escrowmq.broker;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.Transaction.State;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.escrowmq.message.MessageErrors;

/**
 * A transaction of the engine's, held by nobody but its user.
 *
 * <p>The engine's resource manager knows it only from {@link #prepare} to its completion, which is what an operator
 * sees as prepared in JMX. {@link PreparedBranches} decides between the transaction manager and an operator who
 * completes it.
 *
 * <p>Everything done in it shares one storage context, so that a commit waits for all of it, whichever thread did it.
 */
final class EmbeddedTransaction implements BrokerTransaction {

    /** So far away that the engine's reaper of old transactions never finds one of ours. */
    private static final int NO_TIMEOUT = Integer.MAX_VALUE;

    private final Engine engine;
    private final Transaction transaction;
    private final StorageContext context;
    private boolean work;
    private boolean prepared;

    private EmbeddedTransaction(Engine engine, Transaction transaction, boolean prepared) {
        this.engine = engine;
        this.transaction = transaction;
        this.context = engine.newContext();
        this.work = prepared;
        this.prepared = prepared;
    }

    /** Begins one. */
    static EmbeddedTransaction begin(Engine engine, Xid xid) {
        XidImpl own = xid == null ? null : new XidImpl(xid);
        return new EmbeddedTransaction(engine, new ConcealableTransaction(own, engine.storage(), NO_TIMEOUT), false);
    }

    /** Finds a prepared one; null if there is none. */
    static EmbeddedTransaction prepared(Engine engine, Xid xid) throws JMSException {
        Xid own = new XidImpl(xid);
        Transaction found = engine.call(engine.newContext(), "look for branch " + own,
                () -> engine.preparedBranches().find(own));
        return found == null ? null : new EmbeddedTransaction(engine, found, true);
    }

    /** Accepts one that this engine began; null for null. */
    static EmbeddedTransaction of(Engine engine, BrokerTransaction transaction) throws JMSException {
        if (transaction == null) {
            return null;
        }
        if (transaction instanceof EmbeddedTransaction own && own.engine == engine) {
            return own;
        }
        throw new IllegalStateException("The transaction " + transaction + " belongs to another broker");
    }

    /** The engine's own object. */
    Transaction engineTransaction() {
        return transaction;
    }

    /** Does something in this transaction. */
    <T> T call(String doing, Engine.Call<T> call) throws JMSException {
        return engine.call(context, doing, () -> {
            requireActive();
            work = true;
            return call.run();
        });
    }

    private void requireActive() throws JMSException {
        State state = transaction.getState();
        if (state == State.ROLLBACK_ONLY) {
            throw new TransactionRolledBackException("The transaction can only be rolled back: " + transaction);
        }
        if (state != State.ACTIVE) {
            throw new IllegalStateException("The transaction is " + state + ", nothing more can be done in it");
        }
    }

    /** True if it can still be rolled back, and what is put into it goes back with it. */
    boolean awaitsRollback() {
        return transaction.getState() == State.ACTIVE || transaction.getState() == State.ROLLBACK_ONLY;
    }

    @Override
    public boolean hasWork() {
        return work;
    }

    @Override
    public void prepare() throws JMSException {
        Xid xid = transaction.getXid();
        if (xid == null) {
            throw new IllegalStateException("A local transaction cannot be prepared");
        }
        engine.durably(context, "prepare " + xid, () -> {
            if (!engine.preparedBranches().add(transaction)) {
                throw new ActiveMQIllegalStateException("a branch with this identifier is prepared already");
            }
            try {
                transaction.prepare();
            } catch (Exception e) {
                throw abandonPrepare(e);
            }
            if (transaction.getState() != State.PREPARED) {
                throw abandonPrepare(null);
            }
            prepared = true;
            return null;
        });
    }

    /** A branch that could not promise to commit is rolled back, whatever the engine has done with it so far. */
    private TransactionRolledBackException abandonPrepare(Exception cause) throws Exception {
        engine.preparedBranches().drop(transaction);
        TransactionRolledBackException outcome = rolledBack(cause);
        try {
            transaction.rollback();
        } catch (Exception e) {
            outcome.addSuppressed(e);
        }
        return outcome;
    }

    @Override
    public void commit() throws JMSException {
        engine.durably(context, "commit", () -> {
            try {
                complete(() -> transaction.commit(!prepared));
            } catch (Exception e) {
                if (transaction.getState() == State.ROLLEDBACK) {
                    throw rolledBack(e);
                }
                throw e;
            }
            State state = transaction.getState();
            if (state == State.ROLLEDBACK) {
                throw rolledBack(null);
            }
            if (state != State.COMMITTED) {
                throw new IllegalStateException("The transaction is " + state + " and should be committed");
            }
            return null;
        });
    }

    private void complete(Engine.Action completion) throws Exception {
        if (prepared) {
            engine.preparedBranches().complete(transaction, completion);
        } else {
            completion.run();
        }
    }

    /** A transaction that an earlier process prepared cannot be concealed: nobody waits for its end any more. */
    @Override
    public void commitConcealed() throws JMSException {
        if (!(transaction instanceof ConcealableTransaction own)) {
            commit();
            return;
        }
        boolean committed = false;
        own.conceal();
        try {
            commit();
            committed = true;
        } finally {
            if (!committed) {
                own.reveal();
            }
        }
    }

    @Override
    public void reveal() throws JMSException {
        if (transaction instanceof ConcealableTransaction own) {
            engine.durably(context, "show committed messages", () -> {
                own.reveal();
                return null;
            });
        }
    }

    @Override
    public void rollback() throws JMSException {
        engine.durably(context, "roll back", () -> {
            complete(transaction::rollback);
            return null;
        });
    }

    private static TransactionRolledBackException rolledBack(Exception cause) {
        TransactionRolledBackException exception = new TransactionRolledBackException(
                "The transaction was rolled back" + (cause == null ? "" : ": " + cause.getMessage()));
        return cause == null ? exception : MessageErrors.withCause(exception, cause);
    }

    @Override
    public String toString() {
        Xid xid = transaction.getXid();
        return xid == null ? "local transaction " + transaction.getID() : "branch " + xid;
    }
}
