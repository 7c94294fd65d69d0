package org.escrowmq.it.crash.victim;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import java.util.Map;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowConnectionFactory;
import org.escrowmq.it.cluster.BrokerProcess;
import org.escrowmq.remote.RemoteBroker;
import org.escrowmq.remote.RemoteConnectionFactory;

/** The broker of a run, here or in a process of its own. Thread-safe; whoever opens it closes it. */
public final class MessageStore implements AutoCloseable {

    /** The URL of a broker that is in the process that uses it. */
    public static final String EMBEDDED = "embedded:";

    private final String user;
    private final String password;
    private final ConnectionFactory factory;
    private final XAConnectionFactory xaFactory;
    private final Supplier<XAResource> recovery;
    private final Runnable closing;

    private MessageStore(EscrowBroker broker) {
        EscrowConnectionFactory both = broker.connectionFactory();
        this.user = null;
        this.password = null;
        this.factory = both;
        this.xaFactory = both;
        this.recovery = broker::recoveryResource;
        this.closing = broker::close;
    }

    private MessageStore(RemoteBroker broker) {
        RemoteConnectionFactory both = broker.connectionFactory();
        this.user = BrokerProcess.USER;
        this.password = BrokerProcess.PASSWORD;
        this.factory = both;
        this.xaFactory = both;
        this.recovery = broker::recoveryResource;
        this.closing = broker::close;
    }

    /**
     * Opens one.
     *
     * @param url where it is
     * @param settings for one that is in this process
     */
    public static MessageStore open(String url, Layout layout, EscrowBroker.Builder settings) {
        return EMBEDDED.equals(url)
                ? new MessageStore(settings.directory(layout.messages()).open())
                : new MessageStore(RemoteBroker.connect(
                        url, BrokerProcess.USER, BrokerProcess.PASSWORD, null, Map.of()));
    }

    /** For work in no JTA transaction. */
    public JMSContext context(int mode) {
        return factory.createContext(user, password, mode);
    }

    XAJMSContext xaContext() {
        return xaFactory.createXAContext(user, password);
    }

    /** Lists and completes what is in doubt. */
    public XAResource recoveryResource() {
        return recovery.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
