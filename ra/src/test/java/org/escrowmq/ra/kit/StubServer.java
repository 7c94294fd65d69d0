package org.escrowmq.ra.kit;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;

/** An application server, as an adapter sees it in its bootstrap context. */
public final class StubServer {

    private final ManualTimer timer = new ManualTimer();
    private final ManualWorkManager works = new ManualWorkManager();
    private boolean withoutTimer;
    private boolean withoutRegistry;
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private int transactions;
    private int status = Status.STATUS_NO_TRANSACTION;

    public BootstrapContext context() {
        return Fake.of(BootstrapContext.class, this);
    }

    public ManualTimer timer() {
        return timer;
    }

    public ManualWorkManager works() {
        return works;
    }

    public StubServer withoutTimer() {
        withoutTimer = true;
        return this;
    }

    public StubServer withoutRegistry() {
        withoutRegistry = true;
        return this;
    }

    /** What the calling thread's transaction is in. */
    public void setTransactionStatus(int newStatus) {
        status = newStatus;
    }

    /** The thread's transaction is over: whoever wanted to know is told. */
    public void transactionCompleted() {
        status = Status.STATUS_NO_TRANSACTION;
        transactions++;
        List<Synchronization> told = List.copyOf(synchronizations);
        synchronizations.clear();
        told.forEach(one -> one.afterCompletion(Status.STATUS_COMMITTED));
    }

    /** Runs timer and works until neither has anything left to do at once. */
    public void settle() {
        while (timer.runScheduled() | works.runScheduled()) {
            Thread.onSpinWait();
        }
    }

    public WorkManager getWorkManager() {
        return works.asWorkManager();
    }

    public Timer createTimer() throws UnavailableException {
        if (withoutTimer) {
            throw new UnavailableException("No timers here");
        }
        return timer;
    }

    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return withoutRegistry ? null : Fake.of(TransactionSynchronizationRegistry.class, new Registry());
    }

    /** Knows the status of the calling thread's transaction. */
    public final class Registry {

        public int getTransactionStatus() {
            return status;
        }

        public Object getTransactionKey() {
            return status == Status.STATUS_NO_TRANSACTION ? null : transactions;
        }

        public void registerInterposedSynchronization(Synchronization synchronization) {
            synchronizations.add(synchronization);
        }
    }
}
