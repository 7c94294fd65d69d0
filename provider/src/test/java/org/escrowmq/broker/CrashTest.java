package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escrowmq.EscrowBroker;
import org.escrowmq.broker.BrokerRig.Inbox;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that ends in the middle of its work, without closing anything. */
@Timeout(60)
class CrashTest {

    private static final EscrowQueue ORDERS = BrokerRig.queue("orders");
    private static final EscrowQueue SHIPPED = BrokerRig.queue("shipped");

    @TempDir
    private Path parent;

    /** Works and halts, in a process of its own. */
    static final class Victim {

        private Victim() { }

        public static void main(String[] arguments) throws JMSException {
            BrokerRig rig = BrokerRig.on(Path.of(arguments[0]));
            rig.send(ORDERS, "untouched", "consumed in the prepared branch", "consumed in the open transaction");
            rig.send(ORDERS, "x".repeat(300_000));
            Inbox inbox = rig.consume(ORDERS);
            rig.acknowledge(inbox, inbox.next());
            rig.send(ORDERS, "untouched");
            BrokerTransaction prepared = rig.broker().begin(new TransactionXid(1));
            inbox.consumer().acknowledge(inbox.next(), prepared);
            rig.send(prepared, SHIPPED, "prepared");
            prepared.prepare();
            BrokerTransaction open = rig.broker().begin(new TransactionXid(2));
            inbox.consumer().acknowledge(inbox.next(), open);
            rig.send(open, SHIPPED, "never committed");
            rig.connection().createTemporary(false);
            rig.consume(BrokerRig.topic("news"));
            Runtime.getRuntime().halt(7);
        }
    }

    /** Halts with large bodies in every state that they can be in. */
    static final class Streaming {

        private Streaming() { }

        public static void main(String[] arguments) throws JMSException {
            EscrowBroker broker = EscrowBroker.open(Path.of(arguments[0]));
            Connection connection = broker.connectionFactory().createConnection();
            connection.start();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("files"));
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[3 << 20]);
            for (int i = 0; i < 4; i++) {
                message.setIntProperty("number", i);
                producer.send(message);
            }
            session.createConsumer(session.createQueue("files"), "number = 0").receive();
            Session unacknowledged = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            unacknowledged.createConsumer(session.createQueue("files"), "number = 1").receive();
            Session uncommitted = connection.createSession(true, Session.SESSION_TRANSACTED);
            uncommitted.createConsumer(session.createQueue("files"), "number = 2").receive();
            uncommitted.createProducer(session.createQueue("files")).send(message);
            session.createBytesMessage().writeBytes(new byte[3 << 20]);
            Runtime.getRuntime().halt(7);
        }
    }

    /** Halts with messages that consumers had, and others that nobody had. */
    static final class Consuming {

        private Consuming() { }

        public static void main(String[] arguments) throws JMSException {
            EscrowBroker broker = EscrowBroker.open(Path.of(arguments[0]));
            try (JMSContext context = broker.connectionFactory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
                for (String queue : List.of("taken", "untouched")) {
                    for (String text : List.of("one", "two", "three")) {
                        context.createProducer().send(context.createQueue(queue), text);
                    }
                }
                context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                        .send(context.createQueue("taken"), "lost");
                JMSConsumer consumer = context.createConsumer(context.createQueue("taken"));
                consumer.receive().acknowledge();
                consumer.receive();
                Runtime.getRuntime().halt(7);
            }
        }
    }

    @Test
    void messageThatAConsumerHadAtTheHaltComesAgainAsRedelivered() throws Exception {
        Path directory = afterCrashOf(Consuming.class);
        assertThat(receive(directory, "taken")).startsWith("two again, 2. delivery");
        assertThat(receive(directory, "taken")).as("after it was acknowledged").isEmpty();
    }

    @Test
    void messageThatNobodyHadAtTheHaltComesForTheFirstTime() throws Exception {
        Path directory = afterCrashOf(Consuming.class);
        assertThat(receive(directory, "untouched"))
                .containsExactly("one, 1. delivery", "two, 1. delivery", "three, 1. delivery");
    }

    @Test
    void messageSentAfterTheHaltComesForTheFirstTime() throws Exception {
        Path directory = afterCrashOf(Consuming.class);
        receive(directory, "taken");
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createQueue("taken"), "new");
        }
        assertThat(receive(directory, "taken")).containsExactly("new, 1. delivery");
    }

    @Test
    void messageThatAConsumerHadBeforeOneHaltIsRedeliveredAfterTheNext() throws Exception {
        Path directory = afterCrashOf(Consuming.class);
        afterCrashOf(Untouched.class);
        assertThat(receive(directory, "taken")).startsWith("two again, 2. delivery");
    }

    @Test
    void messageThatAConsumerHadAtTheHaltIsRedeliveredAlsoAfterAProperClose() throws Exception {
        Path directory = afterCrashOf(Consuming.class);
        EscrowBroker.open(directory).close();
        assertThat(receive(directory, "taken")).startsWith("two again, 2. delivery");
    }

    /** Halts without having done anything. */
    static final class Untouched {

        private Untouched() { }

        public static void main(String[] arguments) throws JMSException {
            EscrowBroker.open(Path.of(arguments[0]));
            Runtime.getRuntime().halt(7);
        }
    }

    private static List<String> receive(Path directory, String queue) throws JMSException {
        List<String> received = new ArrayList<>();
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
            for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                received.add(next.getBody(String.class) + (next.getJMSRedelivered() ? " again, " : ", ")
                        + next.getIntProperty("JMSXDeliveryCount") + ". delivery");
            }
        }
        return received;
    }

    private Path afterCrashOf(Class<?> victimClass) throws Exception {
        Path directory = parent.resolve("store");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), victimClass.getName(), directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(parent.resolve("victim.log").toFile())
                .start();
        assertThat(victim.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).isEqualTo(7);
        return directory;
    }

    private static long count(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void afterAHaltEveryLargeBodyBelongsToAMessageInAQueue() throws Exception {
        Path directory = afterCrashOf(Streaming.class);
        assertThat(count(directory.resolve("bodies"))).isPositive();
        try (EscrowBroker broker = EscrowBroker.open(directory);
                Connection connection = broker.connectionFactory().createConnection()) {
            connection.start();
            assertThat(count(directory.resolve("bodies"))).isZero();
            await().until(() -> count(directory.resolve("large-messages")) == 3);
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue("files"));
            for (int i = 1; i <= 3; i++) {
                BytesMessage message = (BytesMessage) consumer.receive(BrokerRig.PATIENCE.toMillis());
                assertThat(message.getIntProperty("number")).isEqualTo(i);
                assertThat(message.getBody(byte[].class)).hasSize(3 << 20);
            }
            assertThat(consumer.receiveNoWait()).isNull();
            await().until(() -> count(directory.resolve("large-messages")) == 0);
        }
    }

    @Test
    void afterAHaltCommittedAndPreparedWorkIsThereAndNothingElse() throws Exception {
        Path directory = afterCrashOf(Victim.class);
        try (BrokerRig rig = BrokerRig.on(directory)) {
            assertThat(rig.drain(ORDERS)).containsExactly(
                    "consumed in the open transaction", "x".repeat(300_000), "untouched");
            assertThat(rig.drain(SHIPPED)).isEmpty();
            assertThat(rig.broker().preparedXids()).hasSize(1);
            rig.broker().prepared(new TransactionXid(1)).commit();
            assertThat(rig.drain(SHIPPED)).containsExactly("prepared");
            assertThat(rig.drain(ORDERS)).isEmpty();
            assertThat(rig.broker().prepared(new TransactionXid(2))).isNull();
        }
    }
}
