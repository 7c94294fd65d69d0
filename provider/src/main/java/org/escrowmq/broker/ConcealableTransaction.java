package org.escrowmq.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * A transaction of the engine's that can be committed durably and shown later. The engine adds messages to queues in
 * the operations that it runs after the commit record is on the disk; while concealed, they are kept here instead.
 * Nothing of that is stored: when the store is loaded, whatever is committed is on its queues.
 *
 * <p>It also prepares safely while messages go to pages. The engine would put the prepare record off until they are
 * written, and then write it under a transaction number that is not this one's: after a crash the branch would be there
 * without its messages. So what is to be written is waited for first.
 *
 * <p>Safe for use by several threads.
 */
final class ConcealableTransaction extends TransactionImpl {

    private static final long PAGES_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<List<TransactionOperation>> kept = new ArrayList<>();
    private boolean concealed;

    ConcealableTransaction(Xid xid, StorageManager storage, int timeoutSeconds) {
        super(xid, storage, timeoutSeconds);
    }

    synchronized void conceal() {
        concealed = true;
    }

    synchronized void reveal() {
        concealed = false;
        kept.forEach(super::afterCommit);
        kept.clear();
    }

    @Override
    public void prepare() throws Exception {
        awaitPages();
        super.prepare();
    }

    @Override
    public void delayDone() {
        super.delayDone();
        synchronized (this) {
            notifyAll();
        }
    }

    @Override
    public void markAsRollbackOnly(ActiveMQException cause) {
        super.markAsRollbackOnly(cause);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until what was sent is in the page files, or is never going to be. */
    private synchronized void awaitPages() throws ActiveMQException {
        long deadline = System.nanoTime() + PAGES_LIMIT_NANOS;
        boolean interrupted = false;
        while (getPendingDelay() > 0 && getState() == State.ACTIVE) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new ActiveMQIOErrorException("the messages of " + getXid() + " were not written to their pages "
                        + "within " + TimeUnit.NANOSECONDS.toSeconds(PAGES_LIMIT_NANOS) + " s");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected synchronized void afterCommit(List<TransactionOperation> operations) {
        if (!concealed) {
            super.afterCommit(operations);
        } else if (operations != null) {
            kept.add(operations);
        }
    }
}
