package org.escrowmq.ra;

import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.escrowmq.ra.config.AdapterSettings;

/**
 * Opens the provider once, from whichever side asks first, and closes it once.
 *
 * <p>A server's recovery may want a connection before it starts the adapter, so being asked opens the provider; but
 * after a stop nobody but a new start opens it again. One that has failed is opened anew for the next who asks. A
 * failed attempt leaves nothing behind and may be repeated. Safe for use by several threads.
 */
final class ProviderLifecycle {

    private final Opener opener;
    private final long stopMillis;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile MessagingProvider provider;
    private volatile boolean stopped;
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

    /** Manages what the opener opens; a stop waits at most so long for one who is just opening. */
    ProviderLifecycle(Opener opener, long stopMillis) {
        this.opener = opener;
        this.stopMillis = stopMillis;
    }

    /** The server starts the adapter. */
    void start(SettingsSource source) throws ResourceException {
        opening.lock();
        try {
            stopped = false;
            if (provider == null) {
                open(source.read());
            }
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
                AdapterLog.openedForRecovery(settings.name());
                open(settings);
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

    private void open(AdapterSettings settings) throws ResourceException {
        long begin = System.nanoTime();
        name = settings.name();
        try {
            provider = opener.open(settings);
        } catch (JMSRuntimeException e) {
            throw ResourceErrors.resource("Cannot open " + settings, e);
        }
        AdapterLog.providerOpened(name, settings.brokerUrl(), settings.directory(),
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
            close();
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
