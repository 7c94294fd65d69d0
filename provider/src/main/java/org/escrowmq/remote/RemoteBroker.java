package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.escrowmq.BrokerHealth;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.broker.Redelivery;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.BrokerUrl;
import org.escrowmq.broker.client.RemoteAddress;
import org.escrowmq.broker.client.RemoteErrors;
import org.escrowmq.broker.client.RemoteThreads;
import org.escrowmq.message.ObjectFilters;
import org.escrowmq.transaction.Branches;

/**
 * One or more Apache Artemis brokers in other processes, and the place to get connection factories from.
 *
 * <pre>{@code
 * try (RemoteBroker brokers = RemoteBroker.connect("tcp://a:61616|tcp://a2:61616,tcp://b:61616");
 *         JMSContext context = brokers.connectionFactory().createContext("shop", "secret")) {
 *     context.createProducer().send(context.createQueue("greetings"), "Hello");
 * }
 * }</pre>
 *
 * <p>In the URL a comma is between brokers, a bar between the addresses of one broker: its own and its backups'.
 * Parameters follow a question mark, with Artemis' names: {@code sslEnabled=true&trustStorePath=...}. Connections are
 * spread over the brokers. One that is lost stays lost, with the transactions in it that were not prepared; the next
 * one goes to a broker that answers.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it; connections that are still open then end.
 */
public final class RemoteBroker implements AutoCloseable {

    /** The options beside the URL: they are about what happens in this process. */
    private static final Set<String> OPTIONS = Stream.concat(
            Stream.of(ObjectFilters.PROPERTY), RedeliveryOptions.FOR_ALL.stream())
            .collect(Collectors.toCollection(TreeSet::new));

    private final BrokerUrl url;
    private final RemoteThreads threads = new RemoteThreads();
    private final List<AddressClient> clients = new ArrayList<>();
    private final List<RemoteNode> nodes = new ArrayList<>();
    private final KnownNodes known;
    private final Recovery recovery;
    private final RemoteConnectionFactory connectionFactory = new RemoteConnectionFactory(this);
    private final Set<RemoteConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Recovery.Account account;
    private final Redelivery redelivery;
    private volatile Recovery.Account lastAccount = new Recovery.Account(null, null);

    private RemoteBroker(BrokerUrl url, Recovery.Account account, Path directory, ObjectInputFilter objectFilter,
            Redelivery redelivery) {
        this.url = url;
        this.account = account;
        this.redelivery = redelivery;
        this.known = new KnownNodes(url.brokers(), new NodeMemory(directory));
        for (List<RemoteAddress> addresses : url.brokers()) {
            List<AddressClient> ofNode = addresses.stream()
                    .map(address -> new AddressClient(address, url, threads)).toList();
            ofNode.forEach(client -> client.locator().addClusterTopologyListener(known));
            clients.addAll(ofNode);
            nodes.add(new RemoteNode(this, ofNode, objectFilter));
        }
        this.recovery = new Recovery(List.copyOf(clients), known, this::recoveryAccount);
    }

    /**
     * Prepares to connect; no broker need be there yet.
     *
     * @throws EscrowBrokerException if the URL is not valid, with all that is wrong with it
     */
    public static RemoteBroker connect(String url) {
        return connect(url, null, null, null, Map.of());
    }

    /**
     * Prepares to connect; no broker need be there yet.
     *
     * @param recoveryUser who lists and completes what is in doubt, or null for whoever connected last
     * @param recoveryPassword the password, or null
     * @param directory where it is remembered over restarts which addresses are those of a broker and its backup, for
     *     URLs that have a comma between them; or null
     * @param options what is not about the brokers, as for an embedded one: {@code objectMessageClasses}, and what is
     *     to be done with messages that come back; without such options it is what the brokers' address settings say
     * @throws EscrowBrokerException if the URL or the options are not valid, with all that is wrong
     */
    public static RemoteBroker connect(
            String url, String recoveryUser, String recoveryPassword, Path directory, Map<String, String> options) {
        List<String> faults = new ArrayList<>(urlFaults(url));
        faults.addAll(optionFaults(options));
        if (!faults.isEmpty()) {
            throw new EscrowBrokerException("The connection to remote brokers is not configured correctly: "
                    + String.join("; ", faults), "INVALID_CONFIGURATION", null);
        }
        return new RemoteBroker(BrokerUrl.read(url), new Recovery.Account(recoveryUser, recoveryPassword), directory,
                ObjectFilters.allowing(options.getOrDefault(ObjectFilters.PROPERTY, "")),
                RedeliveryOptions.read(ofRedelivery(options)));
    }

    private static Map<String, String> ofRedelivery(Map<String, String> options) {
        Map<String, String> ofRedelivery = new LinkedHashMap<>(options);
        ofRedelivery.keySet().retainAll(RedeliveryOptions.FOR_ALL);
        return ofRedelivery;
    }

    /** A sentence for each fault of a URL, without any password; empty if there is none. */
    public static List<String> urlFaults(String url) {
        return BrokerUrl.read(url).faultsWithStores();
    }

    /** A sentence for each option that there is not, or that has a wrong value; empty if there is none. */
    public static List<String> optionFaults(Map<String, String> options) {
        List<String> faults = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>(options);
        others.keySet().removeAll(OPTIONS);
        others.keySet().forEach(name -> faults.add("'" + name + "' is no option for a remote broker; such are set "
                + "where it runs. Allowed here: " + String.join(", ", OPTIONS)));
        try {
            ObjectFilters.allowing(options.getOrDefault(ObjectFilters.PROPERTY, ""));
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        faults.addAll(RedeliveryOptions.faults(ofRedelivery(options)).values());
        return faults;
    }

    /** A URL as it may be shown: without the values of parameters that are passwords. */
    public static String withoutPasswords(String url) {
        return BrokerUrl.read(url).toString();
    }

    /** The connection factory: classic, simplified and domain-specific, each also for XA. */
    public RemoteConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /**
     * The resource through which a transaction manager recovers branches: those of all brokers of the URL, of backups
     * that have taken over, too. As long as there is a broker that does not answer, and no other address of it does,
     * {@code recover} fails with XAER_RMFAIL.
     */
    public XAResource recoveryResource() {
        return Branches.recoveryResource(() -> closed.get() ? null : nodes.get(0).branches());
    }

    /**
     * Which brokers answer at this moment. One with an open connection does; the others are asked, which takes as long
     * as connecting may.
     */
    public BrokerHealth health() {
        if (closed.get()) {
            return new BrokerHealth(BrokerHealth.State.DOWN, List.of("The connection to " + url + " is closed"));
        }
        List<String> silent = nodes.stream().map(RemoteNode::whySilent).filter(Objects::nonNull).toList();
        if (silent.isEmpty()) {
            return new BrokerHealth(BrokerHealth.State.UP, silent);
        }
        return new BrokerHealth(silent.size() == nodes.size()
                ? BrokerHealth.State.DOWN : BrokerHealth.State.DEGRADED, silent);
    }

    boolean isConnectedTo(RemoteNode node) {
        return connections.stream().anyMatch(connection -> connection.node() == node && !connection.isLost());
    }

    /** True while a connection is open. */
    public boolean isInUse() {
        return !connections.isEmpty();
    }

    /** How something is opened on a broker. */
    @FunctionalInterface
    interface Opening<T> {
        T open(RemoteNode node) throws JMSException;
    }

    /** Opens something on the broker whose turn it is, or on the next one that answers. */
    <T> T onOneBroker(Opening<T> opening) throws JMSException {
        if (closed.get()) {
            throw new jakarta.jms.IllegalStateException("The connection to " + url + " is closed");
        }
        JMSException failure = null;
        for (RemoteNode node : inTurn()) {
            try {
                return opening.open(node);
            } catch (JMSException e) {
                if (!RemoteErrors.isNoAnswer(e)) {
                    throw e;
                }
                if (!isPassive(node)) {
                    RemoteLog.notReachable(node.toString(), e.getMessage());
                }
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }

    /** From the one whose turn it is; in the end those whose partner serves. */
    private List<RemoteNode> inTurn() {
        List<RemoteNode> turn = new ArrayList<>(nodes);
        Collections.rotate(turn, -Math.floorMod(next.getAndIncrement(), nodes.size()));
        List<RemoteNode> passive = turn.stream().filter(this::isPassive).toList();
        turn.removeAll(passive);
        turn.addAll(passive);
        return turn;
    }

    /** True if it did not answer, as is to be expected while the same broker serves at another address. */
    private boolean isPassive(RemoteNode node) {
        return node.isSilent() && nodes.stream().filter(other -> other != node && !other.isSilent())
                .anyMatch(other -> node.addresses().stream()
                        .allMatch(address -> known.isOneOf(address, other.addresses())));
    }

    /** What is to be done with messages that come back from consumers that do not say otherwise. */
    Redelivery redelivery() {
        return redelivery;
    }

    KnownNodes known() {
        return known;
    }

    RemoteThreads threads() {
        return threads;
    }

    Recovery recovery() {
        return recovery;
    }

    private Recovery.Account recoveryAccount() {
        return account.user() == null ? lastAccount : account;
    }

    void opened(RemoteConnection connection, String user, String password) {
        connections.add(connection);
        lastAccount = new Recovery.Account(user, password);
    }

    void closed(RemoteConnection connection) {
        connections.remove(connection);
    }

    /**
     * Ends all connections: what is not prepared is rolled back, what is stays. Returns within a bound and leaves no
     * thread behind.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        nodes.forEach(node -> node.branches().close());
        for (RemoteConnection connection : connections) {
            try {
                connection.close();
            } catch (JMSException e) {
                RemoteLog.debug("A connection could not be closed cleanly", e);
            }
        }
        recovery.close();
        clients.forEach(AddressClient::close);
        threads.close();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
