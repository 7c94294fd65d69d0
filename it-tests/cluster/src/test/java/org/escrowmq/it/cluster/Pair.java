package org.escrowmq.it.cluster;

import java.io.IOException;
import java.util.Map;

/** Two brokers that know each other, not started yet. */
record Pair(BrokerProcess first, BrokerProcess second) implements AutoCloseable {

    private static final String CLUSTER_PASSWORD = "cluster-s3cret";

    static Pair ofMembers(String name) throws IOException {
        return of(name, "member.xml", "member.xml");
    }

    static Pair ofPrimaryAndBackup(String name) throws IOException {
        return of(name, "primary.xml", "backup.xml");
    }

    private static Pair of(String name, String first, String second) throws IOException {
        int firstPort = BrokerProcess.freePort();
        int secondPort = BrokerProcess.freePort();
        return new Pair(
                new BrokerProcess(name + "-1", first, properties(name + "-1", firstPort, secondPort)),
                new BrokerProcess(name + "-2", second, properties(name + "-2", secondPort, firstPort)));
    }

    private static Map<String, String> properties(String name, int port, int other) {
        return Map.of("name", name, "port", Integer.toString(port), "other-port", Integer.toString(other),
                "cluster-password", CLUSTER_PASSWORD);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
