package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Section("8.3.4")
class SharedDurableSubscriptionTest extends ClientTest {

    private final String name = uniqueName("shared-durable");

    @BothApis
    void eachMessageIsDeliveredToOneOfTheConsumersOnly(Api api) throws Exception {
        Client sending = client(api);
        Topic topic = sending.topic();
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        client(api).sharedDurable(topic, name).setMessageListener(received::add);
        client(api).sharedDurable(topic, name).setMessageListener(received::add);
        sending.send(topic, "a", "b", "c", "d");
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            texts.add(((TextMessage) received.poll(ARRIVES, TimeUnit.MILLISECONDS)).getText());
        }
        assertThat(texts).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(received.poll(ABSENT, TimeUnit.MILLISECONDS)).isNull();
    }

    @BothApis
    void sharedDurableSubscriptionNeedsNoClientIdentifier(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name).close();
        client.send(topic, "a");
        assertThat(client(api).sharedDurable(topic, name).text()).isEqualTo("a");
    }

    @BothApis
    void messagesAccumulateWhileNobodyIsConnected(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name);
        client.closeConnection();
        client(api).send(topic, "a", "b");
        assertThat(client(api).sharedDurable(topic, name).texts(2)).containsExactly("a", "b");
    }

    @BothApis
    void subscriptionOfAClientIdentifierIsResumedWithTheSame(Api api) throws JMSException {
        String clientId = uniqueName("client");
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.sharedDurable(topic, name);
        client.closeConnection();
        Client other = client(api);
        Receiver separate = other.sharedDurable(topic, name);
        other.send(topic, "a");
        assertThat(client(api, clientId).sharedDurable(topic, name).text()).isEqualTo("a");
        assertThat(separate.text()).isEqualTo("a");
    }

    @KnownDifference("refuses the consumer; 8.3.4 says that the subscription is replaced")
    @BothApis
    void inactiveSubscriptionIsMadeAnewForAnotherTopic(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name).close();
        client.send(topic, "old");
        Topic other = client.topic();
        Receiver receiver = client.sharedDurable(other, name);
        client.send(topic, "not subscribed any more");
        client.send(other, "new");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @KnownDifference("refuses the consumer; 8.3.4 says that the subscription is replaced")
    @BothApis
    void inactiveSubscriptionIsMadeAnewForAnotherSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name, "colour = 'red'").close();
        client.sendWith(topic, "old", "colour", "red");
        Receiver receiver = client.sharedDurable(topic, name, "colour = 'blue'");
        client.sendWith(topic, "red", "colour", "red");
        client.sendWith(topic, "new", "colour", "blue");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @BothApis
    void activeSubscriptionRefusesAnotherTopic(Api api) throws JMSException {
        Client client = client(api);
        client.sharedDurable(client.topic(), name);
        Topic other = client.topic();
        Client second = client(api);
        api.refuses(JMSException.class, () -> second.sharedDurable(other, name));
    }

    @BothApis
    void activeSubscriptionRefusesAnotherSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name, "colour = 'red'");
        Client second = client(api);
        api.refuses(JMSException.class, () -> second.sharedDurable(topic, name, "colour = 'blue'"));
        api.refuses(JMSException.class, () -> second.sharedDurable(topic, name));
    }

    @BothApis
    void activeSubscriptionTakesTheSameSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver one = client.sharedDurable(topic, name, "colour = 'red'");
        Receiver two = client(api).sharedDurable(topic, name, "colour = 'red'");
        one.close();
        client.sendWith(topic, "b", "colour", "blue");
        client.sendWith(topic, "a", "colour", "red");
        assertThat(two.text()).isEqualTo("a");
    }

    @KnownDifference("keeps both in one queue; 8.3.4 says that they may not have the same name")
    @BothApis
    void unsharedDurableSubscriptionOfTheSameNameIsInTheWay(Api api) throws JMSException {
        Client client = client(api, uniqueName("client"));
        Topic topic = client.topic();
        Receiver unshared = client.durable(topic, name);
        api.refuses(JMSException.class, () -> client.sharedDurable(topic, name));
        unshared.close();
        api.refuses(JMSException.class, () -> client.sharedDurable(topic, name));
        client.unsubscribe(name);
        client.sharedDurable(topic, name);
    }

    @BothApis
    void onlyMessagesThatMatchTheSelectorAreAdded(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name, "colour = 'red'").close();
        client.sendWith(topic, "a", "colour", "red");
        client.sendWith(topic, "b", "colour", "blue");
        Receiver receiver = client.sharedDurable(topic, name, "colour = 'red'");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.nothing();
    }

    @BothApis
    void sharedDurableConsumerReceivesMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.sharedDurable(topic, name);
        client.send(topic, "own");
        assertThat(receiver.text()).isEqualTo("own");
    }

    @BothApis
    void unsubscribedSubscriptionIsGone(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.sharedDurable(topic, name).close();
        client.send(topic, "a");
        client.unsubscribe(name);
        client.sharedDurable(topic, name).nothing();
    }

    @BothApis
    void subscriptionIsUnsubscribedByAnyClientWithoutIdentifier(Api api) throws JMSException {
        Client client = client(api);
        client.sharedDurable(client.topic(), name).close();
        Client other = client(api);
        other.unsubscribe(name);
        api.refuses(InvalidDestinationException.class, () -> client.unsubscribe(name));
    }

    @BothApis
    void unsubscribingAnUnknownNameIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> client.unsubscribe(uniqueName("nobody")));
    }

    @BothApis
    void unsubscribingWithAnActiveConsumerOfAnyClientIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.sharedDurable(topic, name);
        Client other = client(api);
        api.refuses(JMSException.class, () -> other.unsubscribe(name));
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @BothApis
    void sharedDurableConsumerOfNoTopicIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> client.sharedDurable(null, name));
        api.refuses(InvalidDestinationException.class, () -> client.sharedDurable(null, name, "colour = 'red'"));
    }

    @BothApis
    void sharedDurableConsumerWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        api.refuses(InvalidSelectorException.class, () -> client.sharedDurable(topic, name, "colour ="));
    }
}
