package org.escrowmq.remote;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClusterTopologyListener;
import org.apache.activemq.artemis.api.core.client.TopologyMember;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.escrowmq.broker.client.AddressClient;
import org.escrowmq.broker.client.RemoteAddress;
import org.escrowmq.message.MessageErrors;

/**
 * Which addresses of a URL belong to one broker: its own and those of its backups. The URL says so with a bar, or the
 * brokers do: a backup has the identifier of its primary's node, and no other broker has.
 *
 * <p>Why it matters: recovery must not tell a transaction manager that all branches are listed while there is a broker
 * that could not be asked. But a backup cannot be asked as long as its primary lives, nor a primary after its backup
 * has taken over. A backup that has taken over announces nobody beside itself, as a broker does that never had a
 * partner; so the node that was last reached at an address is remembered, over restarts, too. What was reached counts
 * more than what a cluster announced. Safe for use by several threads.
 */
final class KnownNodes implements ClusterTopologyListener {

    private static final String NOT_SAID = "";
    private static final long POLL_MILLIS = 100;

    private final List<List<RemoteAddress>> declared;
    private final NodeMemory memory;
    private final Map<RemoteAddress, String> reached = new ConcurrentHashMap<>();
    private final Map<RemoteAddress, String> announced = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    KnownNodes(List<List<RemoteAddress>> declared, NodeMemory memory) {
        this.declared = declared;
        this.memory = memory;
        addresses().forEach(address -> {
            try {
                String remembered = memory.read(address);
                if (remembered != null) {
                    reached.put(address, remembered);
                }
            } catch (IOException e) {
                // There may be something, whatever it is.
                reached.put(address, NOT_SAID);
                RemoteLog.notRemembered(address.toString(), e.toString());
            }
        });
    }

    private Stream<RemoteAddress> addresses() {
        return declared.stream().flatMap(List::stream);
    }

    /** True if one of the others is the same broker at another address. */
    boolean isOneOf(RemoteAddress address, Collection<RemoteAddress> others) {
        String node = node(address);
        boolean bySelf = !node.equals(NOT_SAID) && others.stream().anyMatch(other -> node(other).equals(node));
        return bySelf || declared.stream().anyMatch(
                broker -> broker.contains(address) && others.stream().anyMatch(broker::contains));
    }

    private String node(RemoteAddress address) {
        return reached.getOrDefault(address, announced.getOrDefault(address, NOT_SAID));
    }

    /**
     * A broker has accepted a session at an address, in which nothing was done yet. When this returns it is remembered
     * which one.
     *
     * @throws JMSException if the broker does not tell what its cluster looks like, or another one was at this address
     *     before and that cannot be corrected
     */
    void reached(AddressClient client, ClientSessionFactoryInternal connection, ClientSession session)
            throws JMSException {
        ServerLocatorInternal locator = (ServerLocatorInternal) client.locator();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(locator.getCallTimeout());
        while (!connection.waitForTopology(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            // Of a connection that is lost nobody tells who waits for this.
            if (session.isClosed() || System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new JMSException("Cannot connect to " + client + ": it did not tell which broker it is",
                        "NOT_CONNECTED");
            }
        }
        Collection<? extends TopologyMember> members = locator.getTopology().getMembers();
        reached(client.address(), nodeAt(client.address(), connection.getPrimaryNodeId(), members));
        // The listener hears of them later, by another thread.
        members.forEach(this::remember);
    }

    /** Brokers give their addresses in their own words; if these are not clear, nothing is known. */
    private static String nodeAt(
            RemoteAddress address, String byName, Collection<? extends TopologyMember> members) {
        if (byName != null) {
            return byName;
        }
        Set<String> candidates = new HashSet<>();
        members.stream().filter(member -> isAt(member.getPrimary(), address))
                .forEach(member -> candidates.add(member.getNodeId()));
        return candidates.size() == 1 ? candidates.iterator().next() : NOT_SAID;
    }

    void reached(RemoteAddress address, String node) throws JMSException {
        String before = reached.get(address);
        if (node.equals(before)) {
            return;
        }
        try {
            memory.write(address, node);
        } catch (IOException e) {
            if (before != null) {
                throw MessageErrors.withCause(new JMSException("Cannot connect to tcp://" + address + ": it is another "
                        + "broker than before, and that cannot be noted: " + e, "NOT_REMEMBERED"), e);
            }
            RemoteLog.notRemembered(address.toString(), e.toString());
        }
        reached.put(address, node);
    }

    @Override
    public void nodeUP(TopologyMember member, boolean last) {
        remember(member);
    }

    private void remember(TopologyMember member) {
        TransportConfiguration backup = member.getBackup();
        if (backup == null || addresses().noneMatch(address -> isAt(member.getPrimary(), address))) {
            return;
        }
        Optional<RemoteAddress> named = addresses().filter(address -> isAt(backup, address)).findAny();
        if (named.isPresent()) {
            announced.put(named.get(), member.getNodeId());
        } else if (told.add(place(backup).toString())) {
            RemoteLog.backupNotNamed(place(member.getPrimary()).toString(), place(backup).toString());
        }
    }

    private static boolean isAt(TransportConfiguration transport, RemoteAddress address) {
        if (transport == null) {
            return false;
        }
        RemoteAddress place = place(transport);
        return place.equals(address) || place.port() == address.port() && isSameHost(place.host(), address.host());
    }

    private static boolean isSameHost(String host, String other) {
        try {
            List<InetAddress> others = List.of(InetAddress.getAllByName(other));
            return Stream.of(InetAddress.getAllByName(host)).anyMatch(others::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static RemoteAddress place(TransportConfiguration transport) {
        Map<String, Object> parameters = transport.getParams();
        Object host = parameters.getOrDefault(TransportConstants.HOST_PROP_NAME, TransportConstants.DEFAULT_HOST);
        Object port = parameters.getOrDefault(TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT);
        return new RemoteAddress(host.toString(), Integer.parseInt(port.toString()));
    }

    @Override
    public void nodeDown(long eventUid, String nodeId) {
        // It had these addresses nevertheless.
    }
}
