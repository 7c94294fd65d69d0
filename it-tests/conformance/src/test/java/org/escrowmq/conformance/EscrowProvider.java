package org.escrowmq.conformance;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.escrowmq.EscrowBroker;

/** EscrowMQ, on a new directory below the build's. */
public final class EscrowProvider implements Supplier<ConnectionFactory> {

    @Override
    public ConnectionFactory get() {
        EscrowBroker broker = EscrowBroker.builder()
                .directory(directory("escrow-"))
                .objectMessageClasses("org.escrowmq.conformance.*")
                .open();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        return broker.connectionFactory();
    }

    /** A new directory that goes with the next clean build. */
    public static Path directory(String prefix) {
        try {
            Path parent = Path.of(System.getProperty("conformance.directory", "target"), "stores");
            return Files.createTempDirectory(Files.createDirectories(parent), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
