package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;

@Section("4.2.2")
class TopicSemanticsTest extends ClientTest {

    @BothApis
    void everySubscriptionReceivesACopyOfEveryMessage(Api api) throws JMSException {
        Client client = client(api, uniqueName("client"));
        Topic topic = client.topic();
        List<Receiver> receivers = List.of(client.consumer(topic), client.shared(topic, "shared"),
                client.durable(topic, "durable"), client.sharedDurable(topic, "shared-durable"));
        client.send(topic, "a", "b");
        for (Receiver receiver : receivers) {
            assertThat(receiver.texts(2)).containsExactly("a", "b");
            receiver.nothing();
            receiver.close();
        }
        client.unsubscribe("durable");
        client.unsubscribe("shared-durable");
    }

    @BothApis
    void messagesSentBeforeASubscriptionIsCreatedAreNotReceived(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver first = client.consumer(topic);
        client.send(topic, "early");
        assertThat(first.text()).isEqualTo("early");
        Receiver receiver = client.consumer(topic);
        client.send(topic, "late");
        assertThat(receiver.text()).isEqualTo("late");
    }

    @BothApis
    void acknowledgingOneCopyDoesNotAcknowledgeAnother(Api api) throws JMSException {
        Client one = client(api, Session.CLIENT_ACKNOWLEDGE);
        Client two = client(api, Session.CLIENT_ACKNOWLEDGE);
        Topic topic = one.topic();
        Receiver onOne = one.consumer(topic);
        Receiver onTwo = two.consumer(topic);
        one.send(topic, "a");
        one.acknowledge(onOne.arrived());
        onTwo.arrived();
        one.recover();
        two.recover();
        assertThat(onTwo.text()).isEqualTo("a");
        onOne.nothing();
    }

    @BothApis
    void redeliveryOfOneCopyDoesNotMarkAnother(Api api) throws JMSException {
        Client one = client(api, Session.CLIENT_ACKNOWLEDGE);
        Client two = client(api, Session.CLIENT_ACKNOWLEDGE);
        Topic topic = one.topic();
        Receiver onOne = one.consumer(topic);
        Receiver onTwo = two.consumer(topic);
        one.send(topic, "a");
        onOne.arrived();
        one.recover();
        assertThat(onOne.arrived().getJMSRedelivered()).isTrue();
        Message copy = onTwo.arrived();
        assertThat(copy.getJMSRedelivered()).isFalse();
        assertThat(copy.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @BothApis
    void copyWaitsForItsOwnConsumerOnly(Api api) throws Exception {
        Client slow = client(api);
        Topic topic = slow.topic();
        Received blocked = Received.blocking();
        slow.consumer(topic).setMessageListener(blocked);
        Received quick = Received.returning();
        client(api).consumer(topic).setMessageListener(quick);
        client(api).send(topic, "a", "b");
        assertThat(quick.texts(2)).containsExactly("a", "b");
        assertThat(blocked.texts(1)).containsExactly("a");
        assertThat(blocked.returned()).isFalse();
        blocked.release();
        assertThat(blocked.texts(1)).containsExactly("b");
    }

    @BothApis
    void subscriptionWithASelectorGetsOnlyMatchingMessages(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic, "colour = 'blue'");
        client.sendWith(topic, "a", "colour", "red");
        client.sendWith(topic, "b", "colour", "blue");
        assertThat(receiver.text()).isEqualTo("b");
        receiver.nothing();
    }

    @BothApis
    void nonDurableSubscriptionEndsWithItsConsumer(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.consumer(topic).close();
        client.send(topic, "nobody listens");
        client.consumer(topic).nothing();
    }

    @BothApis
    void sharedNonDurableSubscriptionEndsWithItsLastConsumer(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        String name = uniqueName("shared");
        Receiver one = client.shared(topic, name);
        Receiver two = client.shared(topic, name);
        one.close();
        client.send(topic, "a");
        assertThat(two.text()).isEqualTo("a");
        two.close();
        client.send(topic, "b");
        client.shared(topic, name).nothing();
    }

    @BothApis
    void durableSubscriptionIsResumedInTheStateItWasLeftIn(Api api) throws JMSException {
        String clientId = uniqueName("client");
        Client first = client(api, clientId);
        Topic topic = first.topic();
        Receiver receiver = first.durable(topic, "durable");
        first.send(topic, "a", "b", "c");
        assertThat(receiver.text()).isEqualTo("a");
        first.closeConnection();
        Client second = client(api, clientId);
        Receiver resumed = second.durable(topic, "durable");
        assertThat(resumed.texts(2)).containsExactly("b", "c");
        resumed.close();
        second.unsubscribe("durable");
    }

    @Section("4.2.6")
    @BothApis
    void topicOfTheSameNameIsTheSameTopic(Api api) throws JMSException {
        Client receiving = client(api);
        String name = uniqueName("topic");
        Receiver receiver = receiving.consumer(receiving.createTopic(name));
        Client sending = client(api);
        sending.send(sending.createTopic(name), "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("4.2.6")
    @BothApis
    void topicTellsTheNameThatIdentifiesIt(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(client.createTopic(topic.getTopicName()));
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("4.2.8")
    @BothApis
    void nonDurableSubscriptionRecoversUnacknowledgedMessagesWhileItLives(Api api) throws JMSException {
        Client client = client(api, Session.CLIENT_ACKNOWLEDGE);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic);
        client.send(topic, "a", "b");
        receiver.texts(2);
        client.recover();
        assertThat(receiver.texts(2)).containsExactly("a", "b");
    }

    @Section("4.2.8")
    @BothApis
    void durableSubscriptionRecoversUnacknowledgedMessagesOfAClosedConnection(Api api) throws JMSException {
        String clientId = uniqueName("client");
        Client first = client(api, Session.CLIENT_ACKNOWLEDGE, clientId);
        Topic topic = first.topic();
        Receiver receiver = first.durable(topic, "durable");
        first.send(topic, "a");
        receiver.arrived();
        first.closeConnection();
        Client second = client(api, clientId);
        Receiver resumed = second.durable(topic, "durable");
        Message again = resumed.arrived();
        assertThat(((TextMessage) again).getText()).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        resumed.close();
        second.unsubscribe("durable");
    }

    @Section("4.2.11")
    @BothApis
    void persistentMessagesWaitForAnInactiveDurableSubscriber(Api api) throws JMSException {
        String clientId = uniqueName("client");
        Client first = client(api, clientId);
        Topic topic = first.topic();
        first.durable(topic, "durable");
        first.closeConnection();
        Sender sender = client(api).sender();
        sender.setDeliveryMode(DeliveryMode.PERSISTENT);
        Client second = client(api, clientId);
        sender.send(topic, second.message("a"));
        Receiver resumed = second.durable(topic, "durable");
        assertThat(resumed.text()).isEqualTo("a");
        resumed.close();
        second.unsubscribe("durable");
    }

    @Section("4.2.11")
    @BothApis
    void persistentMessagesReachAnActiveNonDurableSubscriberOnce(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic);
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.nothing();
    }
}
