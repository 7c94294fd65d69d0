package org.escrowmq.broker;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.paging.PageTransactionInfo;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCursorProviderImpl;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.core.transaction.TransactionPropertyIndexes;

/**
 * The queues of one address as the engine reads them from its page files, except that a restart keeps the files in
 * which prepared branches have their messages.
 *
 * <p>When a store is loaded, the engine counts what each queue has on pages. It leaves out what belongs to a prepared
 * branch, which may be rolled back yet. A queue with nothing else there is taken for empty, and the files of an address
 * whose queues are all empty are removed: the branch is committed later, and its messages are gone. So while any branch
 * is prepared with messages on pages, no queue is empty because of its count. What is on its pages turns out when it is
 * delivered, and a file goes when all of it was acknowledged or rolled back: later than possible, never too early.
 *
 * <p>As safe for use by several threads as the engine's own.
 */
final class KeptPages extends PageCursorProviderImpl {

    KeptPages(PagingStore pages, StorageManager storage) {
        super(pages, storage);
    }

    /** Called when the journal has been read, prepared branches included, and before anything is cleaned up. */
    @Override
    public void processReload() throws Exception {
        if (isAnyBranchPrepared()) {
            forEachSubscription(PageSubscription::notEmpty);
        }
        super.processReload();
    }

    /**
     * Completes what the engine leaves undone for messages on pages when a branch that was loaded is completed. On a
     * commit it wakes no consumer that waits for them. A rollback it notes only if the branch is still prepared, which
     * it never is by then: the pages would stay until the next restart.
     */
    static void follow(Transaction loaded, PostOffice postOffice) {
        if (loaded.getProperty(TransactionPropertyIndexes.PAGE_TRANSACTION) instanceof PageTransactionInfo messages) {
            loaded.addOperation(new TransactionOperationAbstract() {
                @Override
                public void afterCommit(Transaction transaction) {
                    postOffice.getAllBindings().filter(QueueBinding.class::isInstance)
                            .forEach(binding -> ((QueueBinding) binding).getQueue().deliverAsync());
                }

                @Override
                public void afterRollback(Transaction transaction) {
                    messages.rollback();
                }
            });
        }
    }

    private boolean isAnyBranchPrepared() {
        AtomicBoolean prepared = new AtomicBoolean();
        pagingStore.getPagingManager().forEachTransaction((id, transaction) -> {
            if (transaction.getPreparedTransaction() != null) {
                prepared.set(true);
            }
        });
        return prepared.get();
    }
}
