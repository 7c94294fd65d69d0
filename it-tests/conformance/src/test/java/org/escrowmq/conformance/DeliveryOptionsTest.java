package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

@Section("7.4")
class DeliveryOptionsTest extends ClientTest {

    private static final long HOUR = 3_600_000;
    private static final long DELAY = 300;

    @BothApis
    void producerStartsWithTheDefaults(Api api) throws JMSException {
        Sender sender = client(api).sender();
        assertThat(sender.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(sender.getPriority()).isEqualTo(4);
        assertThat(sender.getTimeToLive()).isZero();
        assertThat(sender.getDeliveryDelay()).isZero();
    }

    @BothApis
    void producerTellsTheOptionsThatWereSet(Api api) throws JMSException {
        Sender sender = client(api).sender();
        sender.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        sender.setPriority(9);
        sender.setTimeToLive(HOUR);
        sender.setDeliveryDelay(DELAY);
        assertThat(sender.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(sender.getPriority()).isEqualTo(9);
        assertThat(sender.getTimeToLive()).isEqualTo(HOUR);
        assertThat(sender.getDeliveryDelay()).isEqualTo(DELAY);
    }

    @BothApis
    void optionsOfTheProducerApplyToAllItsMessages(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        sender.setPriority(6);
        sender.setTimeToLive(HOUR);
        Receiver receiver = client.consumer(queue);
        for (int i = 0; i < 2; i++) {
            sender.send(queue, client.message("a"));
            Message message = receiver.arrived();
            assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(message.getJMSPriority()).isEqualTo(6);
            assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + HOUR);
        }
    }

    @Test
    void argumentsOfSendOverrideTheOptionsOfTheProducerForOneMessage() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(6);
        producer.setTimeToLive(HOUR);
        producer.send(session.createMessage(), DeliveryMode.PERSISTENT, 3, 0);
        producer.send(session.createMessage());
        var consumer = session.createConsumer(queue, "JMSPriority = 3");
        Message overridden = arrived(consumer);
        consumer.close();
        assertThat(overridden.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(overridden.getJMSExpiration()).isZero();
        Message usual = arrived(session.createConsumer(queue));
        assertThat(usual.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(usual.getJMSPriority()).isEqualTo(6);
        assertThat(usual.getJMSExpiration()).isPositive();
        assertThat(producer.getPriority()).isEqualTo(6);
    }

    @Test
    void optionsOfOneProducerDoNotApplyToAnother() throws JMSException {
        optionsAreTheProducersOwn(client(Api.CLASSIC));
    }

    @KnownDifference("lets all JMSProducers of a context share their options; 7.4")
    @Test
    void optionsOfOneContextProducerDoNotApplyToAnother() throws JMSException {
        optionsAreTheProducersOwn(client(Api.SIMPLIFIED));
    }

    private static void optionsAreTheProducersOwn(Client client) throws JMSException {
        Sender one = client.sender();
        Sender two = client.sender();
        one.setPriority(9);
        one.setTimeToLive(HOUR);
        Queue queue = client.queue();
        two.send(queue, client.message("a"));
        Message message = client.consumer(queue).arrived();
        assertThat(message.getJMSPriority()).isEqualTo(4);
        assertThat(message.getJMSExpiration()).isZero();
    }

    @Section("7.7")
    @BothApis
    void deliveryModeOfTheMessageObjectIsIgnored(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Message message = client.message("a");
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        client.sender().send(queue, message);
        assertThat(client.consumer(queue).arrived().getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }

    @Section("7.7")
    @BothApis
    void messagesOfBothModesAreDeliveredOnce(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        sender.send(queue, client.message("a"));
        Receiver receiver = client.consumer(queue);
        assertThat(receiver.text()).isEqualTo("a");
        sender.setDeliveryMode(DeliveryMode.PERSISTENT);
        sender.send(queue, client.message("b"));
        assertThat(receiver.text()).isEqualTo("b");
        client.closeConnection();
        client(api).consumer(queue).nothing();
    }

    @Section("7.8")
    @BothApis
    void timeToLiveCountsFromTheSendAlsoInATransaction(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setTimeToLive(HOUR);
        long before = System.currentTimeMillis();
        sender.send(queue, client.message("a"));
        long after = System.currentTimeMillis();
        while (System.currentTimeMillis() <= after) {
            Thread.onSpinWait();
        }
        client.commit();
        assertThat(client(api).consumer(queue).arrived().getJMSExpiration()).isBetween(before + HOUR, after + HOUR);
    }

    @Section("7.8")
    @BothApis
    void messageIsNotReceivedAfterItsTimeToLive(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setTimeToLive(1);
        Message message = client.message("a");
        sender.send(queue, message);
        while (System.currentTimeMillis() <= message.getJMSExpiration()) {
            Thread.onSpinWait();
        }
        client.consumer(queue).nothing();
    }

    @Section("7.8")
    @BothApis
    void expirationOfTheMessageObjectIsIgnored(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Message message = client.message("a");
        message.setJMSExpiration(1);
        client.sender().send(queue, message);
        assertThat(client.consumer(queue).arrived().getJMSExpiration()).isZero();
    }

    @Section("7.9")
    @BothApis
    void messageIsNotDeliveredBeforeItsDeliveryTime(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Receiver receiver = client.consumer(queue);
        Sender sender = client.sender();
        sender.setDeliveryDelay(DELAY);
        long before = System.currentTimeMillis();
        sender.send(queue, client.message("a"));
        assertThat(receiver.receiveNoWait()).isNull();
        Message message = receiver.arrived();
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime())
                .isGreaterThanOrEqualTo(before + DELAY);
    }

    @Section("7.9")
    @BothApis
    void listenerIsNotCalledBeforeTheDeliveryTime(Api api) throws Exception {
        Client client = client(api);
        Queue queue = client.queue();
        Received received = Received.returning();
        client.consumer(queue).setMessageListener(received);
        Sender sender = client(api).sender();
        sender.setDeliveryDelay(DELAY);
        sender.send(queue, client(api).message("a"));
        Message message = received.next();
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
    }

    @Section("7.9")
    @BothApis
    void delayedMessageDoesNotHoldBackLaterOnes(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setDeliveryDelay(2 * DELAY);
        sender.send(queue, client.message("later"));
        sender.setDeliveryDelay(0);
        sender.send(queue, client.message("now"));
        assertThat(client.consumer(queue).texts(2)).containsExactly("now", "later");
    }

    @Section("7.9")
    @BothApis
    void deliveryTimeCountsFromTheSendAlsoInATransaction(Api api) throws JMSException {
        Client client = client(api, Session.SESSION_TRANSACTED);
        Queue queue = client.queue();
        Sender sender = client.sender();
        sender.setDeliveryDelay(DELAY);
        long before = System.currentTimeMillis();
        sender.send(queue, client.message("a"));
        long after = System.currentTimeMillis();
        while (System.currentTimeMillis() <= after) {
            Thread.onSpinWait();
        }
        client.commit();
        assertThat(client(api).consumer(queue).arrived().getJMSDeliveryTime()).isBetween(before + DELAY, after + DELAY);
    }

    @Section("7.9")
    @BothApis
    void delayedMessageIsForSubscriptionsThatExistWhenItIsSent(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver early = client.consumer(topic);
        Sender sender = client.sender();
        sender.setDeliveryDelay(DELAY);
        sender.send(topic, client.message("a"));
        Receiver late = client.consumer(topic);
        assertThat(early.text()).isEqualTo("a");
        late.nothing();
    }

    @Section("7.9")
    @BothApis
    void delayedMessageIsForADurableSubscriptionThatExistsWhenItIsSent(Api api) throws JMSException {
        Client client = client(api, uniqueName("client"));
        Topic topic = client.topic();
        client.durable(topic, "early").close();
        Sender sender = client.sender();
        sender.setDeliveryDelay(DELAY);
        sender.send(topic, client.message("a"));
        Receiver late = client.durable(topic, "late");
        assertThat(client.durable(topic, "early").text()).isEqualTo("a");
        late.nothing();
    }

    @KnownDifference("delays the message; 7.9 says that the setter has no such effect")
    @Section("7.9")
    @BothApis
    void deliveryTimeOfTheMessageObjectIsIgnored(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Message message = client.message("a");
        message.setJMSDeliveryTime(System.currentTimeMillis() + HOUR);
        client.sender().send(queue, message);
        Message received = client.consumer(queue).receive(1_000);
        assertThat(received).isNotNull();
        assertThat(received.getJMSDeliveryTime()).isEqualTo(received.getJMSTimestamp());
    }

    @Section("9.1")
    @BothApis
    void oneDestinationTakesMessagesOfBothDeliveryModes(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        Sender sender = client.sender();
        Receiver receiver = client.consumer(queue);
        for (int mode : new int[] {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT}) {
            sender.setDeliveryMode(mode);
            sender.send(queue, client.message("a"));
            assertThat(receiver.arrived().getJMSDeliveryMode()).isEqualTo(mode);
        }
    }
}
