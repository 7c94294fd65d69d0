package org.escrowmq.broker;

import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * A transaction of the engine's that can be committed durably and shown later. The engine adds messages to queues in
 * the operations that it runs after the commit record is on the disk; while concealed, they are kept here instead.
 * Nothing of that is stored: when the store is loaded, whatever is committed is on its queues. Safe for use by several
 * threads.
 */
final class ConcealableTransaction extends TransactionImpl {

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
    protected synchronized void afterCommit(List<TransactionOperation> operations) {
        if (!concealed) {
            super.afterCommit(operations);
        } else if (operations != null) {
            kept.add(operations);
        }
    }
}
