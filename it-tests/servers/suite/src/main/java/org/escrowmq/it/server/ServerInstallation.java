package org.escrowmq.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A server on disk that can be started again and again, also after a kill. Not thread-safe; owns no process, see
 * {@link ServerProcess}.
 */
public interface ServerInstallation {

    /** Adds an archive that is deployed at every start, after those added before. */
    void addDeployment(Path archive) throws IOException;

    /** The server's directory for data: the adapter's store is below it by default, and so is the tests' database. */
    Path data();

    /**
     * How many transactions the transaction manager has decided and not finished.
     *
     * @return nothing if its log does not tell from outside
     */
    OptionalLong decisions() throws IOException;

    /**
     * Has the adapter work with a broker, at all starts to come.
     *
     * @throws UnsupportedOperationException if that is not inside of the server, and the tests do not configure it here
     */
    default void use(MessageBroker broker) {
        if (broker != MessageBroker.EMBEDDED) {
            throw new UnsupportedOperationException("The tests run with embedded brokers here");
        }
    }

    /** Starts a process on this directory; the caller owns it and waits for it to be ready. */
    ServerProcess start() throws IOException;
}
