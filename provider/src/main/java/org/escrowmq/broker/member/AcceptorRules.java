package org.escrowmq.broker.member;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * What must hold for acceptors and connectors before a broker is opened with them. An acceptor on the network is
 * refused without users, and without encryption where others than this machine can reach it, unless it is named as one
 * that may.
 *
 * <p>For one configuration, by one thread.
 */
final class AcceptorRules {

    /** What the acceptor's protocol reads beside what the transport does. */
    private static final Set<String> OF_PROTOCOL = Set.of("anycastPrefix", "multicastPrefix", "securityDomain");

    private final String file;
    private final Set<String> insecure;
    private final boolean hasUsers;
    private final List<String> faults;

    /**
     * Rules for one configuration.
     *
     * @param file how faults begin
     * @param insecure the names of acceptors that may be insecure
     * @param hasUsers whether the broker asks who connects
     * @param faults where a sentence for each fault goes
     */
    AcceptorRules(String file, Collection<String> insecure, boolean hasUsers, List<String> faults) {
        this.file = file;
        this.insecure = new HashSet<>(insecure);
        this.hasUsers = hasUsers;
        this.faults = faults;
    }

    void check(Configuration configuration) {
        List<String> names = new ArrayList<>();
        for (TransportConfiguration acceptor : configuration.getAcceptorConfigurations()) {
            names.add(acceptor.getName());
            check(acceptor);
        }
        insecure.stream().filter(name -> !names.contains(name)).sorted().forEach(name -> faults.add(
                "insecureAcceptors contains '" + name + "'; allowed are the names of acceptors: "
                        + String.join(", ", names)));
        for (TransportConfiguration connector : configuration.getConnectorConfigurations().values()) {
            checkNames("connector " + connector.getName(), connector, Set.of());
        }
        if (!configuration.getClusterConfigurations().isEmpty()) {
            checkClusterPassword(configuration);
        }
    }

    private void check(TransportConfiguration acceptor) {
        String subject = "acceptor " + acceptor.getName();
        checkNames(subject, acceptor, OF_PROTOCOL);
        checkProtocols(subject, acceptor.getParams());
        if (acceptor.getLockCoordinator() != null && !acceptor.getLockCoordinator().isEmpty()) {
            fault(subject + " has a lock-coordinator, and there is none");
        }
        if (isInProcess(acceptor)) {
            return;
        }
        try {
            // Made as the engine will make it, which would only log that it cannot.
            new NettyAcceptorFactory().createAcceptor(acceptor.getName(), null, acceptor.getParams(), null, null,
                    Runnable::run, null, Map.of(), null, null);
        } catch (RuntimeException e) {
            fault(subject + " cannot be made: " + Secrets.removed(root(e).toString()));
        }
        checkSecurity(subject, acceptor);
    }

    private void checkSecurity(String subject, TransportConfiguration acceptor) {
        if (insecure.contains(acceptor.getName())) {
            return;
        }
        String force = "; name it in insecureAcceptors if that is what you want";
        String host = String.valueOf(acceptor.getParams().get(TransportConstants.HOST_PROP_NAME));
        if (!hasUsers) {
            fault(subject + " on " + host + " lets everybody in: needed are users, usersFile or loginConfiguration"
                    + force);
        }
        if (!isEncrypted(acceptor) && !isLoopback(host)) {
            fault(subject + " on " + host + " takes passwords and messages unencrypted from other machines: needed "
                    + "is sslEnabled=true, or a loopback address" + force);
        }
    }

    private static boolean isEncrypted(TransportConfiguration acceptor) {
        return Boolean.parseBoolean(String.valueOf(acceptor.getParams().get(TransportConstants.SSL_ENABLED_PROP_NAME)));
    }

    /** True if every address of every one of these hosts is one that only this machine reaches. */
    private static boolean isLoopback(String hosts) {
        try {
            for (String host : TransportConfiguration.splitHosts(hosts)) {
                if (!Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            // Who knows where that is.
            return false;
        }
    }

    /** A misspelt name would be ignored, and with it the protection that it was meant to give. */
    private void checkNames(String subject, TransportConfiguration transport, Set<String> alsoAllowed) {
        List<String> unknown = new ArrayList<>(transport.getExtraParams().keySet());
        unknown.removeAll(alsoAllowed);
        if (!unknown.isEmpty()) {
            fault(subject + " has the parameters " + String.join(", ", unknown.stream().sorted().toList())
                    + ", which mean nothing there");
        }
    }

    @SuppressWarnings("deprecation")
    private void checkProtocols(String subject, Map<String, Object> parameters) {
        for (String name : List.of(TransportConstants.PROTOCOLS_PROP_NAME, TransportConstants.PROTOCOL_PROP_NAME)) {
            Object protocols = parameters.get(name);
            if (protocols != null && !ActiveMQClient.DEFAULT_CORE_PROTOCOL.equals(protocols.toString())) {
                fault(subject + " has " + name + " '" + protocols + "'; allowed is "
                        + ActiveMQClient.DEFAULT_CORE_PROTOCOL);
            }
        }
    }

    /** Whoever knows this password may do everything, and everybody knows the default. */
    private void checkClusterPassword(Configuration configuration) {
        String password = configuration.getClusterPassword();
        if (password == null || password.isBlank()
                || password.equals(ActiveMQDefaultConfiguration.getDefaultClusterPassword())) {
            fault("cluster-password is not set, or is the one that everybody knows; cluster connections need one "
                    + "that all members have");
        }
    }

    static boolean isInProcess(TransportConfiguration acceptor) {
        return InVMAcceptorFactory.class.getName().equals(acceptor.getFactoryClassName());
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void fault(String sentence) {
        faults.add(file + sentence);
    }
}
