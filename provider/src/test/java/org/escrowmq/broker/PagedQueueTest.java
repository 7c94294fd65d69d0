package org.escrowmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.escrowmq.EscrowBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue most of whose messages are in page files looks like any other. */
@Timeout(120)
class PagedQueueTest {

    private static final int COUNT = 6000;
    private static final long PATIENCE = BrokerRig.PATIENCE.toMillis();

    @TempDir
    private Path directory;
    private EscrowBroker broker;
    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void fill() throws JMSException {
        open();
        send(0, COUNT);
    }

    private void open() throws JMSException {
        broker = EscrowBroker.builder().directory(directory).jmx(false).globalMaxBytes(1 << 20).open();
        connection = broker.connectionFactory().createConnection();
        connection.start();
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
        queue = session.createQueue("paged");
    }

    private void send(int from, int to) throws JMSException {
        try (Session sender = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = sender.createProducer(queue);
            String text = "x".repeat(500);
            for (int i = from; i < to; i++) {
                Message message = sender.createTextMessage(text);
                message.setIntProperty("number", i);
                message.setBooleanProperty("odd", i % 2 == 1);
                producer.send(message);
            }
            sender.commit();
        }
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private List<Integer> drain(String selector) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(queue, selector)) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                numbers.add(message.getIntProperty("number"));
                if (numbers.size() % 500 == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
        return numbers;
    }

    private static List<Integer> numbers(int from, int step) {
        return IntStream.range(0, COUNT).filter(i -> i % step == from).boxed().toList();
    }

    @Test
    void aSelectorFindsTheLastMessageAndNothingIsLostOrDoubledByIt() throws JMSException {
        assertThat(drain("number = " + (COUNT - 1))).containsExactly(COUNT - 1);
        assertThat(drain("odd")).isEqualTo(numbers(1, 2).subList(0, COUNT / 2 - 1));
        assertThat(drain(null)).isEqualTo(numbers(0, 2));
    }

    @Test
    void whatASelectorTookAndGaveBackComesAgain() throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue, "number >= " + (COUNT - 3))) {
            for (int i = 3; i > 0; i--) {
                assertThat(consumer.receive(PATIENCE).getIntProperty("number")).isEqualTo(COUNT - i);
            }
            session.rollback();
        }
        assertThat(drain("number >= " + (COUNT - 3))).containsExactly(COUNT - 3, COUNT - 2, COUNT - 1);
        assertThat(drain(null)).isEqualTo(numbers(0, 1).subList(0, COUNT - 3));
    }

    @Test
    void aListenerWithASelectorGetsWhatIsThereAndWhatComes() throws JMSException {
        List<Integer> received = new CopyOnWriteArrayList<>();
        Session listening = connection.createSession();
        listening.createConsumer(queue, "number >= " + (COUNT - 2)).setMessageListener(message -> {
            try {
                received.add(message.getIntProperty("number"));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await().until(() -> received.equals(List.of(COUNT - 2, COUNT - 1)));
        send(COUNT, COUNT + 2);
        Awaitility.await().until(() -> received.equals(List.of(COUNT - 2, COUNT - 1, COUNT, COUNT + 1)));
        listening.close();
        assertThat(drain(null)).isEqualTo(numbers(0, 1).subList(0, COUNT - 2));
    }

    @Test
    void aBrowserSeesEverything() throws JMSException {
        List<Integer> browsed = new ArrayList<>();
        Enumeration<?> messages = session.createBrowser(queue).getEnumeration();
        while (messages.hasMoreElements()) {
            browsed.add(((Message) messages.nextElement()).getIntProperty("number"));
        }
        assertThat(browsed).isEqualTo(numbers(0, 1));
    }

    @Test
    void aRestartInTheMiddleLosesAndRepeatsNothing() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < COUNT / 2; i++) {
            assertThat(consumer.receive(PATIENCE).getIntProperty("number")).isEqualTo(i);
        }
        session.commit();
        assertThat(drain("number = " + (COUNT - 1))).containsExactly(COUNT - 1);
        broker.close();
        open();
        assertThat(drain(null)).isEqualTo(numbers(0, 1).subList(COUNT / 2, COUNT - 1));
    }
}
