package org.escrowmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches whom, when, and in which shape, where the engine has a say in it (Messaging 3, 7, 8). */
class DeliveryRulesTest {

    private static final int TIMEOUT = 10_000;
    private static final String ALONE = "\uD83D and \uDE00 apart";

    @TempDir
    private Path directory;

    private EscrowBroker broker;
    private JMSContext context;
    private Queue queue;
    private Topic topic;

    @BeforeEach
    void open() {
        broker = EscrowBroker.builder().directory(directory).fsync(false).journalBufferTimeoutNanos(500_000).open();
        context = broker.connectionFactory().createContext();
        queue = context.createQueue("work");
        topic = context.createTopic("news");
    }

    @AfterEach
    void close() {
        context.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 2_000})
    void anyStringArrivesUnchangedAlsoOneWithUnpairedSurrogates(int times) throws JMSException {
        String text = ALONE.repeat(times);
        TextMessage textMessage = context.createTextMessage(text);
        textMessage.setStringProperty("name", text);
        textMessage.setJMSCorrelationID(text);
        MapMessage map = context.createMapMessage();
        map.setString("entry", text);
        map.setChar("single", '\uD83D');
        StreamMessage stream = context.createStreamMessage();
        stream.writeString(text);
        stream.writeString("\uDE00");
        JMSProducer producer = context.createProducer();
        List.of(textMessage, map, stream).forEach(message -> producer.send(queue, message));

        JMSConsumer consumer = context.createConsumer(queue);
        Message received = consumer.receive(TIMEOUT);
        assertThat(received.getBody(String.class)).isEqualTo(text);
        assertThat(received.getStringProperty("name")).isEqualTo(text);
        assertThat(received.getJMSCorrelationID()).isEqualTo(text);
        MapMessage receivedMap = (MapMessage) consumer.receive(TIMEOUT);
        assertThat(receivedMap.getString("entry")).isEqualTo(text);
        assertThat(receivedMap.getChar("single")).isEqualTo('\uD83D');
        StreamMessage receivedStream = (StreamMessage) consumer.receive(TIMEOUT);
        assertThat(receivedStream.readString()).isEqualTo(text);
        assertThat(receivedStream.readString()).isEqualTo("\uDE00");
    }

    @Test
    void anExpiredMessageIsNeitherBrowsedNorReceived() throws JMSException {
        Message message = context.createTextMessage("short-lived");
        context.createProducer().setTimeToLive(30).send(queue, message).setTimeToLive(0).send(queue, "lasting");
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> System.currentTimeMillis() >= expiration(message));

        assertThat(browsed()).isEqualTo(1);
        assertThat(context.createConsumer(queue).receiveBody(String.class, TIMEOUT)).isEqualTo("lasting");
    }

    @Test
    void aTimeToLiveBeyondAllTimesMeansForEver() throws JMSException {
        context.createProducer().setTimeToLive(Long.MAX_VALUE).send(queue, "for ever");
        Message received = context.createConsumer(queue).receive(TIMEOUT);
        assertThat(received.getBody(String.class)).isEqualTo("for ever");
        assertThat(received.getJMSExpiration()).isZero();
    }

    @Test
    void expirationCountsFromTheSendAlsoWithADeliveryDelay() throws JMSException {
        Message message = context.createTextMessage("never seen");
        context.createProducer().setDeliveryDelay(200).setTimeToLive(100).send(queue, message);
        assertThat(message.getJMSExpiration()).isLessThan(message.getJMSDeliveryTime());
        context.createProducer().setDeliveryDelay(250).send(queue, "due");
        assertThat(context.createConsumer(queue).receiveBody(String.class, TIMEOUT)).isEqualTo("due");
    }

    @Test
    void aDelayedMessageIsStillDelayedAfterARestart() throws JMSException {
        Message message = context.createTextMessage("later");
        JMSProducer producer = context.createProducer().setDeliveryDelay(1_500).send(queue, message);
        producer.setDeliveryDelay(TimeUnit.DAYS.toMillis(1)).send(queue, "tomorrow");
        close();
        open();
        JMSConsumer consumer = context.createConsumer(queue);
        Message received = consumer.receive(TIMEOUT);
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
        assertThat(received.getBody(String.class)).isEqualTo("later");
        assertThat(consumer.receiveNoWait()).as("the one for tomorrow").isNull();
    }

    @Test
    void messagesOfAHigherPriorityComeFirst() {
        for (int priority : new int[] {4, 0, 9, 5, 4, 9}) {
            context.createProducer().setPriority(priority).send(queue, "p" + priority);
        }
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(drain(consumer)).containsExactly("p9", "p9", "p5", "p4", "p4", "p0");
    }

    @Test
    void aGroupGoesToOneConsumerInOrderUntilItIsClosed() throws JMSException {
        try (JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            JMSConsumer one = context.createConsumer(queue);
            JMSConsumer two = second.createConsumer(queue);
            JMSProducer red = context.createProducer().setProperty("JMSXGroupID", "red");
            red.send(queue, "r1");
            assertThat(one.receiveBody(String.class, TIMEOUT)).isEqualTo("r1");
            red.send(queue, "r2").send(queue, "r3");
            assertThat(two.receiveNoWait()).as("the group belongs to the first consumer").isNull();
            assertThat(drain(one)).containsExactly("r2", "r3");

            red.setProperty("JMSXGroupSeq", -1).send(queue, "last");
            Message last = one.receive(TIMEOUT);
            assertThat(last.getIntProperty("JMSXGroupSeq")).isEqualTo(-1);
            red.setProperty("JMSXGroupSeq", 1).send(queue, "anew");
            assertThat(two.receiveBody(String.class, TIMEOUT)).isEqualTo("anew");
        }
    }

    @Test
    void aGroupPassesOnWhenItsConsumerCloses() {
        try (JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            JMSConsumer one = context.createConsumer(queue);
            JMSConsumer two = second.createConsumer(queue);
            JMSProducer red = context.createProducer().setProperty("JMSXGroupID", "red");
            red.send(queue, "r1");
            assertThat(one.receiveBody(String.class, TIMEOUT)).isEqualTo("r1");
            red.send(queue, "r2");
            one.close();
            assertThat(two.receiveBody(String.class, TIMEOUT)).isEqualTo("r2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    void aBodyOfAnotherTypeIsAsIfItHadNotBeenReceived(int mode) throws JMSException {
        context.createProducer().send(queue, "text").send(queue, (String) null).send(queue, new byte[0])
                .send(queue, Map.of()).send(queue, context.createStreamMessage());
        try (JMSContext other = context.createContext(mode)) {
            JMSConsumer consumer = other.createConsumer(queue);
            assertThatThrownBy(() -> consumer.receiveBody(byte[].class, TIMEOUT))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(browsed()).as("it is on the queue, for others too").isEqualTo(5);
            Message text = consumer.receive(TIMEOUT);
            assertThat(text.getBody(String.class)).isEqualTo("text");
            assertThat(text.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
            for (Class<?> type : List.of(String.class, byte[].class, Map.class, Object.class)) {
                assertThatThrownBy(() -> consumer.receiveBodyNoWait(type)).as("no body at all")
                        .isInstanceOf(MessageFormatRuntimeException.class);
                assertThat(consumer.receiveNoWait().getJMSRedelivered()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED})
    void aBodyOfAnotherTypeIsConsumedUntilRecoverOrRollback(int mode) throws JMSException {
        context.createProducer().send(queue, "text");
        try (JMSContext other = context.createContext(mode)) {
            JMSConsumer consumer = other.createConsumer(queue);
            assertThatThrownBy(() -> consumer.receiveBody(byte[].class, TIMEOUT))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receiveNoWait()).isNull();
            if (mode == JMSContext.SESSION_TRANSACTED) {
                other.rollback();
            } else {
                other.recover();
            }
            assertThat(consumer.receive(TIMEOUT).getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
    }

    @Test
    void aLazilyAcknowledgedMessageDoesNotKeepASubscriptionInUse() {
        try (JMSContext lazy = broker.connectionFactory().createContext(JMSContext.DUPS_OK_ACKNOWLEDGE)) {
            lazy.setClientID("lazy");
            JMSConsumer consumer = lazy.createDurableConsumer(topic, "sub");
            context.createProducer().send(topic, "one");
            assertThat(consumer.receiveBody(String.class, TIMEOUT)).isEqualTo("one");
            consumer.close();
            lazy.unsubscribe("sub");
            assertThat(drain(lazy.createDurableConsumer(topic, "sub"))).isEmpty();
        }
    }

    @Test
    void aLazilyAcknowledgedMessageIsNotLostOnCloseAndNotDeliveredAgain() {
        context.createProducer().send(queue, "one").send(queue, "two");
        try (JMSContext lazy = broker.connectionFactory().createContext(JMSContext.DUPS_OK_ACKNOWLEDGE)) {
            assertThat(lazy.createConsumer(queue).receiveBody(String.class, TIMEOUT)).isEqualTo("one");
        }
        assertThat(drain(context.createConsumer(queue))).containsExactly("two");
    }

    private int browsed() throws JMSException {
        try (QueueBrowser browser = context.createBrowser(queue)) {
            int messages = 0;
            for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); all.nextElement()) {
                messages++;
            }
            return messages;
        }
    }

    private static long expiration(Message message) throws JMSException {
        return message.getJMSExpiration();
    }

    private static List<String> drain(JMSConsumer consumer) {
        List<String> texts = new ArrayList<>();
        for (String text = consumer.receiveBodyNoWait(String.class); text != null;
                text = consumer.receiveBodyNoWait(String.class)) {
            texts.add(text);
        }
        return texts;
    }
}
