package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("7.1")
class ProducerTest extends ClientTest {

    private static final long HOUR = 3_600_000;

    @Test
    void producerTellsItsDestination() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        assertThat(session.createProducer(queue).getDestination()).isEqualTo(queue);
        assertThat(session.createProducer(null).getDestination()).isNull();
    }

    @Test
    void producerWithoutDestinationSendsToTheOneOfEachCall() throws JMSException {
        Session session = session();
        Queue one = queue(session);
        Queue two = queue(session);
        MessageProducer producer = session.createProducer(null);
        producer.send(one, session.createTextMessage("1"));
        producer.send(two, session.createTextMessage("2"), DeliveryMode.NON_PERSISTENT, 3, 0);
        assertThat(arrivedText(session.createConsumer(one))).isEqualTo("1");
        assertThat(arrivedText(session.createConsumer(two))).isEqualTo("2");
    }

    @Test
    void producerWithoutDestinationIsNotUsedWithoutOne() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        Message message = session.createMessage();
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void producerWithADestinationIsNotUsedWithAnother() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        Message message = session.createMessage();
        assertThatThrownBy(() -> producer.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(queue, message, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @BothApis
    void sendToNoDestinationIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Sender sender = client.sender();
        Message message = client.message();
        api.refuses(InvalidDestinationException.class, () -> sender.send(null, message));
    }

    @KnownDifference("throws NullPointerException; the Javadoc of send names MessageFormatException")
    @Test
    void sendOfNoMessageIsRefusedInTheClassicApi() throws JMSException {
        sendOfNoMessageIsRefused(Api.CLASSIC);
    }

    @Test
    void sendOfNoMessageIsRefusedInTheSimplifiedApi() throws JMSException {
        sendOfNoMessageIsRefused(Api.SIMPLIFIED);
    }

    private void sendOfNoMessageIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        api.refuses(MessageFormatException.class, () -> sender.send(queue, null));
    }

    @KnownDifference("throws NullPointerException; the Javadoc of send names MessageFormatException")
    @Test
    void sendOfNoMessageToTheOwnDestinationIsRefused() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> producer.send(null, DeliveryMode.PERSISTENT, 4, 0))
                .isInstanceOf(MessageFormatException.class);
    }

    @Test
    void secondCloseOfAProducerDoesNothing() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        producer.close();
        producer.close();
        assertThatThrownBy(producer::getDestination).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void senderOfAQueueSessionSendsToItsQueue() throws JMSException {
        Assumptions.assumeTrue(factory instanceof QueueConnectionFactory);
        var connection = closing(((QueueConnectionFactory) factory).createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = queue(session);
        QueueSender sender = session.createSender(queue);
        assertThat(sender.getQueue()).isEqualTo(queue);
        sender.send(session.createTextMessage("a"));
        sender.send(session.createTextMessage("b"), DeliveryMode.NON_PERSISTENT, 4, HOUR);
        QueueSender any = session.createSender(null);
        assertThat(any.getQueue()).isNull();
        any.send(queue, session.createTextMessage("c"));
        any.send(queue, session.createTextMessage("d"), DeliveryMode.NON_PERSISTENT, 4, HOUR);
        var receiver = session.createReceiver(queue);
        for (String text : new String[] {"a", "b", "c", "d"}) {
            assertThat(arrivedText(receiver)).isEqualTo(text);
        }
    }

    @Test
    void publisherOfATopicSessionPublishesToItsTopic() throws JMSException {
        Assumptions.assumeTrue(factory instanceof TopicConnectionFactory);
        var connection = closing(((TopicConnectionFactory) factory).createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic(session);
        var subscriber = session.createSubscriber(topic);
        TopicPublisher publisher = session.createPublisher(topic);
        assertThat(publisher.getTopic()).isEqualTo(topic);
        publisher.publish(session.createTextMessage("a"));
        publisher.publish(session.createTextMessage("b"), DeliveryMode.NON_PERSISTENT, 4, HOUR);
        TopicPublisher any = session.createPublisher(null);
        assertThat(any.getTopic()).isNull();
        any.publish(topic, session.createTextMessage("c"));
        any.publish(topic, session.createTextMessage("d"), DeliveryMode.NON_PERSISTENT, 4, HOUR);
        for (String text : new String[] {"a", "b", "c", "d"}) {
            assertThat(arrivedText(subscriber)).isEqualTo(text);
        }
    }

    @Section("7.2")
    @BothApis
    void messageIsThereWhenSendHasReturned(Api api) throws JMSException {
        Client sending = client(api);
        Queue queue = sending.queue();
        sending.send(queue, "a");
        sending.closeConnection();
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
    }

    /** What a body sent by a JMSProducer arrives as. */
    private <M extends Message> M sent(Class<M> kind, BiConsumer<JMSProducer, Destination> send) {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        send.accept(context.createProducer().setProperty("colour", "red"), queue);
        JMSConsumer consumer = context.createConsumer(queue);
        Message message = consumer.receive(ARRIVES);
        assertThat(message).isInstanceOf(kind);
        try {
            assertThat(message.getStringProperty("colour")).isEqualTo("red");
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
        return kind.cast(message);
    }

    @Section("7.2")
    @Test
    void stringIsSentAsTextMessage() throws JMSException {
        assertThat(sent(TextMessage.class, (producer, queue) -> producer.send(queue, "a")).getText()).isEqualTo("a");
        assertThat(sent(TextMessage.class, (producer, queue) -> producer.send(queue, (String) null)).getText())
                .isNull();
    }

    @Section("7.2")
    @Test
    void mapIsSentAsMapMessage() throws JMSException {
        Map<String, Object> body = Map.of("a", 1, "b", "x");
        MapMessage message = sent(MapMessage.class, (producer, queue) -> producer.send(queue, body));
        assertThat(message.getInt("a")).isEqualTo(1);
        assertThat(message.getString("b")).isEqualTo("x");
        assertThat(sent(MapMessage.class, (producer, queue) -> producer.send(queue, (Map<String, Object>) null))
                .getMapNames().hasMoreElements()).isFalse();
    }

    @Section("7.2")
    @Test
    void bytesAreSentAsBytesMessage() throws JMSException {
        BytesMessage message = sent(BytesMessage.class, (producer, queue) -> producer.send(queue, new byte[] {1, 2}));
        assertThat(message.getBodyLength()).isEqualTo(2);
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Section("7.2")
    @KnownDifference("sends four bytes; the Javadoc of send wants none")
    @Test
    void noBytesAreSentAsBytesMessageWithoutBody() throws JMSException {
        assertThat(sent(BytesMessage.class, (producer, queue) -> producer.send(queue, (byte[]) null)).getBodyLength())
                .isZero();
    }

    @Section("7.2")
    @Test
    void objectIsSentAsObjectMessage() throws JMSException {
        BigDecimal body = new BigDecimal("4711.5");
        assertThat(sent(ObjectMessage.class, (producer, queue) -> producer.send(queue, body)).getObject())
                .isEqualTo(body);
        Serializable none = null;
        assertThat(sent(ObjectMessage.class, (producer, queue) -> producer.send(queue, none)).getObject()).isNull();
    }

    @Section("7.2")
    @Test
    void bodyIsNotSentToNoDestination() {
        JMSProducer producer = context().createProducer();
        assertThatThrownBy(() -> producer.send(null, "a")).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> producer.send(null, Map.of()))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> producer.send(null, new byte[1]))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> producer.send(null, (Serializable) 1L))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Section("7.2")
    @Test
    void mapWithAValueThatNoMapMessageHoldsIsNotSent() {
        JMSContext context = context();
        Queue queue = context.createQueue(uniqueName("queue"));
        assertThatThrownBy(() -> context.createProducer().send(queue, Map.of("a", new Object())))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }
}
