package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@Section("8.3.3")
class DurableSubscriptionTest extends ClientTest {

    private static final String NAME = "durable";

    private final String clientId = uniqueName("client");

    @BothApis
    void durableConsumerWithoutAClientIdentifierIsRefused(Api api) throws JMSException {
        Client client = client(api);
        Topic topic = client.topic();
        api.refuses(IllegalStateException.class, () -> client.durable(topic, NAME));
        api.refuses(IllegalStateException.class, () -> client.durable(topic, NAME, "colour = 'red'", true));
    }

    @BothApis
    void messagesAccumulateWhileThereIsNoConsumer(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME).close();
        client.send(topic, "a", "b");
        assertThat(client.durable(topic, NAME).texts(2)).containsExactly("a", "b");
    }

    @BothApis
    void messagesAccumulateWhileTheClientIsNotConnected(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME);
        client.closeConnection();
        client(api).send(topic, "a", "b");
        assertThat(client(api, clientId).durable(topic, NAME).texts(2)).containsExactly("a", "b");
    }

    @BothApis
    void acknowledgedMessagesAreNotDeliveredToTheNextConsumer(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, NAME);
        client.send(topic, "a", "b");
        assertThat(receiver.text()).isEqualTo("a");
        receiver.close();
        Receiver next = client.durable(topic, NAME);
        assertThat(next.text()).isEqualTo("b");
        next.nothing();
    }

    @BothApis
    void expiredMessagesAreNotRetained(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME).close();
        Sender sender = client.sender();
        sender.setTimeToLive(1);
        Message message = client.message("expires");
        sender.send(topic, message);
        while (System.currentTimeMillis() <= message.getJMSExpiration()) {
            Thread.onSpinWait();
        }
        client.durable(topic, NAME).nothing();
    }

    @BothApis
    void onlyOneConsumerMayBeActive(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, NAME);
        api.refuses(JMSException.class, () -> client.durable(topic, NAME));
        Client another = client.another(Session.AUTO_ACKNOWLEDGE);
        api.refuses(JMSException.class, () -> another.durable(topic, NAME));
        receiver.close();
        another.durable(topic, NAME);
    }

    @BothApis
    void changedTopicMakesANewSubscription(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME).close();
        client.send(topic, "old");
        Topic other = client.topic();
        Receiver receiver = client.durable(other, NAME);
        client.send(topic, "not subscribed any more");
        client.send(other, "new");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @BothApis
    void changedSelectorMakesANewSubscription(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME, "colour = 'red'", false).close();
        client.sendWith(topic, "old", "colour", "red");
        Receiver receiver = client.durable(topic, NAME, "colour = 'blue'", false);
        client.sendWith(topic, "red", "colour", "red");
        client.sendWith(topic, "new", "colour", "blue");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @BothApis
    void droppedSelectorMakesANewSubscription(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME, "colour = 'red'", false).close();
        client.sendWith(topic, "old", "colour", "red");
        Receiver receiver = client.durable(topic, NAME);
        client.sendWith(topic, "new", "colour", "blue");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @BothApis
    void changedNoLocalMakesANewSubscription(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME, null, false).close();
        client.send(topic, "old");
        Receiver receiver = client.durable(topic, NAME, null, true);
        client.send(topic, "own");
        client(api).send(topic, "new");
        assertThat(receiver.text()).isEqualTo("new");
        receiver.nothing();
    }

    @BothApis
    void sameSelectorAndNoLocalResumeTheSubscription(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME, "colour = 'red'", true).close();
        client(api).sendWith(topic, "kept", "colour", "red");
        assertThat(client.durable(topic, NAME, "colour = 'red'", true).text()).isEqualTo("kept");
    }

    @KnownDifference("keeps both in one queue; 8.3.3 says that they may not have the same name")
    @BothApis
    void sharedDurableSubscriptionOfTheSameNameIsInTheWay(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        Receiver shared = client.sharedDurable(topic, NAME);
        api.refuses(JMSException.class, () -> client.durable(topic, NAME));
        shared.close();
        api.refuses(JMSException.class, () -> client.durable(topic, NAME));
        client.unsubscribe(NAME);
        client.durable(topic, NAME);
    }

    @BothApis
    void subscriptionsOfDifferentClientIdentifiersAreSeparate(Api api) throws JMSException {
        Client one = client(api, clientId);
        Client two = client(api, uniqueName("client"));
        Topic topic = one.topic();
        Receiver onOne = one.durable(topic, NAME);
        Receiver onTwo = two.durable(topic, NAME);
        one.send(topic, "a");
        assertThat(onOne.text()).isEqualTo("a");
        assertThat(onTwo.text()).isEqualTo("a");
    }

    @BothApis
    void onlyMessagesThatMatchTheSelectorAreAdded(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME, "colour = 'red'", false).close();
        client.sendWith(topic, "a", "colour", "red");
        client.sendWith(topic, "b", "colour", "blue");
        client.sendWith(topic, "c", "colour", "red");
        Receiver receiver = client.durable(topic, NAME, "colour = 'red'", false);
        assertThat(receiver.texts(2)).containsExactly("a", "c");
        receiver.nothing();
    }

    @BothApis
    void noLocalLeavesOutMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, NAME, null, true);
        client.send(topic, "own");
        client(api).send(topic, "other");
        assertThat(receiver.text()).isEqualTo("other");
        receiver.nothing();
    }

    @BothApis
    void noLocalLeavesOutMessagesOfLaterConnectionsWithTheSameClientIdentifier(Api api) throws JMSException {
        Client first = client(api, clientId);
        Topic topic = first.topic();
        first.durable(topic, NAME, null, true);
        first.closeConnection();
        Client second = client(api, clientId);
        second.send(topic, "own");
        client(api).send(topic, "other");
        Receiver receiver = second.durable(topic, NAME, null, true);
        assertThat(receiver.text()).isEqualTo("other");
        receiver.nothing();
    }

    @BothApis
    void unsubscribedSubscriptionIsGone(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        client.durable(topic, NAME).close();
        client.send(topic, "a");
        client.unsubscribe(NAME);
        client.durable(topic, NAME).nothing();
    }

    @BothApis
    void subscriptionOfAnotherConnectionWithTheSameClientIdentifierIsUnsubscribed(Api api) throws JMSException {
        Client first = client(api, clientId);
        Topic topic = first.topic();
        first.durable(topic, NAME);
        first.closeConnection();
        Client second = client(api, clientId);
        second.unsubscribe(NAME);
        api.refuses(InvalidDestinationException.class, () -> second.unsubscribe(NAME));
    }

    @BothApis
    void unsubscribingAnUnknownNameIsRefused(Api api) throws JMSException {
        Client client = client(api, clientId);
        api.refuses(InvalidDestinationException.class, () -> client.unsubscribe(uniqueName("nobody")));
    }

    @BothApis
    void unsubscribingTheNameOfAnotherClientIsRefused(Api api) throws JMSException {
        Client one = client(api, clientId);
        Topic topic = one.topic();
        one.durable(topic, NAME).close();
        Client two = client(api, uniqueName("client"));
        api.refuses(InvalidDestinationException.class, () -> two.unsubscribe(NAME));
        one.send(topic, "a");
        assertThat(one.durable(topic, NAME).text()).isEqualTo("a");
    }

    @BothApis
    void unsubscribingWithAnActiveConsumerIsRefused(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        Receiver receiver = client.durable(topic, NAME);
        api.refuses(JMSException.class, () -> client.unsubscribe(NAME));
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @BothApis
    void durableConsumerOfNoTopicIsRefused(Api api) throws JMSException {
        Client client = client(api, clientId);
        api.refuses(InvalidDestinationException.class, () -> client.durable(null, NAME));
        api.refuses(InvalidDestinationException.class, () -> client.durable(null, NAME, null, true));
    }

    @BothApis
    void durableConsumerWithAnInvalidSelectorIsRefused(Api api) throws JMSException {
        Client client = client(api, clientId);
        Topic topic = client.topic();
        api.refuses(InvalidSelectorException.class, () -> client.durable(topic, NAME, "colour =", false));
    }

    @KnownDifference("adds its own condition for noLocal to the selector that it tells; 8.1 knows none")
    @Test
    void durableSubscriberTellsItsTopicAndNoLocal() throws JMSException {
        Session session = connection(clientId).createSession();
        Topic topic = topic(session);
        TopicSubscriber plain = session.createDurableSubscriber(topic, NAME);
        assertThat(plain.getTopic()).isEqualTo(topic);
        assertThat(plain.getNoLocal()).isFalse();
        TopicSubscriber noLocal = session.createDurableSubscriber(topic, NAME + 2, "colour = 'red'", true);
        assertThat(noLocal.getTopic()).isEqualTo(topic);
        assertThat(noLocal.getNoLocal()).isTrue();
        assertThat(noLocal.getMessageSelector()).isEqualTo("colour = 'red'");
    }

    @Test
    void durableSubscriberAndDurableConsumerAreTheSameSubscription() throws JMSException {
        Connection connection = connection(clientId);
        connection.start();
        Session session = connection.createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, NAME).close();
        send(session, topic, "a");
        TopicSubscriber subscriber = session.createDurableSubscriber(topic, NAME);
        Api.CLASSIC.refuses(JMSException.class, () -> session.createDurableConsumer(topic, NAME));
        assertThat(arrivedText(subscriber)).isEqualTo("a");
    }

    @Test
    void durableSubscriberWithoutAClientIdentifierIsRefused() throws JMSException {
        Session session = session();
        Topic topic = topic(session);
        Api.CLASSIC.refuses(IllegalStateException.class, () -> session.createDurableSubscriber(topic, NAME));
        Api.CLASSIC.refuses(IllegalStateException.class,
                () -> session.createDurableSubscriber(topic, NAME, "colour = 'red'", false));
    }

    @Test
    void durableSubscriberOfNoTopicIsRefused() throws JMSException {
        Session session = connection(clientId).createSession();
        Api.CLASSIC.refuses(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, NAME));
        Api.CLASSIC.refuses(InvalidDestinationException.class,
                () -> session.createDurableSubscriber(null, NAME, null, false));
    }

    @Test
    void durableSubscriberWithAnInvalidSelectorIsRefused() throws JMSException {
        Session session = connection(clientId).createSession();
        Topic topic = topic(session);
        Api.CLASSIC.refuses(InvalidSelectorException.class,
                () -> session.createDurableSubscriber(topic, NAME, "colour =", false));
    }

    @Test
    void topicSessionMakesAndDeletesDurableSubscriptions() throws JMSException {
        Assumptions.assumeTrue(factory instanceof TopicConnectionFactory);
        TopicConnection connection = closing(((TopicConnectionFactory) factory).createTopicConnection());
        connection.setClientID(clientId);
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic(session);
        session.createDurableSubscriber(topic, NAME).close();
        send(session, topic, "a");
        TopicSubscriber subscriber = session.createDurableSubscriber(topic, NAME);
        assertThat(arrivedText(subscriber)).isEqualTo("a");
        subscriber.close();
        session.unsubscribe(NAME);
        Api.CLASSIC.refuses(InvalidDestinationException.class, () -> session.unsubscribe(NAME));
    }
}
