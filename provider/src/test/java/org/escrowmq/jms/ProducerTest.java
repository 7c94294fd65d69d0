package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sending (Messaging 3.4, 7): headers that a send sets, and what it refuses. */
class ProducerTest {

    private final Queue queue = new EscrowQueue("work");
    private FakeProvider provider;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        provider = new FakeProvider();
        session = provider.session(Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void close() throws JMSException {
        provider.close();
    }

    @Test
    void sendSetsItsHeadersOnTheSendersMessageAndTheReceiverSeesTheSame() throws JMSException {
        TextMessage sent = session.createTextMessage("one");
        long before = System.currentTimeMillis();
        session.createProducer(queue).send(sent, DeliveryMode.NON_PERSISTENT, 7, 60_000);

        Message received = session.createConsumer(queue).receiveNoWait();

        for (Message message : new Message[] {sent, received}) {
            assertThat(message.getJMSDestination()).isEqualTo(queue);
            assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(message.getJMSPriority()).isEqualTo(7);
            assertThat(message.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
            assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
            assertThat(message.getJMSMessageID()).startsWith("ID:").isEqualTo(sent.getJMSMessageID());
        }
    }

    @Test
    void idAndTimestampAreLeftOutOnRequest() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        Message message = session.createMessage();
        producer.send(message);
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSTimestamp()).isZero();
    }

    @Test
    void everyMessageHasItsOwnId() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        Message message = session.createMessage();
        producer.send(message);
        String first = message.getJMSMessageID();
        producer.send(message);
        assertThat(message.getJMSMessageID()).isNotEqualTo(first);
    }

    @Test
    void aDeliveryDelaySetsTheDeliveryTime() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(5_000);
        Message message = session.createMessage();
        producer.send(message);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + 5_000);
    }

    @Test
    void changingASentMessageChangesNothingThatWasSent() throws JMSException {
        TextMessage message = session.createTextMessage("before");
        session.createProducer(queue).send(message);
        message.setText("after");
        assertThat(provider.drain(queue)).containsExactly("before");
    }

    @Test
    void aProducerWithADestinationRefusesAnotherAndOneWithoutNeedsOne() throws JMSException {
        MessageProducer bound = session.createProducer(queue);
        MessageProducer free = session.createProducer(null);
        Message message = session.createMessage();
        assertThatThrownBy(() -> bound.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> free.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> free.send(null, message)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void whatIsNeitherQueueNorTopicIsRefusedByTypeName() {
        Destination odd = new Destination() { };
        assertThatThrownBy(() -> session.createProducer(odd))
                .isInstanceOf(InvalidDestinationException.class).hasMessageContaining(odd.getClass().getName());
    }

    @Test
    void badArgumentsAreRefusedWithWhatIsAllowed() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSException.class)
                .hasMessageContaining("10").hasMessageContaining("0 to 9");
        assertThatThrownBy(() -> producer.setDeliveryMode(3)).isInstanceOf(JMSException.class)
                .hasMessageContaining("PERSISTENT (2)");
    }
}
