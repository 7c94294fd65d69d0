package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.escrowmq.jms.EscrowConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path in plain Java SE: from a JMS call to the journal and back, on the real engine. */
class JavaSeTest {

    private static final int TIMEOUT = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aMessageSurvivesARestartBetweenSendAndReceive() {
        try (EscrowBroker broker = EscrowBroker.open(directory)) {
            EscrowConnectionFactory factory = broker.connectionFactory();
            try (JMSContext context = factory.createContext()) {
                context.createProducer().send(context.createQueue("greetings"), "Hello");
            }
        }
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("greetings"));
            assertThat(consumer.receiveBody(String.class, TIMEOUT)).isEqualTo("Hello");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void allSixKindsOfMessagesArriveAsTheyWereSent() throws JMSException {
        try (EscrowBroker broker = EscrowBroker.open(directory);
                EscrowConnection connection = broker.connectionFactory().createConnection()) {
            connection.start();
            Session session = connection.createSession();
            Queue queue = session.createQueue("kinds");
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {1, 2, 3});
            MapMessage map = session.createMapMessage();
            map.setInt("answer", 42);
            StreamMessage stream = session.createStreamMessage();
            stream.writeString("first");
            stream.writeLong(2);
            for (Message message : List.of(session.createMessage(), session.createTextMessage("text"), bytes, map,
                    stream, session.createObjectMessage("object"))) {
                message.setStringProperty("color", "red");
                session.createProducer(queue).send(message);
            }
            MessageConsumer consumer = session.createConsumer(queue, "color = 'red'");
            assertThat(consumer.receive(TIMEOUT).getStringProperty("color")).isEqualTo("red");
            assertThat(((TextMessage) consumer.receive(TIMEOUT)).getText()).isEqualTo("text");
            assertThat(consumer.receive(TIMEOUT).getBody(byte[].class)).containsExactly(1, 2, 3);
            assertThat(((MapMessage) consumer.receive(TIMEOUT)).getInt("answer")).isEqualTo(42);
            StreamMessage received = (StreamMessage) consumer.receive(TIMEOUT);
            assertThat(received.readString()).isEqualTo("first");
            assertThat(received.readLong()).isEqualTo(2);
            assertThat(((ObjectMessage) consumer.receive(TIMEOUT)).getObject()).isEqualTo("object");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void aRollbackBringsMessagesBackInOrderWithTheirDeliveryCountRaised() throws JMSException {
        try (EscrowBroker broker = EscrowBroker.open(directory);
                EscrowConnection connection = broker.connectionFactory().createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue("work");
            for (int i = 0; i < 5; i++) {
                session.createProducer(queue).send(session.createTextMessage("m" + i));
            }
            session.commit();
            MessageConsumer consumer = session.createConsumer(queue);
            consumer.receive(TIMEOUT);
            consumer.receive(TIMEOUT);
            session.rollback();
            for (int i = 0; i < 5; i++) {
                TextMessage message = (TextMessage) consumer.receive(TIMEOUT);
                assertThat(message.getText()).isEqualTo("m" + i);
                assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(i < 2 ? 2 : 1);
                assertThat(message.getJMSRedelivered()).isEqualTo(i < 2);
            }
            session.commit();
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void aDurableSubscriptionSurvivesARestart() throws JMSException {
        for (int run = 0; run < 2; run++) {
            try (EscrowBroker broker = EscrowBroker.open(directory);
                    EscrowConnection connection = broker.connectionFactory().createConnection()) {
                connection.setClientID("me");
                connection.start();
                Session session = connection.createSession();
                Topic topic = session.createTopic("news");
                MessageConsumer consumer = session.createDurableConsumer(topic, "sub");
                if (run == 0) {
                    consumer.close();
                    session.createProducer(topic).send(session.createTextMessage("while away"));
                } else {
                    assertThat(((TextMessage) consumer.receive(TIMEOUT)).getText()).isEqualTo("while away");
                }
            }
        }
    }

    @Test
    void aListenerHearsEveryMessageOnceAndInOrder() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext receiving = broker.connectionFactory().createContext();
                JMSContext sending = broker.connectionFactory().createContext()) {
            Queue queue = sending.createQueue("work");
            receiving.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
            List<String> sent = IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
            sent.forEach(text ->
                    sending.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT).send(queue, text));
            for (String text : sent) {
                assertThat(heard.poll(TIMEOUT, TimeUnit.MILLISECONDS)).isEqualTo(text);
            }
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aBrowserSeesAllAndTakesNothing() throws JMSException {
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue("work");
            for (int i = 0; i < 20; i++) {
                context.createProducer().setProperty("n", i).send(queue, "m" + i);
            }
            try (QueueBrowser browser = context.createBrowser(queue, "n >= 5")) {
                assertThat(count(browser)).isEqualTo(15);
                assertThat(count(browser)).as("a second look").isEqualTo(15);
            }
            JMSConsumer consumer = context.createConsumer(queue);
            for (int i = 0; i < 20; i++) {
                assertThat(consumer.receiveBody(String.class, TIMEOUT)).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void aMessageIsSelectedByItsIdentifier() throws JMSException {
        try (EscrowBroker broker = EscrowBroker.open(directory);
                JMSContext context = broker.connectionFactory().createContext()) {
            Queue queue = context.createQueue("work");
            context.createProducer().send(queue, "other");
            TextMessage wanted = context.createTextMessage("wanted");
            context.createProducer().send(queue, wanted);
            JMSConsumer consumer = context.createConsumer(queue, "JMSMessageID = '" + wanted.getJMSMessageID() + "'");
            assertThat(consumer.receiveBody(String.class, TIMEOUT)).isEqualTo("wanted");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void whatIsOpenWhenTheBrokerClosesSaysThatItIsClosed() throws JMSException {
        EscrowBroker broker = EscrowBroker.open(directory);
        EscrowConnection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession();
        broker.close();
        assertThatThrownBy(() -> session.createProducer(session.createQueue("q")).send(session.createMessage()))
                .isInstanceOf(JMSException.class).hasMessageContaining("closed");
        connection.close();
    }

    private static int count(QueueBrowser browser) throws JMSException {
        Enumeration<?> messages = browser.getEnumeration();
        int count = 0;
        while (messages.hasMoreElements()) {
            messages.nextElement();
            count++;
        }
        return count;
    }

    private static String text(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
