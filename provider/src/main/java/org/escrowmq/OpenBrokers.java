package org.escrowmq;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The brokers that are open in this process (strictly: with this class), so that what only names a broker, as a
 * reference in a naming service does, leads to it. Safe for use by several threads.
 */
final class OpenBrokers {

    private static final Map<String, EscrowBroker> BY_ID = new ConcurrentHashMap<>();

    private OpenBrokers() { }

    static void add(EscrowBroker broker) {
        BY_ID.put(broker.resourceManagerId(), broker);
    }

    static void remove(EscrowBroker broker) {
        BY_ID.remove(broker.resourceManagerId(), broker);
    }

    static Optional<EscrowBroker> find(String resourceManagerId) {
        return Optional.ofNullable(resourceManagerId).map(BY_ID::get);
    }

    /** The broker on a directory, also if its content is new; else the broker whose directory has been moved. */
    static Optional<EscrowBroker> find(Path directory, String resourceManagerId) {
        return BY_ID.values().stream().filter(broker -> broker.directory().equals(directory)).findAny()
                .or(() -> find(resourceManagerId));
    }
}
