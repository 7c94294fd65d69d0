package org.escrowmq.ra;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.escrowmq.BrokerHealth;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.ra.config.AdapterSettings;

/**
 * The brokers that adapters have open, one for each directory.
 *
 * <p>Why: a server may make several instances of one deployed adapter. WildFly makes one for each
 * {@code @AdministeredObjectDefinition} and {@code @ConnectionFactoryDefinition}. They are configured alike and mean
 * the same store, but a store can be opened only once. Safe for use by several threads.
 */
final class SharedBrokers {

    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private SharedBrokers() { }

    private record Shared(EscrowBroker broker, AdapterSettings settings, int users) {

        Shared withUsers(int count) {
            return new Shared(broker, settings, count);
        }
    }

    /**
     * Opens the broker, or joins those who have it open. Each user calls {@link #release} once.
     *
     * @throws EscrowBrokerException if it cannot be opened, or an adapter that is configured otherwise has it open
     */
    static EscrowBroker acquire(AdapterSettings settings) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(key(settings));
            if (shared != null && shared.broker.health().state() == BrokerHealth.State.DOWN) {
                // Nobody has any use for it; those who still have it only count themselves out.
                shared.broker.close();
                shared = null;
            }
            if (shared == null) {
                shared = new Shared(EscrowBroker.builder().properties(settings.options())
                        .directory(settings.directory()).open(), settings, 0);
            } else if (!shared.settings.equals(settings)) {
                throw new EscrowBrokerException("The directory " + settings.directory() + " is in use by "
                        + shared.settings + " with options " + shared.settings.options() + " in this process "
                        + ProcessHandle.current().pid() + "; instances that share a store must be configured alike",
                        "DIRECTORY_REFUSED", null);
            }
            OPEN.put(key(settings), shared.withUsers(shared.users + 1));
            return shared.broker;
        }
    }

    /** Ends one use; the last one closes the broker. */
    static void release(AdapterSettings settings, EscrowBroker broker) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(key(settings));
            if (shared == null || shared.broker != broker) {
                return;
            }
            if (shared.users > 1) {
                OPEN.put(key(settings), shared.withUsers(shared.users - 1));
            } else {
                OPEN.remove(key(settings));
                shared.broker.close();
            }
        }
    }

    private static Path key(AdapterSettings settings) {
        return settings.directory().toAbsolutePath().normalize();
    }
}
