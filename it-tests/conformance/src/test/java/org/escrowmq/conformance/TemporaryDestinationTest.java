package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;

class TemporaryDestinationTest extends ClientTest {

    @Section("4.1.5")
    @BothApis
    void temporaryQueuesAreUnique(Api api) throws JMSException {
        Client client = client(api);
        assertThat(client.createTemporaryQueue().getQueueName())
                .isNotEqualTo(client.createTemporaryQueue().getQueueName());
    }

    @Section("4.1.5")
    @BothApis
    void temporaryQueueCarriesMessagesOfItsOwnConnection(Api api) throws JMSException {
        Client client = client(api);
        TemporaryQueue queue = client.createTemporaryQueue();
        client.send(queue, "a", "b");
        assertThat(client.consumer(queue).texts(2)).containsExactly("a", "b");
    }

    @Section("4.1.5")
    @BothApis
    void temporaryQueueIsNotConsumedByAnotherConnection(Api api) throws JMSException {
        TemporaryQueue queue = client(api).createTemporaryQueue();
        Client stranger = client(api);
        api.refuses(JMSException.class, () -> stranger.consumer(queue));
    }

    @Section("4.2.7")
    @BothApis
    void temporaryTopicIsNotConsumedByAnotherConnection(Api api) throws JMSException {
        TemporaryTopic topic = client(api).createTemporaryTopic();
        Client stranger = client(api);
        api.refuses(JMSException.class, () -> stranger.consumer(topic));
    }

    @Section("4.2.7")
    @BothApis
    void temporaryTopicsAreUnique(Api api) throws JMSException {
        Client client = client(api);
        assertThat(client.createTemporaryTopic().getTopicName())
                .isNotEqualTo(client.createTemporaryTopic().getTopicName());
    }

    @Section("4.2.7")
    @BothApis
    void temporaryTopicDeliversToEverySubscriptionOfItsConnection(Api api) throws JMSException {
        Client client = client(api);
        TemporaryTopic topic = client.createTemporaryTopic();
        Receiver one = client.consumer(topic);
        Receiver two = client.consumer(topic);
        client.send(topic, "a");
        assertThat(one.text()).isEqualTo("a");
        assertThat(two.text()).isEqualTo("a");
    }

    @Section("6.2.2")
    @BothApis
    void otherConnectionsMaySendToATemporaryQueue(Api api) throws JMSException {
        Client owner = client(api);
        TemporaryQueue queue = owner.createTemporaryQueue();
        client(api).send(queue, "reply");
        assertThat(owner.consumer(queue).text()).isEqualTo("reply");
    }

    @Section("6.2.2")
    @BothApis
    void otherConnectionsMaySendToATemporaryTopic(Api api) throws JMSException {
        Client owner = client(api);
        TemporaryTopic topic = owner.createTemporaryTopic();
        Receiver receiver = owner.consumer(topic);
        client(api).send(topic, "reply");
        assertThat(receiver.text()).isEqualTo("reply");
    }

    @Section("6.2.2")
    @BothApis
    void everySessionOfItsConnectionMayConsumeFromATemporaryDestination(Api api) throws JMSException {
        Client owner = client(api);
        TemporaryQueue queue = owner.createTemporaryQueue();
        TemporaryTopic topic = owner.createTemporaryTopic();
        Client another = owner.another(Session.AUTO_ACKNOWLEDGE);
        Receiver onQueue = another.consumer(queue);
        Receiver onTopic = another.consumer(topic);
        owner.send(queue, "q");
        owner.send(topic, "t");
        assertThat(onQueue.text()).isEqualTo("q");
        assertThat(onTopic.text()).isEqualTo("t");
    }

    @Section("6.2.2")
    @BothApis
    void temporaryDestinationOutlivesTheSessionThatCreatedIt(Api api) throws JMSException {
        Client creator = client(api);
        Client another = creator.another(Session.AUTO_ACKNOWLEDGE);
        TemporaryQueue queue = creator.createTemporaryQueue();
        creator.close();
        another.send(queue, "a");
        assertThat(another.consumer(queue).text()).isEqualTo("a");
    }

    @Section("6.2.2")
    @KnownDifference("sends to a deleted temporary destination as if it existed; 6.2.2 says that it is gone")
    @BothApis
    void temporaryQueueIsDeletedWithItsConnection(Api api) throws JMSException {
        Client owner = client(api);
        TemporaryQueue queue = owner.createTemporaryQueue();
        Client other = client(api);
        other.send(queue, "while it exists");
        owner.closeConnection();
        api.refuses(InvalidDestinationException.class, () -> other.send(queue, "afterwards"));
    }

    @Section("6.2.2")
    @KnownDifference("sends to a deleted temporary destination as if it existed; 6.2.2 says that it is gone")
    @BothApis
    void temporaryTopicIsDeletedWithItsConnection(Api api) throws JMSException {
        Client owner = client(api);
        TemporaryTopic topic = owner.createTemporaryTopic();
        Client other = client(api);
        other.send(topic, "while it exists");
        owner.closeConnection();
        api.refuses(InvalidDestinationException.class, () -> other.send(topic, "afterwards"));
    }

    @Section("4.1.5")
    @BothApis
    void temporaryQueueWithAReceiverIsNotDeleted(Api api) throws JMSException {
        Client client = client(api);
        TemporaryQueue queue = client.createTemporaryQueue();
        Receiver receiver = client.consumer(queue);
        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
        client.send(queue, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("4.2.7")
    @BothApis
    void temporaryTopicWithASubscriberIsNotDeleted(Api api) throws JMSException {
        Client client = client(api);
        TemporaryTopic topic = client.createTemporaryTopic();
        Receiver receiver = client.consumer(topic);
        assertThatThrownBy(topic::delete).isInstanceOf(JMSException.class);
        client.send(topic, "a");
        assertThat(receiver.text()).isEqualTo("a");
    }

    @Section("4.1.5")
    @KnownDifference("sends to a deleted temporary destination as if it existed; 6.2.2 says that it is gone")
    @BothApis
    void temporaryQueueIsDeletedOnceItsReceiverIsClosed(Api api) throws JMSException {
        Client client = client(api);
        TemporaryQueue queue = client.createTemporaryQueue();
        client.consumer(queue).close();
        queue.delete();
        isInvalid(client, queue);
    }

    @Section("4.2.7")
    @KnownDifference("sends to a deleted temporary destination as if it existed; 6.2.2 says that it is gone")
    @BothApis
    void temporaryTopicIsDeletedOnceItsSubscriberIsClosed(Api api) throws JMSException {
        Client client = client(api);
        TemporaryTopic topic = client.createTemporaryTopic();
        client.consumer(topic).close();
        topic.delete();
        isInvalid(client, topic);
    }

    private static void isInvalid(Client client, Destination deleted) {
        client.api().refuses(InvalidDestinationException.class, () -> client.send(deleted, "a"));
        client.api().refuses(InvalidDestinationException.class, () -> client.consumer(deleted));
    }

    @Section("6.2.2")
    @BothApis
    void temporaryDestinationsAreQueuesAndTopics(Api api) throws JMSException {
        Client client = client(api);
        TemporaryQueue queue = client.createTemporaryQueue();
        TemporaryTopic topic = client.createTemporaryTopic();
        Message message = client.message("a");
        message.setJMSReplyTo(queue);
        Receiver receiver = client.consumer(topic);
        client.sender().send(topic, message);
        Message received = receiver.arrived();
        assertThat(received.getJMSDestination()).isInstanceOf(Topic.class).isEqualTo(topic);
        assertThat(received.getJMSReplyTo()).isInstanceOf(Queue.class).isEqualTo(queue);
    }
}
