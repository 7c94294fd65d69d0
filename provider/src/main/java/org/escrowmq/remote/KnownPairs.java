package org.escrowmq.remote;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ClusterTopologyListener;
import org.apache.activemq.artemis.api.core.client.TopologyMember;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.escrowmq.broker.client.RemoteAddress;

/**
 * Which addresses belong to one broker: its own and those of its backups. It is said so in the URL, or a cluster
 * announced it in the time of this process, which is not forgotten.
 *
 * <p>Why it matters: recovery must not tell a transaction manager that all branches are listed while there is a broker
 * that could not be asked. But a backup cannot be asked as long as its primary lives, nor a primary after its backup
 * has taken over. Safe for use by several threads.
 */
final class KnownPairs implements ClusterTopologyListener {

    private final Map<RemoteAddress, Set<RemoteAddress>> partners = new ConcurrentHashMap<>();

    KnownPairs(Collection<List<RemoteAddress>> declared) {
        declared.forEach(this::join);
    }

    private void join(List<RemoteAddress> addresses) {
        for (RemoteAddress address : addresses) {
            partners.computeIfAbsent(address, key -> ConcurrentHashMap.newKeySet()).addAll(addresses);
        }
    }

    /** True if one of the others is the same broker at another address. */
    boolean isOneOf(RemoteAddress address, Collection<RemoteAddress> others) {
        Set<RemoteAddress> known = partners.getOrDefault(address, Set.of());
        return others.stream().anyMatch(known::contains);
    }

    @Override
    public void nodeUP(TopologyMember member, boolean last) {
        TransportConfiguration backup = member.getBackup();
        if (member.getPrimary() != null && backup != null) {
            join(List.of(address(member.getPrimary()), address(backup)));
        }
    }

    private static RemoteAddress address(TransportConfiguration transport) {
        Map<String, Object> parameters = transport.getParams();
        Object host = parameters.getOrDefault(TransportConstants.HOST_PROP_NAME, TransportConstants.DEFAULT_HOST);
        Object port = parameters.getOrDefault(TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT);
        return new RemoteAddress(host.toString(), Integer.parseInt(port.toString()));
    }

    @Override
    public void nodeDown(long eventUid, String nodeId) {
        // Which addresses it had stays true.
    }
}
