package org.escrowmq.it.common;

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
 * Reads what is undecided in the data of a process that has ended: in a message store, in a database, and in the log of
 * the transaction manager between them. Stateless; opens the stores that it reads, so nobody else may have them open.
 */
public final class Undecided {

    private static final String ENGINE_SHUT_DOWN = "XJ015";

    private Undecided() {
    }

    /** The global transactions, in hexadecimal, of the prepared branches of a broker's directory. */
    public static List<String> messages(Path store) throws IOException, XAException {
        // The broker would make an empty store where there is none, and nothing would be in doubt.
        requireDirectory(store);
        try (EscrowBroker broker = EscrowBroker.open(store)) {
            return recover(broker.recoveryResource());
        }
    }

    /**
     * Those of a Derby database.
     *
     * @param home where the engine writes its log, if it is not running yet
     */
    public static List<String> rows(Path home, Path database) throws IOException, XAException, SQLException {
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

    /** Those that a resource manager lists as in doubt. */
    public static List<String> recover(XAResource resource) throws XAException {
        Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        return Arrays.stream(found).map(xid -> HexFormat.of().formatHex(xid.getGlobalTransactionId())).toList();
    }

    /** Stops the Derby engine of this process, and with it every database that it has open. */
    public static void shutDownEngine() throws SQLException {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            // Derby reports a shutdown that succeeded as an error, too.
            if (!ENGINE_SHUT_DOWN.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /**
     * How many transactions the log of a transaction manager (Narayana's, in files) holds: one file for each. An empty
     * file is none: it was created and the process died before it wrote the decision, so that there is no decision.
     */
    public static long decisions(Path log) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        long decisions = 0;
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.filter(Undecided::isTransaction).toList()) {
                decisions += Files.size(file) > 0 ? 1 : 0;
            }
        }
        return decisions;
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
