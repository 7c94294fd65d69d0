package org.escrowmq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.escrowmq.ArrivalAwareConsumer;
import org.escrowmq.RedeliveryOptions;
import org.escrowmq.destination.EscrowDestination;
import org.escrowmq.destination.EscrowQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receiving by call: waiting, stopping, closing, fairness between consumers (Messaging 6.1.5, 8.5). */
class ReceiveTest {

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
    void anIdleConsumerHoldsNothingBackFromOthers() throws JMSException {
        MessageConsumer idle = session.createConsumer(queue);
        provider.send(queue, "one", "two", "three");
        assertThat(FakeProvider.textNow(idle)).isEqualTo("one");

        assertThat(provider.drain(queue)).containsExactly("two", "three");
    }

    @Test
    void anEmptySelectorIsToldAsNone() throws JMSException {
        assertThat(session.createConsumer(queue, "").getMessageSelector()).isNull();
        assertThat(session.createBrowser(queue, "").getMessageSelector()).isNull();
    }

    @Test
    void aReceiveThatTimedOutTakesItsRequestBack() throws JMSException {
        MessageConsumer impatient = session.createConsumer(queue);
        assertThat(impatient.receive(1)).isNull();

        provider.send(queue, "one");

        assertThat(provider.drain(queue)).containsExactly("one");
    }

    @Test
    void aWaitingReceiveGetsTheNextMessage() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> text(consumer));

        provider.send(queue, "one");

        assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("one");
    }

    @Test
    void closingTheConsumerEndsAWaitingReceiveWithNull() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> text(consumer));

        consumer.close();

        assertThat(received.handle((text, failure) -> text).get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aConnectionThatTheBrokerEndsTellsWhoeverWaitsAndWhoeverAsksLater() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> JmsRuntimeErrors.translate(
                consumer::receive));
        await().until(() -> !provider.broker.history("request").isEmpty());
        provider.broker.failConnections(new JMSException("the broker has ended", "ENDED"));
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("the broker has ended");
        assertThatThrownBy(() -> consumer.receive(1)).isInstanceOf(JMSException.class)
                .hasMessage("the broker has ended");
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(JMSException.class);
        consumer.close();
    }

    @Test
    void aConsumerThatTheBrokerClosesSaysWhy() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        provider.broker.destroy(EscrowDestination.of(queue), new JMSException("the queue was deleted"));
        assertThatThrownBy(() -> consumer.receive(1)).isInstanceOf(JMSException.class)
                .hasMessage("the queue was deleted");
    }

    @Test
    void nothingIsReceivedWhileTheConnectionIsStopped() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        provider.send(queue, "one");
        provider.connection.stop();
        assertThat(consumer.receiveNoWait()).isNull();

        provider.connection.start();

        assertThat(FakeProvider.textNow(consumer)).isEqualTo("one");
    }

    @Test
    void stoppingGivesBackWhatWasReservedAndNotReceived() throws JMSException {
        ArrivalAwareConsumer consumer = (ArrivalAwareConsumer) session.createConsumer(queue);
        List<String> arrivals = new ArrayList<>();
        consumer.onArrival(() -> arrivals.add("arrived"));
        provider.send(queue, "one");
        assertThat(consumer.hasMessage()).isTrue();

        provider.connection.stop();

        assertThat(consumer.hasMessage()).isFalse();
        try (EscrowConnection other = provider.factory.createConnection()) {
            other.start();
            Message message = other.createSession().createConsumer(queue).receiveNoWait();
            assertThat(message.getJMSRedelivered()).as("never shown to the first consumer").isFalse();
        }
        assertThat(arrivals).containsExactly("arrived");
    }

    @Test
    void aConsumerReservesAheadAsManyMessagesAsItWasAllowedAndGivesBackTheRest() throws JMSException {
        ArrivalAwareConsumer consumer = (ArrivalAwareConsumer) session.createConsumer(queue);
        consumer.setPrefetch(2);
        provider.send(queue, "one", "two", "three", "four", "five");
        assertThat(FakeProvider.textNow(consumer)).isEqualTo("one");
        assertThat(provider.drain(queue)).containsExactly("four", "five");

        consumer.giveBack();
        assertThat(consumer.hasMessage()).isFalse();
        assertThat(provider.drain(queue)).containsExactly("two", "three");

        provider.send(queue, "six");
        assertThat(provider.drain(queue)).as("nothing is asked for").containsExactly("six");
        List<String> arrivals = new ArrayList<>();
        consumer.onArrival(() -> arrivals.add("arrived"));
        provider.send(queue, "seven");
        assertThat(arrivals).hasSize(1);
        assertThat(FakeProvider.textNow(consumer)).isEqualTo("seven");
    }

    @Test
    void rulesOfItsOwnAreReadByTheNamesOfTheBrokersOptions() throws JMSException {
        ArrivalAwareConsumer consumer = (ArrivalAwareConsumer) session.createConsumer(queue);
        consumer.setRedelivery(Map.of("maxDeliveryAttempts", "3", "redeliveryDelayMillis", "5"));
        assertThatThrownBy(() -> consumer.setRedelivery(Map.of("maxDeliveryAttempts", "0", "redelivery", "5",
                "deadLetterDestination", " "))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDeliveryAttempts is '0', allowed is a number, at least 1")
                .hasMessageContaining("'redelivery' is not an option; the options are maxDeliveryAttempts,")
                .hasMessageContaining("deadLetterDestination is ' ', allowed is the name of a queue");
        assertThat(RedeliveryOptions.faults(Map.of("immediateRedeliveries", "x", "maxDeliveryAttempts", "-1")))
                .containsOnlyKeys("immediateRedeliveries");
    }

    @Test
    void onArrivalRunsOnceAndReservesOneMessage() throws JMSException {
        ArrivalAwareConsumer consumer = (ArrivalAwareConsumer) session.createConsumer(queue);
        List<String> arrivals = new ArrayList<>();
        consumer.onArrival(() -> arrivals.add("arrived"));
        assertThat(arrivals).isEmpty();

        provider.send(queue, "one", "two");

        assertThat(arrivals).containsExactly("arrived");
        assertThat(FakeProvider.textNow(consumer)).isEqualTo("one");
        assertThat(consumer.hasMessage()).isFalse();
        assertThat(provider.drain(queue)).containsExactly("two");
    }

    @Test
    void anExpiredMessageIsNotReceived() throws JMSException {
        Session sender = provider.session(Session.AUTO_ACKNOWLEDGE);
        sender.createProducer(queue).send(sender.createTextMessage("late"), 2, 4, -1);
        provider.send(queue, "good");

        assertThat(provider.drain(queue)).containsExactly("good");
    }

    @Test
    void receiveBodyOfTheWrongTypeLeavesTheMessageInAnAutoAcknowledgeContext() throws JMSException {
        provider.send(queue, "text");
        try (JMSContext context = provider.factory.createContext()) {
            var consumer = context.createConsumer(queue);
            assertThatThrownBy(() -> consumer.receiveBody(byte[].class, 1000))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receiveBody(String.class, 1000)).isEqualTo("text");
            assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        }
    }

    @Test
    void aConsumerWithAListenerCannotBeReceivedFrom() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> { });
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateException.class);
    }

    private static String text(MessageConsumer consumer) {
        try {
            return consumer.receive().getBody(String.class);
        } catch (JMSException e) {
            throw JmsRuntimeErrors.of(e);
        }
    }
}
