package org.escrowmq.ra.outbound;

import java.util.Optional;
import java.util.function.Supplier;
import org.escrowmq.ra.AdapterLog;
import org.escrowmq.ra.JtaTransactions;

/**
 * Keeps what a session sends in a JTA transaction with several resources invisible until all of them have committed.
 * Used by the session's thread; released on the thread that completes the transaction.
 */
final class VisibilityBarrier {

    private final JtaTransactions transactions;
    private final Supplier<Optional<Runnable>> holdBack;
    private volatile Object held;
    private boolean warned;

    /**
     * For one session.
     *
     * @param holdBack keeps its present branch invisible until the action is run; nothing if it is in no branch
     */
    VisibilityBarrier(JtaTransactions transactions, Supplier<Optional<Runnable>> holdBack) {
        this.transactions = transactions;
        this.holdBack = holdBack;
    }

    /** The session is about to be used: if that is in a transaction, it is held back until the transaction is over. */
    void beforeUse() {
        Object key = transactions.key().orElse(null);
        if (key != null && !key.equals(held)) {
            holdBack.get().ifPresent(release -> {
                held = key;
                transactions.whenComplete(() -> {
                    held = null;
                    release.run();
                });
            });
        } else if (!warned && !transactions.areKnown()) {
            warned = true;
            AdapterLog.noVisibilityBarrier();
        }
    }
}
