package org.escrowmq.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.transaction.xa.XAException;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.common.Undecided;

/**
 * What a server that is not running has left undecided: branches that are prepared and neither committed nor rolled
 * back, and decisions that the transaction manager has still to carry out. Immutable.
 *
 * @param messages the global transactions, in hexadecimal, of the message store's prepared branches
 * @param database those of the database's prepared branches
 * @param decisions how many transactions the transaction manager's own log holds
 */
public record InDoubt(List<String> messages, List<String> database, long decisions) {

    private static final String MESSAGE_STORE = "escrowmq/escrowmq";
    private static final String TRANSACTION_LOG = "tx-object-store";

    /**
     * Reads a server's data. It reads a copy, so that what the server finds at its next start is what it left.
     *
     * @param server a server that does not run
     * @param database the Derby database, relative to the server's data directory
     */
    public static InDoubt of(WildFlyServer server, String database) throws IOException {
        Path copy = copyOf(server.data(), "data-in-doubt");
        try {
            return new InDoubt(Undecided.messages(copy.resolve(MESSAGE_STORE)),
                    Undecided.rows(copy, copy.resolve(database)), decisions(server));
        } catch (XAException | SQLException e) {
            throw new IOException("Could not read what is in doubt in " + server.data(), e);
        } finally {
            Trees.delete(copy);
        }
    }

    /**
     * Reads the message store's part alone, from a copy. The server may run, but has to be quiet.
     *
     * @return the global transactions, in hexadecimal, of the prepared branches
     */
    public static List<String> messages(WildFlyServer server) throws IOException {
        Path copy = copyOf(server.data().resolve(MESSAGE_STORE), "messages-in-doubt");
        try {
            return Undecided.messages(copy);
        } catch (XAException e) {
            throw new IOException("Could not read which messages are in doubt in " + server.data(), e);
        } finally {
            Trees.delete(copy);
        }
    }

    /** How many transactions the transaction manager has decided and not yet finished: one file for each. */
    public static long decisions(WildFlyServer server) throws IOException {
        return Undecided.decisions(server.data().resolve(TRANSACTION_LOG));
    }

    /** How many branches and decisions that is together; 0 if every transaction is finished everywhere. */
    public long count() {
        return messages.size() + database.size() + decisions;
    }

    /** The copy lies beside the server's data: there is room for it, and it is deleted with them. */
    private static Path copyOf(Path directory, String name) throws IOException {
        Path copy = directory.resolveSibling(name);
        Trees.delete(copy);
        Trees.copy(directory, copy);
        return copy;
    }
}
