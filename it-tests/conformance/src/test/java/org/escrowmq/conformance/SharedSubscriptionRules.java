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

/** What holds for shared subscriptions, durable or not; each kind says so in its own section. */
abstract class SharedSubscriptionRules extends ClientTest {

    /** The name of the subscription; new for each test. */
    protected final String name = uniqueName("shared");

    /** Opens a consumer on the subscription. */
    abstract Receiver shared(Client client, Topic topic) throws JMSException;

    /** Opens a consumer on the subscription, with a selector. */
    abstract Receiver shared(Client client, Topic topic, String selector) throws JMSException;

    @BothApis
    void eachMessageIsDeliveredToOneOfTheConsumersOnly(Api api) throws Exception {
        Client sending = client(api);
        Topic topic = sending.topic();
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        shared(client(api), topic).setMessageListener(received::add);
        shared(client(api), topic).setMessageListener(received::add);
        sending.send(topic, "a", "b", "c", "d");
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            texts.add(((TextMessage) received.poll(ARRIVES, TimeUnit.MILLISECONDS)).getText());
        }
        assertThat(texts).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(received.poll(ABSENT, TimeUnit.MILLISECONDS)).isNull();
    }

    @BothApis
    void subscriptionWithAConsumerRefusesAnotherTopic(Api api) throws JMSException {
        Client client = client(api);
        shared(client, client.topic());
        Topic other = client.topic();
        Client second = client(api);
        api.refuses(JMSException.class, () -> shared(second, other));
    }

    @BothApis
    void subscriptionWithAConsumerRefusesAnotherSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        shared(client, topic, "colour = 'red'");
        Client second = client(api);
        api.refuses(JMSException.class, () -> shared(second, topic, "colour = 'blue'"));
        api.refuses(JMSException.class, () -> shared(second, topic));
    }

    @BothApis
    void subscriptionWithAConsumerTakesTheSameSelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver one = shared(client, topic, "colour = 'red'");
        Receiver two = shared(client(api), topic, "colour = 'red'");
        one.close();
        client.sendWith(topic, "b", "colour", "blue");
        client.sendWith(topic, "a", "colour", "red");
        assertThat(two.text()).isEqualTo("a");
    }

    @BothApis
    void consumerReceivesMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = shared(client, topic);
        client.send(topic, "own");
        assertThat(receiver.text()).isEqualTo("own");
    }

    @BothApis
    void consumerOfNoTopicIsRefused(Api api) throws JMSException {
        Client client = client(api);
        api.refuses(InvalidDestinationException.class, () -> shared(client, null));
        api.refuses(InvalidDestinationException.class, () -> shared(client, null, "colour = 'red'"));
    }

    @BothApis
    void consumerWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        api.refuses(InvalidSelectorException.class, () -> shared(client, topic, "colour ="));
    }
}
