package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;

@Section("8.3.2")
class SharedNonDurableSubscriptionTest extends SharedSubscriptionRules {

    @Override
    Receiver shared(Client client, Topic topic) throws JMSException {
        return client.shared(topic, name);
    }

    @Override
    Receiver shared(Client client, Topic topic, String selector) throws JMSException {
        return client.shared(topic, name, selector);
    }

    @BothApis
    void sharedSubscriptionLivesAsLongAsOneConsumerIsOpen(Api api) throws JMSException {
        Client one = client(api);
        Client two = client(api);
        Topic topic = one.topic();
        one.shared(topic, name);
        Receiver remaining = two.shared(topic, name);
        one.closeConnection();
        two.send(topic, "a");
        assertThat(remaining.text()).isEqualTo("a");
    }

    @BothApis
    void undeliveredMessagesAreDeletedWithTheLastConsumer(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.shared(topic, name);
        client.send(topic, "a", "b");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.close();
        client.shared(topic, name).nothing();
    }

    @BothApis
    void sharedSubscriptionWithoutConsumersMayBeMadeAnewForAnotherTopicAndSelector(Api api) throws JMSException {
        Client client = client(api);
        client.shared(client.topic(), name, "colour = 'red'").close();
        Topic other = client.topic();
        Receiver receiver = client.shared(other, name);
        client.send(other, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @BothApis
    void sharedSubscriptionsOfDifferentClientIdentifiersAreSeparate(Api api) throws JMSException {
        Client one = client(api, uniqueName("client"));
        Client two = client(api, uniqueName("client"));
        Client none = client(api);
        Topic topic = one.topic();
        Receiver onOne = one.shared(topic, name);
        Receiver onTwo = two.shared(topic, name);
        Receiver onNone = none.shared(topic, name);
        none.send(topic, "a");
        assertThat(onOne.text()).isEqualTo("a");
        assertThat(onTwo.text()).isEqualTo("a");
        assertThat(onNone.text()).isEqualTo("a");
    }

    @BothApis
    void sharedSubscriptionsOfDifferentNamesAreSeparate(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver one = client.shared(topic, name);
        Receiver two = client.shared(topic, name + "-2");
        client.send(topic, "a");
        assertThat(one.text()).isEqualTo("a");
        assertThat(two.text()).isEqualTo("a");
    }

    @BothApis
    void durableSubscriptionsOfTheSameNameAreSeparate(Api api) throws JMSException {
        Client client = client(api, uniqueName("client"));
        Topic topic = client.topic();
        Receiver shared = client.shared(topic, name);
        Receiver durable = client.durable(topic, name);
        client.send(topic, "a");
        assertThat(shared.text()).isEqualTo("a");
        assertThat(durable.text()).isEqualTo("a");
        durable.close();
        client.unsubscribe(name);
        client.send(topic, "b");
        assertThat(shared.text()).isEqualTo("b");
    }

    @BothApis
    void sharedDurableSubscriptionsOfTheSameNameAreSeparate(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver shared = client.shared(topic, name);
        Receiver durable = client.sharedDurable(topic, name);
        client.send(topic, "a");
        assertThat(shared.text()).isEqualTo("a");
        assertThat(durable.text()).isEqualTo("a");
        durable.close();
        client.unsubscribe(name);
    }
}
