package org.escrowmq.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.escrowmq.EscrowBroker;
import org.escrowmq.EscrowBrokerException;
import org.escrowmq.EscrowXASession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Embedded brokers that are members of a cluster, and one with a backup. */
@Timeout(180)
class ClusterMemberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 40;

    @TempDir
    private Path directory;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    private EscrowBroker open(String name, String... core) throws Exception {
        EscrowBroker broker = EscrowBroker.builder().directory(directory.resolve(name)).name(name).jmx(false)
                .user("root", "root's", "root").permissions("*: all=root")
                .brokerConfiguration(MemberFiles.brokerXml(directory.resolve(name + "-xml"), core))
                .open();
        toClose.add(broker);
        return broker;
    }

    private static JMSContext context(EscrowBroker broker) {
        return broker.connectionFactory().createContext("root", "root's");
    }

    private static void send(EscrowBroker broker, String prefix) {
        try (JMSContext context = context(broker)) {
            for (int i = 0; i < MESSAGES; i++) {
                context.createProducer().send(context.createQueue("orders"), prefix + i);
            }
        }
    }

    private static Set<String> sent(String prefix) {
        return IntStream.range(0, MESSAGES).mapToObj(i -> prefix + i)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsSentToOneMemberIsReceivedFromTheOther() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        EscrowBroker first = open("first", MemberFiles.cluster(ports[0], ports[1]), MemberFiles.ADDRESSES);
        EscrowBroker second = open("second", MemberFiles.cluster(ports[1], ports[0]), MemberFiles.ADDRESSES);
        send(first, "m");
        List<String> received = new ArrayList<>();
        try (JMSContext context = context(second)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
            await().atMost(PATIENCE).until(() -> {
                String text = consumer.receiveBody(String.class, 200);
                if (text != null) {
                    received.add(text);
                }
                return received.size() == MESSAGES;
            });
            assertThat(consumer.receive(200)).isNull();
        }
        assertThat(received).hasSize(MESSAGES).containsExactlyInAnyOrderElementsOf(sent("m"));
    }

    @Test
    void whoDoesNotKnowTheClusterPasswordGetsNoMessages() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        EscrowBroker first = open("first", MemberFiles.cluster(ports[0], ports[1]), MemberFiles.ADDRESSES);
        EscrowBroker second = open("second",
                MemberFiles.cluster(ports[1], ports[0]).replace("cluster's", "guessed"), MemberFiles.ADDRESSES);
        try (JMSContext context = context(second)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
            send(first, "m");
            assertThat(consumer.receive(2_000)).isNull();
        }
        try (JMSContext context = context(first)) {
            assertThat(context.createConsumer(context.createQueue("orders")).receive(5_000)).isNotNull();
        }
    }

    // ---- a backup -------------------------------------------------------------------------------------------------

    private static String primary(int own, int backup) {
        return MemberFiles.cluster(own, backup) + "<ha-policy><replication><primary/></replication></ha-policy>"
                + MemberFiles.ADDRESSES;
    }

    private ActiveMQServer startBackup(int own, int primary) throws Exception {
        Path data = directory.resolve("backup");
        Configuration configuration = new ConfigurationImpl().setName("backup").setJMXManagementEnabled(false)
                .setSecurityEnabled(false).setJournalType(JournalType.NIO)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setClusterUser("cluster").setClusterPassword("cluster's")
                .addAcceptorConfiguration("in", "tcp://127.0.0.1:" + own)
                .addConnectorConfiguration("own", "tcp://127.0.0.1:" + own)
                .addConnectorConfiguration("other", "tcp://127.0.0.1:" + primary)
                .setHAPolicyConfiguration(new ReplicaPolicyConfiguration().setRestartBackup(false))
                .addClusterConfiguration(new ClusterConnectionConfiguration().setName("shops")
                        .setConnectorName("own").setRetryInterval(100)
                        .setMessageLoadBalancingType(MessageLoadBalancingType.ON_DEMAND)
                        .setStaticConnectors(List.of("other")));
        configuration.setCriticalAnalyzer(false);
        ActiveMQServer backup = new ActiveMQServerImpl(configuration, null, null);
        toClose.add(backup::stop);
        backup.start();
        return backup;
    }

    @Test
    void aBackupHasEverythingThatWasStoredAndTheStoreIsNotOpenedBesideIt() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        EscrowBroker primary = open("primary", primary(ports[0], ports[1]));
        byte[] large = new byte[2 << 20];
        large[large.length - 1] = 7;
        send(primary, "before");
        ActiveMQServer backup = startBackup(ports[1], ports[0]);
        await().atMost(PATIENCE).until(backup::isReplicaSync);
        send(primary, "after");
        try (JMSContext context = context(primary)) {
            context.createProducer().send(context.createQueue("orders"), large);
        }
        Xid prepared = new XidImpl(new byte[] {1}, 4711, new byte[] {1});
        prepare(primary, prepared);

        primary.close();
        await().atMost(PATIENCE).until(backup::isActive);
        assertThatThrownBy(() -> open("primary", primary(ports[0], ports[1])))
                .isInstanceOf(EscrowBrokerException.class)
                .hasMessageContaining("another broker is active with the identity of this store");

        Set<String> received = new TreeSet<>();
        try (ActiveMQConnectionFactory factory =
                new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports[1] + "?useGlobalPools=false");
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            for (Message message = consumer.receive(5_000); message != null; message = consumer.receive(500)) {
                received.add(message.isBodyAssignableTo(String.class) ? message.getBody(String.class)
                        : "large " + message.getBody(byte[].class).length);
            }
        }
        Set<String> expected = sent("before");
        expected.addAll(sent("after"));
        expected.add("large " + large.length);
        assertThat(received).isEqualTo(expected);
        try (ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(
                "tcp://127.0.0.1:" + ports[1] + "?useGlobalPools=false");
                jakarta.jms.XAConnection connection = factory.createXAConnection()) {
            XAResource resource = connection.createXASession().getXAResource();
            assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).containsExactly(prepared);
        }
    }

    private static void prepare(EscrowBroker broker, Xid xid) throws Exception {
        try (var connection = broker.connectionFactory().createXAConnection("root", "root's")) {
            EscrowXASession session = connection.createXASession();
            session.getXAResource().start(xid, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage("prepared"));
            session.getXAResource().end(xid, XAResource.TMSUCCESS);
            session.getXAResource().prepare(xid);
        }
    }
}
