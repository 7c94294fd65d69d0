package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.message.EscrowMessage;
import org.escrowmq.message.MessageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too large for the journal. */
@Timeout(120)
class LargeMessageTest {

    private static final EscrowDestination FILES = BrokerRig.queue("files");

    @TempDir
    private Path directory;
    private BrokerRig rig;

    @BeforeEach
    void open() throws JMSException {
        rig = BrokerRig.on(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static EscrowMessage bytesMessage(EscrowDestination destination, byte[] body) {
        return BrokerRig.message(destination, MessageKind.BYTES, ByteBuffer.wrap(body), headers -> { });
    }

    private static byte[] body(Delivery delivery) throws JMSException {
        return BrokerRig.bytes(delivery.message());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("large-messages"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100 * 1024 - 1, 100 * 1024, 100 * 1024 + 1, 600 * 1024, 10 << 20, 50 << 20})
    void aBodyOfAnySizeComesBackAsItWasAlsoAfterARestart(int length) throws Exception {
        byte[] body = bytes(length);
        rig.session().send(bytesMessage(FILES, body), null);
        assertThat(files()).hasSize(length > 100 * 1024 ? 1 : 0);
        rig.restart();
        Inbox inbox = rig.consume(FILES);
        Delivery delivery = inbox.next();
        assertThat(body(delivery)).isEqualTo(body);
        assertThat(delivery.message().properties()).isEmpty();
        rig.acknowledge(inbox, delivery);
        await().until(() -> files().isEmpty());
    }

    @Test
    void theOtherKindsMayBeLargeToo() throws JMSException {
        String text = "ß".repeat(300_000);
        rig.session().send(BrokerRig.text(FILES, text), null);
        rig.session().send(BrokerRig.message(FILES, MessageKind.MAP, Map.of("text", text), headers -> { }), null);
        rig.session().send(BrokerRig.message(FILES, MessageKind.STREAM, List.of(text, 1), headers -> { }), null);
        rig.session().send(BrokerRig.message(
                FILES, MessageKind.OBJECT, ByteBuffer.wrap(bytes(200_000)), headers -> { }), null);
        Inbox inbox = rig.consume(FILES);
        assertThat(inbox.next().message().content()).isEqualTo(text);
        assertThat(inbox.next().message().content()).isEqualTo(Map.of("text", text));
        assertThat(inbox.next().message().content()).isEqualTo(List.of(text, 1));
        assertThat(body(inbox.next())).isEqualTo(bytes(200_000));
    }

    @Test
    void aLargeMessageIsSeenAfterTheCommitAndItsFileIsGoneAfterARollback() throws Exception {
        BrokerTransaction committed = rig.broker().begin(null);
        rig.session().send(bytesMessage(FILES, bytes(300_000)), committed);
        assertThat(files()).hasSize(1);
        committed.commit();
        BrokerTransaction rolledBack = rig.broker().begin(null);
        rig.session().send(bytesMessage(FILES, bytes(400_000)), rolledBack);
        assertThat(files()).hasSize(2);
        rolledBack.rollback();
        await().until(() -> files().size() == 1);
        assertThat(body(rig.consume(FILES).next())).isEqualTo(bytes(300_000));
    }

    @Test
    void aLargeMessageConsumedInATransactionComesBackWithItsBodyAfterTheRollback() throws JMSException {
        rig.session().send(bytesMessage(FILES, bytes(300_000)), null);
        Inbox inbox = rig.consume(FILES);
        BrokerTransaction transaction = rig.broker().begin(null);
        inbox.consumer().acknowledge(inbox.next(), transaction);
        transaction.rollback();
        assertThat(body(inbox.next())).isEqualTo(bytes(300_000));
    }

    @Test
    void aLargeMessageInAPreparedBranchSurvivesARestart() throws Exception {
        TransactionXid xid = new TransactionXid(1);
        BrokerTransaction transaction = rig.broker().begin(xid);
        rig.session().send(bytesMessage(FILES, bytes(300_000)), transaction);
        transaction.prepare();
        rig.restart();
        rig.broker().prepared(xid).commit();
        assertThat(body(rig.consume(FILES).next())).isEqualTo(bytes(300_000));
    }

    @Test
    void everySubscriberGetsTheLargeBodyAndTheFileGoesWithTheLastOne() throws Exception {
        EscrowDestination topic = BrokerRig.topic("files");
        Inbox one = rig.consume(topic);
        Inbox two = rig.consume(topic);
        rig.session().send(bytesMessage(topic, bytes(300_000)), null);
        Delivery first = one.next();
        assertThat(body(first)).isEqualTo(bytes(300_000));
        rig.acknowledge(one, first);
        Delivery second = two.next();
        assertThat(body(second)).isEqualTo(bytes(300_000));
        rig.acknowledge(two, second);
        await().until(() -> files().isEmpty());
    }

    @Test
    void aTopicWithoutSubscribersLeavesNoFile() throws Exception {
        rig.session().send(bytesMessage(BrokerRig.topic("nobody"), bytes(300_000)), null);
        await().until(() -> files().isEmpty());
        BrokerTransaction transaction = rig.broker().begin(null);
        rig.session().send(bytesMessage(BrokerRig.topic("nobody"), bytes(300_000)), transaction);
        transaction.commit();
        await().until(() -> files().isEmpty());
    }

    @Test
    void aNonPersistentLargeMessageIsDeliveredAndGoneAfterARestart() throws Exception {
        EscrowMessage message = BrokerRig.message(FILES, MessageKind.BYTES, ByteBuffer.wrap(bytes(300_000)),
                headers -> headers.setDeliveryMode(DeliveryMode.NON_PERSISTENT));
        rig.session().send(message, null);
        Inbox inbox = rig.consume(FILES);
        assertThat(body(inbox.next())).isEqualTo(bytes(300_000));
        rig.restart();
        assertThat(files()).isEmpty();
        assertThat(rig.drain(FILES)).isEmpty();
    }

    @Test
    void aLargeMessageThatTheEngineRefusesLeavesNoFile() throws Exception {
        rig.session().ensureExists(FILES);
        rig.broker().engine().server().registerBrokerPlugin(new ActiveMQServerPlugin() {
            @Override
            public void beforeMessageRoute(Message message, RoutingContext context, boolean direct,
                    boolean rejectDuplicates) throws ActiveMQException {
                throw new ActiveMQException("refused");
            }
        });
        assertThatThrownBy(() -> rig.session().send(bytesMessage(FILES, bytes(300_000)), null))
                .isInstanceOf(JMSException.class).hasMessageContainingAll("files", "refused");
        await().until(() -> files().isEmpty());
    }

    @Test
    void aFileThatACrashLeftBehindIsDeletedAtTheNextStart() throws Exception {
        rig.close();
        Files.write(directory.resolve("large-messages/4711.msg"), bytes(1000));
        rig = BrokerRig.on(directory);
        await().until(() -> files().isEmpty());
    }

    @Test
    void anInterruptedThreadMaySendALargeMessage() throws JMSException {
        Thread.currentThread().interrupt();
        rig.session().send(bytesMessage(FILES, bytes(300_000)), null);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(body(rig.consume(FILES).next())).isEqualTo(bytes(300_000));
    }
}
