package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;

@Section("8.3.4")
class SharedDurableSubscriptionTest extends SharedSubscriptionRules {

    @Override
    Receiver shared(Client client, Topic topic) throws JMSException {
        return client.sharedDurable(topic, name);
    }

    @Override
    Receiver shared(Client client, Topic topic, String selector) throws JMSException {
        return client.sharedDurable(topic, name, selector);
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
}
