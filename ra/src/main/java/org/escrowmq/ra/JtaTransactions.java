package org.escrowmq.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The JTA transaction of the calling thread, as far as the server tells it: through the standard
 * TransactionSynchronizationRegistry and nothing else. Where there is none, no thread is ever in a transaction. Safe
 * for use by several threads.
 */
public final class JtaTransactions {

    /** Where no server is known. */
    public static final JtaTransactions NONE = new JtaTransactions(() -> null);

    private final Supplier<BootstrapContext> server;

    /** Asks the server that is known at the moment; null for none. */
    JtaTransactions(Supplier<BootstrapContext> server) {
        this.server = server;
    }

    /** True if the calling thread is in a transaction that has not completed. */
    public boolean inTransaction() {
        return switch (status()) {
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK -> false;
            default -> true;
        };
    }

    /**
     * True if the calling thread still is in a transaction that was rolled back behind its back, for instance because
     * its time ran out. What the thread does now would belong to no transaction at all.
     */
    public boolean inRolledBackTransaction() {
        int status = status();
        return status == Status.STATUS_ROLLEDBACK || status == Status.STATUS_ROLLING_BACK;
    }

    /** What tells the calling thread's transaction from others; nothing unless there is one that may still commit. */
    public Optional<Object> key() {
        return status() == Status.STATUS_ACTIVE ? registry().map(known -> known.getTransactionKey()) : Optional.empty();
    }

    /** False if the server does not tell about transactions at all. */
    public boolean areKnown() {
        return registry().isPresent();
    }

    /** Has an action run when the calling thread's transaction, which has a {@link #key}, is complete. */
    public void whenComplete(Runnable action) {
        registry().ifPresent(known -> known.registerInterposedSynchronization(new AfterCompletion(action)));
    }

    private int status() {
        return registry().map(TransactionSynchronizationRegistry::getTransactionStatus)
                .orElse(Status.STATUS_NO_TRANSACTION);
    }

    private Optional<TransactionSynchronizationRegistry> registry() {
        return Optional.ofNullable(server.get()).map(BootstrapContext::getTransactionSynchronizationRegistry);
    }

    private record AfterCompletion(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Whether it commits is not known yet.
        }

        @Override
        public void afterCompletion(int status) {
            action.run();
        }
    }
}
