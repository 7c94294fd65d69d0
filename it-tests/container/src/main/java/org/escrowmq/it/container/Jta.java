package org.escrowmq.it.container;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.transaction.xa.XAResource;

/** Narayana in this JVM, with its settings as they come. Safe for use by several threads. */
public final class Jta {

    private static final TransactionManager MANAGER = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private static final TransactionSynchronizationRegistry REGISTRY = new TransactionSynchronizationRegistryImple();

    private Jta() { }

    /** The transaction manager. */
    public static TransactionManager manager() {
        return MANAGER;
    }

    /** What tells of the transaction of a thread. */
    public static TransactionSynchronizationRegistry registry() {
        return REGISTRY;
    }

    /** What is done in a transaction. */
    public interface Work {

        /** Does it. */
        void run() throws Exception;
    }

    /** Does something in a transaction in which these resources are enlisted. */
    public static void inTransaction(Work work, XAResource... resources) throws Exception {
        MANAGER.begin();
        boolean complete = false;
        try {
            Transaction transaction = MANAGER.getTransaction();
            for (XAResource resource : resources) {
                transaction.enlistResource(resource);
            }
            work.run();
            for (XAResource resource : resources) {
                transaction.delistResource(resource, XAResource.TMSUCCESS);
            }
            complete = true;
        } finally {
            if (!complete) {
                MANAGER.rollback();
            }
        }
        MANAGER.commit();
    }
}
