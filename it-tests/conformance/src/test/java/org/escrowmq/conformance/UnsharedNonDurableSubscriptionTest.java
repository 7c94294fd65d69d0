package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("8.3.1")
class UnsharedNonDurableSubscriptionTest extends ClientTest {

    private TopicSession topicSession() throws JMSException {
        Assumptions.assumeTrue(factory instanceof TopicConnectionFactory);
        TopicConnection connection = closing(((TopicConnectionFactory) factory).createTopicConnection());
        connection.start();
        return connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @BothApis
    void everyConsumerHasASubscriptionOfItsOwn(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver one = client.consumer(topic);
        Receiver two = client.consumer(topic);
        client.send(topic, "a");
        assertThat(one.text()).isEqualTo("a");
        assertThat(two.text()).isEqualTo("a");
    }

    @BothApis
    void undeliveredMessagesAreDeletedWithTheConsumer(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic);
        client.send(topic, "a", "b");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.close();
        client.consumer(topic).nothing();
    }

    @BothApis
    void onlyMessagesThatMatchTheSelectorAreAdded(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver blue = client.consumer(topic, "colour = 'blue'");
        Receiver all = client.consumer(topic);
        client.sendWith(topic, "a", "colour", "red");
        client.sendWith(topic, "b", "colour", "blue");
        assertThat(all.texts(2)).containsExactly("a", "b");
        assertThat(blue.text()).isEqualTo("b");
        blue.nothing();
    }

    @BothApis
    void noLocalLeavesOutMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic, null, true);
        client.send(topic, "own");
        client(api).send(topic, "other");
        assertThat(receiver.text()).isEqualTo("other");
        receiver.nothing();
    }

    @BothApis
    void noLocalLeavesOutMessagesOfOtherSessionsOfItsConnection(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic, null, true);
        client.another(Session.AUTO_ACKNOWLEDGE).send(topic, "own");
        client(api).send(topic, "other");
        assertThat(receiver.text()).isEqualTo("other");
        receiver.nothing();
    }

    @BothApis
    void noLocalGoesTogetherWithASelector(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic, "colour = 'blue'", true);
        Client other = client(api);
        client.sendWith(topic, "own", "colour", "blue");
        other.sendWith(topic, "red", "colour", "red");
        other.sendWith(topic, "blue", "colour", "blue");
        assertThat(receiver.text()).isEqualTo("blue");
        receiver.nothing();
    }

    @BothApis
    void withoutNoLocalMessagesOfTheOwnConnectionAreReceived(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        Receiver receiver = client.consumer(topic, null, false);
        client.send(topic, "own");
        assertThat(receiver.text()).isEqualTo("own");
    }

    @BothApis
    void subscriptionWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        api.refuses(InvalidSelectorException.class, () -> client.consumer(topic, "colour ="));
        api.refuses(InvalidSelectorException.class, () -> client.consumer(topic, "colour =", true));
    }

    @Test
    void subscriberOfATopicSessionTellsItsTopicAndNoLocal() throws JMSException {
        TopicSession session = topicSession();
        Topic topic = topic(session);
        TopicSubscriber plain = session.createSubscriber(topic);
        assertThat(plain.getTopic()).isEqualTo(topic);
        assertThat(plain.getNoLocal()).isFalse();
        TopicSubscriber noLocal = session.createSubscriber(topic, null, true);
        assertThat(noLocal.getTopic()).isEqualTo(topic);
        assertThat(noLocal.getNoLocal()).isTrue();
    }

    @Test
    void subscriberOfATopicSessionHonoursSelectorAndNoLocal() throws JMSException {
        TopicSession session = topicSession();
        Topic topic = topic(session);
        TopicSubscriber subscriber = session.createSubscriber(topic, "colour = 'blue'", true);
        session.createPublisher(topic).publish(session.createMessage());
        Client other = client(Api.CLASSIC);
        other.sendWith(topic, "red", "colour", "red");
        other.sendWith(topic, "blue", "colour", "blue");
        assertThat(arrivedText(subscriber)).isEqualTo("blue");
        nothingArrives(subscriber);
    }

    @Test
    void topicSessionCreatesConsumersToo() throws JMSException {
        TopicSession session = topicSession();
        Topic topic = topic(session);
        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "a");
        assertThat(arrivedText(consumer)).isEqualTo("a");
    }

    @Test
    void subscriberForNoTopicIsRefused() throws JMSException {
        TopicSession session = topicSession();
        Api.CLASSIC.refuses(InvalidDestinationException.class, () -> session.createSubscriber(null));
        Api.CLASSIC.refuses(InvalidDestinationException.class, () -> session.createSubscriber(null, null, true));
    }

    @Test
    void subscriberWithAnInvalidSelectorIsRefused() throws JMSException {
        TopicSession session = topicSession();
        Topic topic = topic(session);
        Api.CLASSIC.refuses(InvalidSelectorException.class, () -> session.createSubscriber(topic, "colour =", false));
    }
}
