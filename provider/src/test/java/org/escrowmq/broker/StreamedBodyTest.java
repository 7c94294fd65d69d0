package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.escrowmq.EscrowBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** BytesMessages whose bodies are too large for memory, as applications see them, and the files that they leave. */
@Timeout(120)
class StreamedBodyTest {

    private static final int SIZE = (3 << 20) + 7;
    private static final byte[] BODY = new byte[SIZE];
    private static final long PATIENCE = BrokerRig.PATIENCE.toMillis();

    static {
        new Random(SIZE).nextBytes(BODY);
    }

    @TempDir
    private Path directory;
    private EscrowBroker broker;
    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        open(EscrowBroker.builder().directory(directory).jmx(false));
    }

    private void open(EscrowBroker.Builder builder) throws JMSException {
        broker = builder.open();
        connection = broker.connectionFactory().createConnection();
        connection.start();
        session = connection.createSession();
        queue = session.createQueue("files");
    }

    @AfterEach
    void close() {
        broker.close();
        assertThat(count("bodies")).as("bodies left by a broker that was closed").isZero();
    }

    private long count(String subdirectory) {
        try (Stream<Path> files = Files.list(directory.resolve(subdirectory))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitNoFiles(String subdirectory) {
        await().until(() -> {
            System.gc();
            return count(subdirectory) == 0;
        });
    }

    private static BytesMessage written(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        for (int done = 0; done < SIZE; done += 100_000) {
            message.writeBytes(BODY, done, Math.min(100_000, SIZE - done));
        }
        return message;
    }

    private static void send(Session session, Queue queue) throws JMSException {
        try (MessageProducer producer = session.createProducer(queue)) {
            producer.send(written(session));
        }
    }

    private static BytesMessage receive(Session session, Queue queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            return (BytesMessage) consumer.receive(PATIENCE);
        }
    }

    private static void assertWhole(BytesMessage message) throws JMSException {
        assertThat(message.getBodyLength()).isEqualTo(SIZE);
        message.reset();
        byte[] chunk = new byte[70_000];
        int done = 0;
        for (int count = message.readBytes(chunk); count > 0; count = message.readBytes(chunk)) {
            assertThat(Arrays.equals(chunk, 0, count, BODY, done, done + count)).as("from %d on", done).isTrue();
            done += count;
        }
        assertThat(done).isEqualTo(SIZE);
    }

    @Test
    void anAcknowledgedMessageIsReadFromItsFileAfterItsConnectionWasClosedAndThenTheFileGoes() throws JMSException {
        send(session, queue);
        BytesMessage received = receive(session, queue);
        connection.close();
        await().until(() -> count("large-messages") == 0);
        assertThat(count("bodies")).isPositive();
        assertWhole(received);
        assertThat(received.getBody(byte[].class)).isEqualTo(BODY);
        received.clearBody();
        awaitNoFiles("bodies");
    }

    @Test
    void aSentMessageStaysReadableAndMaySentAgainWithMoreInItWhichChangesNothingSent() throws JMSException {
        BytesMessage message = written(session);
        MessageProducer producer = session.createProducer(queue);
        producer.send(message);
        message.writeInt(42);
        producer.send(message);
        message.clearBody();
        message.writeInt(1);
        assertWhole(receive(session, queue));
        BytesMessage longer = receive(session, queue);
        assertThat(longer.getBodyLength()).isEqualTo(SIZE + 4);
        longer.readBytes(new byte[SIZE]);
        assertThat(longer.readInt()).isEqualTo(42);
    }

    @Test
    void aReceivedMessageIsForwardedAsItIs() throws JMSException {
        send(session, queue);
        BytesMessage received = receive(session, queue);
        received.readLong();
        session.createProducer(session.createQueue("next")).send(received);
        assertWhole(receive(session, session.createQueue("next")));
        assertWhole(received);
    }

    @Test
    void aReceivedMessageMayBeClearedAndWrittenAnew() throws JMSException {
        session.createProducer(queue).send(session.createBytesMessage());
        BytesMessage received = receive(session, queue);
        received.clearBody();
        received.writeBytes(BODY);
        session.createProducer(queue).send(received);
        assertWhole(receive(session, queue));
    }

    @Test
    void aForeignMessageIsSentPieceByPiece() throws JMSException {
        BytesMessage original = written(session);
        BytesMessage foreign = (BytesMessage) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {BytesMessage.class}, (proxy, method, arguments) -> method.invoke(original, arguments));
        session.createProducer(queue).send(foreign);
        assertWhole(receive(session, queue));
    }

    @Test
    void aRollbackTakesTheFileOfWhatWasSentAndBringsBackWhatWasReceived() throws JMSException {
        send(session, queue);
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        BytesMessage first = receive(transacted, queue);
        send(transacted, session.createQueue("other"));
        assertThat(count("large-messages")).isEqualTo(2);
        transacted.rollback();
        await().until(() -> count("large-messages") == 1);
        BytesMessage second = receive(transacted, queue);
        assertThat(second.getJMSRedelivered()).isTrue();
        transacted.commit();
        await().until(() -> count("large-messages") == 0);
        assertWhole(first);
        assertWhole(second);
    }

    @Test
    void aBranchThatIsPreparedKeepsItsMessageOverARestart() throws Exception {
        TransactionXid xid = new TransactionXid(1);
        try (XAConnection xaConnection = broker.connectionFactory().createXAConnection()) {
            XASession branch = xaConnection.createXASession();
            branch.getXAResource().start(xid, XAResource.TMNOFLAGS);
            send(branch, queue);
            branch.getXAResource().end(xid, XAResource.TMSUCCESS);
            branch.getXAResource().prepare(xid);
        }
        broker.close();
        open();
        broker.recoveryResource().commit(xid, false);
        assertWhole(receive(session, queue));
    }

    @Test
    void aBrowserReadsTheBodyAndLeavesTheMessage() throws JMSException {
        send(session, queue);
        Enumeration<?> messages = session.createBrowser(queue).getEnumeration();
        assertWhole((BytesMessage) messages.nextElement());
        assertThat(messages.hasMoreElements()).isFalse();
        assertWhole(receive(session, queue));
    }

    @Test
    void everySubscriberHasTheBodyForItselfAndOnlyThoseWhoseSelectorMatches() throws JMSException {
        MessageConsumer one = session.createConsumer(session.createTopic("news"), "color = 'red'");
        MessageConsumer two = session.createConsumer(session.createTopic("news"));
        MessageConsumer none = session.createConsumer(session.createTopic("news"), "color = 'blue'");
        BytesMessage message = written(session);
        message.setStringProperty("color", "red");
        session.createProducer(session.createTopic("news")).send(message);
        BytesMessage first = (BytesMessage) one.receive(PATIENCE);
        first.clearBody();
        BytesMessage second = (BytesMessage) two.receive(PATIENCE);
        await().until(() -> count("large-messages") == 0);
        assertWhole(second);
        assertThat(none.receiveNoWait()).isNull();
    }

    @Test
    void aNonPersistentMessageIsStreamedToo() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(written(session));
        assertWhole(receive(session, queue));
    }

    @Test
    void anAsynchronousSendGivesTheListenerTheMessageToRead() throws Exception {
        CompletableFuture<Message> completed = new CompletableFuture<>();
        session.createProducer(queue).send(written(session), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.complete(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                completed.completeExceptionally(exception);
            }
        });
        assertWhole((BytesMessage) completed.get(PATIENCE, TimeUnit.MILLISECONDS));
        assertWhole(receive(session, queue));
    }

    @Test
    void receiveBodyReturnsTheBodyWhole() {
        try (JMSContext context = broker.connectionFactory().createContext();
                JMSConsumer consumer = context.createConsumer(context.createQueue("files"))) {
            context.createProducer().send(context.createQueue("files"), BODY);
            assertThat(consumer.receiveBody(byte[].class, PATIENCE)).isEqualTo(BODY);
        }
    }

    @Test
    void aMessageFromAPageFileIsReadAfterTheEngineHasDeletedThePage() throws Exception {
        broker.close();
        open(EscrowBroker.builder().directory(directory).jmx(false).globalMaxBytes(1 << 20));
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 30; i++) {
            BytesMessage filler = session.createBytesMessage();
            filler.writeBytes(BODY, 0, 90_000);
            producer.send(filler);
        }
        producer.send(written(session));
        assertThat(Files.walk(directory.resolve("paging")).filter(path -> path.toString().endsWith(".page")).count())
                .as("page files").isPositive();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 30; i++) {
            assertThat(((BytesMessage) consumer.receive(PATIENCE)).getBodyLength()).isEqualTo(90_000);
        }
        BytesMessage received = (BytesMessage) consumer.receive(PATIENCE);
        await().until(() -> count("large-messages") == 0);
        assertWhole(received);
    }

    @Test
    void aMessageThatWasGivenBackAndTakenByAnotherIsStillReadByWhoeverHasIt() throws Exception {
        send(session, queue);
        Session unacknowledged = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        BytesMessage received = receive(unacknowledged, queue);
        unacknowledged.close();
        assertWhole(receive(session, queue));
        await().until(() -> count("large-messages") == 0);
        assertWhole(received);
    }

    @Test
    void whenTheBrokerIsClosedReadingOnFailsAndSaysWhy() throws JMSException {
        send(session, queue);
        BytesMessage received = receive(session, queue);
        broker.close();
        assertThatThrownBy(received::readByte).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("closed", directory.toString());
        open();
    }

    @Test
    void aBodyForWhichThereIsNoRoomIsRefusedAndTheBrokerGoesOn() throws JMSException {
        send(session, queue);
        broker.close();
        open(EscrowBroker.builder().directory(directory).jmx(false).minFreeDiskBytes(Long.MAX_VALUE / 2));
        BytesMessage message = session.createBytesMessage();
        assertThatThrownBy(() -> message.writeBytes(BODY)).isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("no room");
        assertWhole(receive(session, queue));
    }
}
