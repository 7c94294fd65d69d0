package org.escrowmq.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.escrowmq.EscrowBroker;

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
    private static final String ENGINE_SHUT_DOWN = "XJ015";

    /**
     * Reads a server's data. It reads a copy, so that what the server finds at its next start is what it left.
     *
     * @param server a server that does not run
     * @param database the Derby database, relative to the server's data directory
     */
    public static InDoubt of(WildFlyServer server, String database) throws IOException {
        Path copy = copyOf(server.data(), "data-in-doubt");
        try {
            return new InDoubt(messagesIn(copy.resolve(MESSAGE_STORE)), rowsIn(copy, copy.resolve(database)),
                    decisions(server));
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
            return messagesIn(copy);
        } catch (XAException e) {
            throw new IOException("Could not read which messages are in doubt in " + server.data(), e);
        } finally {
            Trees.delete(copy);
        }
    }

    /** How many transactions the transaction manager has decided and not yet finished: one file for each. */
    public static long decisions(WildFlyServer server) throws IOException {
        try (Stream<Path> files = Files.walk(server.data().resolve(TRANSACTION_LOG))) {
            return files.filter(InDoubt::isTransaction).count();
        }
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

    private static List<String> messagesIn(Path store) throws IOException, XAException {
        // The broker would make an empty store where there is none, and nothing would be in doubt.
        requireDirectory(store);
        try (EscrowBroker broker = EscrowBroker.open(store)) {
            return recover(broker.recoveryResource());
        }
    }

    private static List<String> rowsIn(Path home, Path database) throws IOException, XAException, SQLException {
        requireDirectory(database);
        // Read whenever the engine starts: where it writes derby.log.
        System.setProperty("derby.system.home", home.toString());
        EmbeddedXADataSource source = new EmbeddedXADataSource();
        source.setDatabaseName(database.toString());
        try {
            XAConnection connection = source.getXAConnection("reader", "reader");
            List<String> found = recover(connection.getXAResource());
            connection.close();
            return found;
        } finally {
            shutDownEngine();
        }
    }

    private static List<String> recover(XAResource resource) throws XAException {
        Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        return Arrays.stream(found).map(xid -> HexFormat.of().formatHex(xid.getGlobalTransactionId())).toList();
    }

    private static void shutDownEngine() throws SQLException {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            // Derby reports a shutdown that succeeded as an error, too.
            if (!ENGINE_SHUT_DOWN.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("There is no directory " + directory);
        }
    }

    private static boolean isTransaction(Path file) {
        return Files.isRegularFile(file) && file.getParent().endsWith(Path.of("TwoPhaseCoordinator", "AtomicAction"));
    }
}
