package org.escrowmq.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.client.impl.TopologyMemberImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.escrowmq.broker.client.RemoteAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownNodesTest {

    private static final RemoteAddress A = new RemoteAddress("127.0.0.1", 1);
    private static final RemoteAddress B = new RemoteAddress("127.0.0.1", 2);
    private static final List<List<RemoteAddress>> COMMA = List.of(List.of(A), List.of(B));
    private static final List<List<RemoteAddress>> BAR = List.of(List.of(A, B));

    @TempDir
    private Path directory;

    private KnownNodes started(List<List<RemoteAddress>> url) {
        return new KnownNodes(url, new NodeMemory(directory));
    }

    private static TopologyMemberImpl member(String node, TransportConfiguration primary,
            TransportConfiguration backup) {
        return new TopologyMemberImpl(node, null, null, primary, backup);
    }

    private static TransportConfiguration at(String host, int port) {
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), Map.of("host", host, "port", port));
    }

    private static TransportConfiguration at(RemoteAddress address) {
        return at(address.host(), address.port());
    }

    @Test
    void aBarSaysThatTwoAddressesAreOneBroker() {
        assertThat(started(BAR).isOneOf(A, List.of(B))).isTrue();
    }

    @Test
    void aCommaSaysNothingUntilTheBrokersDo() throws Exception {
        KnownNodes nodes = started(COMMA);
        assertThat(nodes.isOneOf(A, List.of(B))).isFalse();
        nodes.reached(B, "node");
        assertThat(nodes.isOneOf(A, List.of(B))).isFalse();
    }

    @Test
    void aBackupIsWhomItsPrimaryAnnouncesWhateverItCallsItself() throws Exception {
        KnownNodes nodes = started(COMMA);
        nodes.reached(A, "node");
        nodes.nodeUP(member("node", at("localhost", A.port()), at("localhost", B.port())), true);
        assertThat(nodes.isOneOf(B, List.of(A))).isTrue();
        assertThat(nodes.isOneOf(A, List.of(B))).isTrue();
    }

    @Test
    void aPrimaryIsRememberedOverARestartWhenItsBackupHasTakenOver() throws Exception {
        started(COMMA).reached(A, "node");
        KnownNodes restarted = started(COMMA);
        restarted.reached(B, "node");
        assertThat(restarted.isOneOf(A, List.of(B))).isTrue();
    }

    @Test
    void twoPrimariesStayTwoOverARestart() throws Exception {
        KnownNodes nodes = started(COMMA);
        nodes.reached(A, "one");
        nodes.reached(B, "other");
        KnownNodes restarted = started(COMMA);
        restarted.reached(B, "other");
        assertThat(restarted.isOneOf(A, List.of(B))).isFalse();
    }

    @Test
    void whatWasReachedCountsMoreThanWhatIsAnnounced() throws Exception {
        KnownNodes nodes = started(COMMA);
        nodes.reached(B, "other");
        nodes.reached(A, "node");
        nodes.nodeUP(member("node", at(A), at(B)), true);
        assertThat(nodes.isOneOf(B, List.of(A))).isFalse();
    }

    @Test
    void anotherBrokerAtAnAddressReplacesTheOneThatWasThere() throws Exception {
        started(COMMA).reached(A, "node");
        started(COMMA).reached(A, "new one");
        KnownNodes restarted = started(COMMA);
        restarted.reached(B, "node");
        assertThat(restarted.isOneOf(A, List.of(B))).isFalse();
    }

    @Test
    void brokersThatDoNotSayWhoTheyAreAreNotTheSame() throws Exception {
        KnownNodes nodes = started(COMMA);
        nodes.reached(A, "");
        nodes.reached(B, "");
        assertThat(nodes.isOneOf(A, List.of(B))).isFalse();
    }

    @Test
    void whatBelongsToAddressesThatTheUrlDoesNotNameIsNothing() {
        KnownNodes nodes = started(COMMA);
        nodes.nodeUP(member("node", at(A), at("127.0.0.1", 3)), true);
        nodes.nodeUP(member("far", at("127.0.0.1", 4), at(B)), true);
        nodes.nodeUP(member("node", null, at(B)), true);
        assertThat(nodes.isOneOf(A, List.of(B))).isFalse();
    }

    @Test
    void withoutADirectoryNothingIsRememberedOverARestart() throws Exception {
        new KnownNodes(COMMA, new NodeMemory(null)).reached(A, "node");
        KnownNodes restarted = new KnownNodes(COMMA, new NodeMemory(null));
        restarted.reached(B, "node");
        assertThat(restarted.isOneOf(A, List.of(B))).isFalse();
    }

    /** Or else it would be taken for the one that was there, after a restart. */
    @Test
    void anotherBrokerThatCannotBeRememberedIsNotWorkedWith() throws Exception {
        KnownNodes nodes = started(COMMA);
        nodes.reached(A, "node");
        Files.delete(directory.resolve("remote-brokers").resolve("127.0.0.1%3A1"));
        Files.delete(directory.resolve("remote-brokers"));
        Files.createFile(directory.resolve("remote-brokers"));

        assertThatThrownBy(() -> nodes.reached(A, "new one"))
                .isInstanceOf(JMSException.class).hasMessageContaining("tcp://127.0.0.1:1");
        nodes.reached(B, "first there");
    }
}
