package org.escrowmq.broker.member;

import java.beans.Introspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.escrowmq.broker.process.OwnThread;
import org.escrowmq.security.SecuritySettings;

/**
 * What makes an embedded broker a member of a cluster, as it stands in a {@code broker.xml}: acceptors, connectors,
 * cluster connections, replication, bridges, diverts, addresses and their settings (decision D17).
 *
 * <p>Checked when it is read, changed by nobody after, used by one broker at a time.
 */
public final class MemberConfiguration {

    private final Path file;
    private final Configuration given;
    private final List<TransportConfiguration> heldBack;

    private MemberConfiguration(Path file, Configuration given) {
        this.file = file;
        this.given = given;
        this.heldBack = given.getAcceptorConfigurations().stream()
                .filter(acceptor -> !AcceptorRules.isInProcess(acceptor))
                .filter(acceptor -> isStarted(acceptor.getParams()))
                .toList();
        heldBack.forEach(acceptor -> acceptor.getParams().put(TransportConstants.AUTO_START, "false"));
    }

    /**
     * Reads a {@code broker.xml}.
     *
     * @param insecureAcceptors the names of acceptors that may be insecure
     * @param security who may connect
     * @param faults where a sentence for each fault goes
     * @return null if there are faults
     */
    public static MemberConfiguration read(
            Path file, Collection<String> insecureAcceptors, SecuritySettings security, List<String> faults) {
        List<String> found = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<Configuration> given = new AtomicReference<>();
        String subject = "brokerConfiguration is '" + file + "', ";
        // Reading it leaves things of Netty's on the thread.
        OwnThread reader = OwnThread.start("escrowmq-read " + file, () -> {
            given.set(BrokerXml.read(file, found));
            if (given.get() != null) {
                new AcceptorRules(subject, insecureAcceptors, security.enabled(), found).check(given.get());
            }
            Introspector.flushCaches();
            return null;
        });
        reader.join();
        try {
            reader.outcome().get();
        } catch (ExecutionException e) {
            found.add(subject + "which cannot be read: " + Secrets.removed(e.getCause().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            found.add(subject + "which was not read: the thread was interrupted");
        }
        faults.addAll(found);
        return found.isEmpty() ? new MemberConfiguration(file, given.get()) : null;
    }

    /** Adds what was read to the configuration of a broker. */
    public void addTo(Configuration configuration) {
        configuration.setConnectorConfigurations(given.getConnectorConfigurations());
        for (TransportConfiguration acceptor : given.getAcceptorConfigurations()) {
            configuration.addAcceptorConfiguration(acceptor);
        }
        configuration.setBroadcastGroupConfigurations(given.getBroadcastGroupConfigurations());
        configuration.setDiscoveryGroupConfigurations(given.getDiscoveryGroupConfigurations());
        configuration.setClusterConfigurations(given.getClusterConfigurations());
        configuration.setClusterUser(given.getClusterUser());
        configuration.setClusterPassword(given.getClusterPassword());
        configuration.setHAPolicyConfiguration(checkingForBackup(given.getHAPolicyConfiguration()));
        configuration.setBridgeConfigurations(given.getBridgeConfigurations());
        configuration.setDivertConfigurations(given.getDivertConfigurations());
        configuration.setAddressConfigurations(given.getAddressConfigurations());
        given.getAddressSettings().forEach((match, settings) -> addTo(configuration, match, settings));
    }

    /** A backup that took over has messages and acknowledgements that this store does not know. */
    private static HAPolicyConfiguration checkingForBackup(HAPolicyConfiguration policy) {
        return policy instanceof ReplicatedPolicyConfiguration replicated
                ? replicated.setCheckForActiveServer(true) : policy;
    }

    /** What is not said for a name holds as it does without. */
    private static void addTo(Configuration configuration, String match, AddressSettings settings) {
        AddressSettings usual = configuration.getAddressSettings().get(match);
        configuration.addAddressSetting(match, usual == null ? settings : settings.mergeCopy(usual));
    }

    /**
     * The acceptors that the engine does not start, and the broker does: when it has finished what an operator decided
     * before it stopped, so that nobody gets in between.
     */
    public List<TransportConfiguration> acceptorsHeldBack() {
        return heldBack;
    }

    private static boolean isStarted(Map<String, Object> parameters) {
        return !"false".equals(String.valueOf(parameters.get(TransportConstants.AUTO_START)));
    }

    /** Names the file and says nothing of what is in it: there are passwords. */
    @Override
    public String toString() {
        return file.toString();
    }
}
