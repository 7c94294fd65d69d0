package org.escrowmq.ra;

import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.escrowmq.ra.config.AdapterSettings;

/**
 * Opens the provider once, from whichever side asks first, and closes it once.
 *
 * <p>A server's recovery may want a connection before it starts the adapter, so being asked opens the provider; but
 * after a stop nobody but a new start opens it again. One that has failed is opened anew for the next who asks. A
 * failed attempt leaves nothing behind and may be repeated.
 *
 * <p>A deployment may fail between the first question and the start, and nobody tells the adapter. So what was opened
 * early is closed again if it is neither started nor in use after a while. Safe for use by several threads.
 */
final class ProviderLifecycle {

    private final Opener opener;
    private final long stopMillis;
    private final long earlyMillis;
    private final ReentrantLock opening = new ReentrantLock();
    private final Condition settled = opening.newCondition();
    private volatile MessagingProvider provider;
    private volatile boolean stopped;
    private boolean started;
    private String name;

    /** Opens a provider. */
    @FunctionalInterface
    interface Opener {
        MessagingProvider open(AdapterSettings settings);
    }

    /** Reads and checks the configuration, when it is needed. */
    @FunctionalInterface
    interface SettingsSource {
        AdapterSettings read() throws ResourceException;
    }

    /**
     * Manages what the opener opens.
     *
     * @param stopMillis how long a stop waits for one who is just opening
     * @param earlyMillis after what time, again and again, it is looked whether what was opened early is in use
     */
    ProviderLifecycle(Opener opener, long stopMillis, long earlyMillis) {
        this.opener = opener;
        this.stopMillis = stopMillis;
        this.earlyMillis = earlyMillis;
    }

    /** The server starts the adapter. */
    void start(SettingsSource source) throws ResourceException {
        opening.lock();
        try {
            stopped = false;
            if (provider == null) {
                open(source.read());
            }
            started = true;
            settled.signalAll();
        } finally {
            opening.unlock();
        }
    }

    /** The provider, opened if nobody has started or stopped the adapter yet. */
    MessagingProvider provider(SettingsSource source) throws ResourceException {
        MessagingProvider current = provider;
        return current == null || !current.isHealthy() ? openAgainOrEarly(source) : current;
    }

    private MessagingProvider openAgainOrEarly(SettingsSource source) throws ResourceException {
        opening.lock();
        try {
            if (provider != null && !provider.isHealthy()) {
                AdapterLog.reopened(name);
                close();
                open(source.read());
            } else if (provider == null && !stopped) {
                AdapterSettings settings = source.read();
                if (started) {
                    open(settings);
                } else {
                    AdapterLog.openedForRecovery(settings.name());
                    open(settings);
                    watchUntilStarted();
                }
            }
            if (stopped) {
                throw new IllegalStateException("The EscrowMQ resource adapter is stopped: there are no connections "
                        + "until the server starts it again");
            }
            return provider;
        } finally {
            opening.unlock();
        }
    }

    /** A thread of our own, because the server gives none before the start; it ends with start or stop. */
    private void watchUntilStarted() {
        Thread watcher = new Thread(this::closeUnlessStarted, "escrowmq-early " + name);
        watcher.setDaemon(true);
        watcher.setContextClassLoader(ProviderLifecycle.class.getClassLoader());
        watcher.start();
    }

    private void closeUnlessStarted() {
        opening.lock();
        try {
            while (provider != null && !started && !stopped) {
                boolean inTime = settled.await(earlyMillis, TimeUnit.MILLISECONDS);
                if (!inTime && provider != null && !started && !provider.isInUse()) {
                    AdapterLog.neverStarted(name, earlyMillis);
                    close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            opening.unlock();
        }
    }

    private void open(AdapterSettings settings) throws ResourceException {
        long begin = System.nanoTime();
        name = settings.name();
        try {
            provider = opener.open(settings);
        } catch (JMSRuntimeException e) {
            throw ResourceErrors.resource("Cannot open " + settings, e);
        }
        AdapterLog.providerOpened(name, settings.describeBroker(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        if (stopped) {
            // The stop did not want to wait for us any longer.
            close();
        }
    }

    /** Closes the provider; returns within a bound even if somebody is just opening it. */
    void stop() {
        stopped = true;
        if (!lockedInTime()) {
            AdapterLog.stopTimedOut(name, stopMillis);
            return;
        }
        try {
            started = false;
            close();
            settled.signalAll();
        } finally {
            opening.unlock();
        }
    }

    private boolean lockedInTime() {
        try {
            return opening.tryLock(stopMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void close() {
        MessagingProvider current = provider;
        provider = null;
        if (current != null) {
            current.close();
            AdapterLog.providerClosed(name);
        }
    }
}
