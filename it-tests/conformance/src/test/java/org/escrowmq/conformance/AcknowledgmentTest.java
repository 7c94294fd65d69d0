package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

@Section("6.2.10")
class AcknowledgmentTest extends ClientTest {

    @BothApis
    void autoAcknowledgesWhenReceiveHasReturned(Api api) throws JMSException {
        acknowledgesByReceiving(api, Session.AUTO_ACKNOWLEDGE);
    }

    @BothApis
    void dupsOkAcknowledgesWithoutTheClient(Api api) throws JMSException {
        acknowledgesByReceiving(api, Session.DUPS_OK_ACKNOWLEDGE);
    }

    private void acknowledgesByReceiving(Api api, int mode) throws JMSException {
        Client client = client(api, mode);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        client.consumer(queue).texts(2);
        client.closeConnection();
        client(api).consumer(queue).nothing();
    }

    @BothApis
    void autoAcknowledgesWhenTheListenerHasReturned(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(received);
        received.next();
        client.closeConnection();
        client(api).consumer(queue).nothing();
    }

    @BothApis
    void recoverOfAnAutomaticSessionRedeliversNothing(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        receiver.arrived();
        client.recover();
        receiver.nothing();
    }

    @BothApis
    void acknowledgingAMessageAcknowledgesAllThatTheSessionHasDelivered(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue one = client.queue();
        Queue two = client.queue();
        client.send(one, "1");
        client.send(two, "2");
        Receiver onOne = client.consumer(one);
        Receiver onTwo = client.consumer(two);
        Message first = onOne.arrived();
        onTwo.arrived();
        client.acknowledge(first);
        client.recover();
        onOne.nothing();
        onTwo.nothing();
    }

    @BothApis
    void acknowledgedMessagesAreNotDeliveredToAnybody(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        client.acknowledge(client.consumer(queue).arrived());
        client.closeConnection();
        client(api).consumer(queue).nothing();
    }

    @BothApis
    void acknowledgingLeavesLaterMessagesUnacknowledged(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        Receiver receiver = client.consumer(queue);
        client.acknowledge(receiver.arrived());
        assertThat(receiver.text()).isEqualTo("b");
        client.recover();
        assertThat(receiver.text()).isEqualTo("b");
    }

    @BothApis
    void acknowledgingTwiceIsAllowed(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        Message message = receiver.arrived();
        client.acknowledge(message);
        client.acknowledge(message);
        client.recover();
        receiver.nothing();
    }

    @BothApis
    void recoverRestartsWithTheFirstUnacknowledgedMessage(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a", "b", "c", "d");
        Receiver receiver = client.consumer(queue);
        client.acknowledge(receiver.arrived());
        assertThat(receiver.texts(2)).containsExactly("b", "c");
        client.recover();
        assertThat(receiver.texts(3)).containsExactly("b", "c", "d");
    }

    @BothApis
    void recoverMarksAndCountsTheRedelivery(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver receiver = client.consumer(queue);
        for (int delivery = 1; delivery <= 3; delivery++) {
            Message message = receiver.arrived();
            assertThat(message.getJMSRedelivered()).isEqualTo(delivery > 1);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(delivery);
            client.recover();
        }
    }

    @BothApis
    void recoverConcernsItsOwnSessionOnly(Api api) throws JMSException {
        Client one = client(api, Session.CLIENT_ACKNOWLEDGE);
        Client two = one.another(Session.CLIENT_ACKNOWLEDGE);
        Topic topic = one.topic();
        Receiver onOne = one.consumer(topic);
        Receiver onTwo = two.consumer(topic);
        client(api).send(topic, "a");
        onOne.arrived();
        onTwo.arrived();
        one.recover();
        assertThat(onOne.text()).isEqualTo("a");
        onTwo.nothing();
    }

    @BothApis
    void recoverInAListenerBringsItsMessageAgain(Api api) throws Exception {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(message -> {
            try {
                if (!message.getJMSRedelivered()) {
                    client.recover();
                } else {
                    message.acknowledge();
                }
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
            received.onMessage(message);
        });
        client(api).send(queue, "a");
        assertThat(received.next().getJMSRedelivered()).isFalse();
        assertThat(received.next().getJMSRedelivered()).isTrue();
        received.nothing();
    }

    @Section("6.2")
    @BothApis
    void unacknowledgedMessagesOfAQueueAreRedeliveredAfterTheSessionEnds(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a");
        client.consumer(queue).arrived();
        client.close();
        Message again = client(api).consumer(queue).arrived();
        assertThat(((TextMessage) again).getText()).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Section("6.2")
    @BothApis
    void unacknowledgedMessagesOfADurableSubscriptionAreRedeliveredAfterTheSessionEnds(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE, uniqueName("client"));
        Client next = client.another(Session.AUTO_ACKNOWLEDGE);
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, "durable");
        next.send(topic, "a");
        receiver.arrived();
        client.close();
        assertThat(next.durable(topic, "durable").text()).isEqualTo("a");
    }

    @Section("6.2.11")
    @BothApis
    void acknowledgedMessageIsNotDeliveredAgainByRecoverOrANewSession(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        Receiver receiver = client.consumer(queue);
        client.acknowledge(receiver.arrived());
        receiver.arrived();
        client.recover();
        assertThat(receiver.text()).isEqualTo("b");
        client.closeConnection();
        Receiver next = client(api).consumer(queue);
        assertThat(next.text()).isEqualTo("b");
        next.nothing();
    }

    @Section("6.2.11")
    @BothApis
    void messageRedeliveredAfterAFailureOfItsListenerIsMarkedAndCounted(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(message -> {
            received.onMessage(message);
            if (!redelivered(message)) {
                throw new UnsupportedOperationException("fails once");
            }
        });
        client(api).send(queue, "a");
        received.next();
        Message again = received.next();
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    private static boolean redelivered(Message message) {
        try {
            return message.getJMSRedelivered();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void acknowledgeOfAContextHasNoEffectInOtherModes() {
        JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);
        Queue queue = transacted.createQueue(uniqueName("queue"));
        context().createProducer().send(queue, "a");
        JMSConsumer consumer = transacted.createConsumer(queue);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
        transacted.acknowledge();
        transacted.rollback();
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
        transacted.commit();
        JMSContext automatic = context();
        automatic.acknowledge();
        assertThat(automatic.createConsumer(queue).receive(ABSENT)).isNull();
    }

    @Test
    void acknowledgeOfAContextAcknowledgesWhatReceiveBodyReturned() {
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        Queue queue = context.createQueue(uniqueName("queue"));
        context.createProducer().send(queue, "a");
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(consumer.receiveBody(String.class, ARRIVES)).isEqualTo("a");
        context.acknowledge();
        context.recover();
        assertThat(consumer.receive(ABSENT)).isNull();
    }
}
