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

@Section("8.3.2")
class SharedNonDurableSubscriptionTest extends ClientTest {

    private final String name = uniqueName("shared");

    @BothApis
    void eachMessageIsDeliveredToOneOfTheConsumersOnly(Api api) throws Exception {
        Client sending = client(api);
        Topic topic = sending.topic();
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        client(api).shared(topic, name).setMessageListener(received::add);
        client(api).shared(topic, name).setMessageListener(received::add);
        sending.send(topic, "a", "b", "c", "d");
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            texts.add(((TextMessage) received.poll(ARRIVES, TimeUnit.MILLISECONDS)).getText());
        }
        assertThat(texts).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(received.poll(ABSENT, TimeUnit.MILLISECONDS)).isNull();
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
    void sharedSubscriptionWithAConsumerRefusesAnotherTopic(Api api) throws JMSException {
        Client client = client(api);
        client.shared(client.topic(), name);
        Topic other = client.topic();
        Client second = client(api);
        api.refuses(JMSException.class, () -> second.shared(other, name));
    }

    @BothApis
    void sharedSubscriptionWithAConsumerRefusesAnotherSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        client.shared(topic, name, "colour = 'red'");
        Client second = client(api);
        api.refuses(JMSException.class, () -> second.shared(topic, name, "colour = 'blue'"));
        api.refuses(JMSException.class, () -> second.shared(topic, name));
    }

    @BothApis
    void sharedSubscriptionWithAConsumerTakesTheSameSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver one = client.shared(topic, name, "colour = 'red'");
        Receiver two = client(api).shared(topic, name, "colour = 'red'");
        one.close();
        client.sendWith(topic, "b", "colour", "blue");
        client.sendWith(topic, "a", "colour", "red");
        assertThat(two.text()).isEqualTo("a");
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

    @BothApis
    void sharedConsumerOfNoTopicIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> client.shared(null, name));
        api.refuses(InvalidDestinationException.class, () -> client.shared(null, name, "colour = 'red'"));
    }

    @BothApis
    void sharedConsumerWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        api.refuses(InvalidSelectorException.class, () -> client.shared(topic, name, "colour ="));
    }

    @BothApis
    void sharedConsumerReceivesMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.shared(topic, name);
        client.send(topic, "own");
        assertThat(receiver.text()).isEqualTo("own");
    }
}
