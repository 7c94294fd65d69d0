package org.escrowmq.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import org.escrowmq.it.cluster.BrokerContents;
import org.escrowmq.it.cluster.BrokerProcess;
import org.escrowmq.it.common.Trees;
import org.escrowmq.it.common.Undecided;

/**
 * The broker that a server's adapter works with: the one inside of the server, or a process of its own, as the run of
 * the tests wants it. Used by one thread; whoever starts it closes it.
 */
public final class MessageBroker implements AutoCloseable {

    /** The system property that is true in a run with brokers that are processes; not set inside of a server. */
    public static final String REMOTE_PROPERTY = "escrow.it.remote";

    /** The broker inside of the server. */
    public static final MessageBroker EMBEDDED = new MessageBroker(null);

    /** Where the adapter stores by default, below the server's data directory. */
    private static final String EMBEDDED_STORE = "escrowmq/escrowmq";
    /** As often as the embedded broker does, unless told otherwise. */
    private static final int DELIVERIES = 10;

    private final BrokerProcess process;

    private MessageBroker(BrokerProcess process) {
        this.process = process;
    }

    /** Whether in this run brokers are processes of their own. */
    public static boolean isRemote() {
        return Boolean.getBoolean(REMOTE_PROPERTY);
    }

    /**
     * Starts what this run wants.
     *
     * @param directory for whatever a process writes; emptied
     */
    public static MessageBroker start(Path directory) throws IOException, InterruptedException {
        return isRemote() ? new MessageBroker(BrokerProcess.single(directory, DELIVERIES).start()) : EMBEDDED;
    }

    /** What the adapter's {@code brokerUrl} has to be. */
    public String url() {
        return process == null ? "embedded:" : process.url();
    }

    /** The adapter's user; an embedded broker without users asks nobody. */
    public String user() {
        return BrokerProcess.USER;
    }

    /** The user's password. */
    public String password() {
        return BrokerProcess.PASSWORD;
    }

    /**
     * The global transactions, in hexadecimal, of the prepared branches.
     *
     * @param server if the broker is inside of it, it must not run; what it finds at its next start is what it left
     */
    List<String> inDoubt(ServerInstallation server) throws IOException {
        return process == null ? inDoubt(server.data().resolve(EMBEDDED_STORE)) : inDoubt();
    }

    /** The same of a process, whether the server runs or not. */
    public List<String> inDoubt() throws IOException {
        try (BrokerContents contents = BrokerContents.of(process)) {
            return contents.inDoubt();
        }
    }

    private static List<String> inDoubt(Path store) throws IOException {
        Path copy = Trees.copyBeside(store);
        try {
            return Undecided.messages(copy);
        } catch (XAException e) {
            throw new IOException("Could not read which messages are in doubt in " + store, e);
        } finally {
            Trees.delete(copy);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
