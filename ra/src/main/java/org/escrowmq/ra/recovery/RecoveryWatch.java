package org.escrowmq.ra.recovery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.escrowmq.ra.AdapterLog;

/**
 * Finds out that WildFly does not recover the transactions of a pool, and says so once.
 *
 * <p>Why so indirectly: whether recovery is on, WildFly tells nobody; it is off for whatever a
 * {@code @ConnectionFactoryDefinition} makes. But its transaction manager asks each pool that takes part in recovery
 * for a managed connection of its own, without a request info, at its next pass after the pool was made; so a pool that
 * is used in XA and was not asked after some passes takes no part. Other servers recover at their start only, so that
 * this says nothing there.
 *
 * <p>Safe for use by several threads. A managed connection factory owns it.
 */
public final class RecoveryWatch {

    /** Where nothing can be found out. */
    public static final RecoveryWatch OFF = new RecoveryWatch(null);

    private static final String WILDFLY = "org.jboss.jca.";

    /** How Narayana is told the time between its passes, and that time if it is not told. */
    private static final String PERIOD = "RecoveryEnvironmentBean.periodicRecoveryPeriod";
    private static final long DEFAULT_PERIOD_SECONDS = 120;

    private final Object manager;
    private final AtomicBoolean used = new AtomicBoolean();
    private volatile boolean asked;

    private RecoveryWatch(Object manager) {
        this.manager = manager;
    }

    /** Watches over the pool of a connection manager, if that is WildFly's. */
    public static RecoveryWatch of(Object manager) {
        return manager != null && manager.getClass().getName().startsWith(WILDFLY) ? new RecoveryWatch(manager) : OFF;
    }

    /** Recovery, or whoever else it may be, wants a connection of its own. */
    public void asked() {
        asked = true;
    }

    /**
     * The pool is used with XA.
     *
     * @param timer runs a task after some milliseconds
     */
    public void used(BiConsumer<Long, Runnable> timer) {
        if (manager != null && !asked && used.compareAndSet(false, true)) {
            long seconds = 60 + 2 * Long.getLong(PERIOD, DEFAULT_PERIOD_SECONDS);
            timer.accept(TimeUnit.SECONDS.toMillis(seconds), () -> {
                if (!asked) {
                    AdapterLog.withoutRecovery(poolName(), seconds);
                }
            });
        }
    }

    private String poolName() {
        try {
            return "The pool " + manager.getClass().getMethod("getJndiName").invoke(manager);
        } catch (ReflectiveOperationException e) {
            AdapterLog.debug("The connection manager does not tell its name: " + e);
            return "A pool";
        }
    }
}
