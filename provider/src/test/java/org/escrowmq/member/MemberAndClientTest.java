package org.escrowmq.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.escrowmq.EscrowBroker;
import org.escrowmq.remote.RemoteBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In one class loader with an embedded broker that is a member of a cluster, connections to brokers come and go. */
@Timeout(120)
class MemberAndClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    private EscrowBroker open(String name, int own, int other) throws Exception {
        EscrowBroker broker = EscrowBroker.builder().directory(directory.resolve(name)).name(name).jmx(false)
                .user("root", "root's", "root").permissions("*: all=root")
                .brokerConfiguration(MemberFiles.brokerXml(directory.resolve(name + "-xml"),
                        MemberFiles.cluster(own, other), MemberFiles.ADDRESSES))
                .open();
        toClose.add(broker);
        return broker;
    }

    private static JMSContext context(EscrowBroker broker) {
        return broker.connectionFactory().createContext("root", "root's");
    }

    private static void assertHandsOver(EscrowBroker from, EscrowBroker to, String text) {
        try (JMSContext receiving = context(to); JMSContext sending = context(from)) {
            JMSConsumer consumer = receiving.createConsumer(receiving.createQueue("orders"));
            sending.createProducer().send(sending.createQueue("orders"), text);
            await().atMost(PATIENCE).until(() -> text.equals(consumer.receiveBody(String.class, 200)));
        }
    }

    private static void openAndCloseRemote(int port) {
        try (RemoteBroker remote = RemoteBroker.connect("tcp://127.0.0.1:" + port);
                JMSContext context = remote.connectionFactory().createContext("root", "root's")) {
            context.createProducer().send(context.createQueue("orders"), "from outside");
        }
    }

    private static Set<Thread> threadsOfSockets() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("client-remoting")).collect(Collectors.toSet());
    }

    @Test
    void theMemberKeepsItsPlaceInTheClusterWhenARemoteConnectionIsClosed() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        EscrowBroker first = open("first", ports[0], ports[1]);
        EscrowBroker second = open("second", ports[1], ports[0]);
        assertHandsOver(first, second, "before");
        Set<Thread> before = threadsOfSockets();

        openAndCloseRemote(ports[0]);

        assertThat(before).isNotEmpty().allMatch(Thread::isAlive);
        assertHandsOver(first, second, "after");
        assertHandsOver(second, first, "and back");
    }

    @Test
    void theThreadsOfARemoteConnectionEndWithIt() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        open("first", ports[0], ports[1]);
        openAndCloseRemote(ports[0]);

        // A thread that has done everything takes a moment to end.
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("escrowmq-remote") || name.startsWith("nioEventLoopGroup")));
    }

    @Test
    void aConnectionOfArtemisOwnClientOutlivesARemoteConnection() throws Exception {
        int[] ports = MemberFiles.freePorts(2);
        open("first", ports[0], ports[1]);
        List<Exception> lost = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + ports[0] + "?useGlobalPools=false");
                Connection theirs = factory.createConnection("root", "root's")) {
            theirs.setExceptionListener(lost::add);
            openAndCloseRemote(ports[0]);
            try (var session = theirs.createSession()) {
                session.createProducer(session.createQueue("orders")).send(session.createTextMessage("still there"));
            }
        }
        assertThat(lost).isEmpty();
    }
}
