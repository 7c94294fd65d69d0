package org.escrowmq.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import javax.transaction.xa.XAException;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.common.Undecided;

/**
 * What a server that is not running has left undecided: branches that are prepared and neither committed nor rolled
 * back, and decisions that the transaction manager has still to carry out. Immutable.
 *
 * @param messages the global transactions, in hexadecimal, of the message store's prepared branches
 * @param database those of the database's prepared branches
 * @param decisions how many transactions the transaction manager's own log holds, if it tells
 */
public record InDoubt(List<String> messages, List<String> database, OptionalLong decisions) {

    /**
     * Reads a server's data. It reads copies, so that what the server finds at its next start is what it left.
     *
     * @param server a server that does not run
     * @param broker the broker of its adapter
     * @param database the Derby database, relative to the server's data directory
     */
    public static InDoubt of(ServerInstallation server, MessageBroker broker, String database) throws IOException {
        return new InDoubt(broker.inDoubt(server), rows(server, database), server.decisions());
    }

    private static List<String> rows(ServerInstallation server, String database) throws IOException {
        Path copy = Trees.copyBeside(server.data().resolve(database));
        try {
            return Undecided.rows(copy.getParent(), copy);
        } catch (XAException | SQLException e) {
            throw new IOException("Could not read which rows are in doubt in " + server.data(), e);
        } finally {
            Trees.delete(copy);
        }
    }

    /** How many branches and decisions that is together; 0 if every transaction is finished everywhere. */
    public long count() {
        return messages.size() + database.size() + decisions.orElse(0);
    }
}
