package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Section("4.1.2")
class QueueSemanticsTest extends ClientTest {

    private static final int MESSAGES = 20;

    @BothApis
    void eachMessageOfAQueueIsDeliveredToOneConsumerOnly(Api api) throws Exception {
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        Client sending = client(api);
        Queue queue = sending.queue();
        client(api).consumer(queue).setMessageListener(received::add);
        client(api).consumer(queue).setMessageListener(received::add);
        for (int i = 0; i < MESSAGES; i++) {
            sending.send(queue, "m" + i);
        }
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            Message message = received.poll(ARRIVES, TimeUnit.MILLISECONDS);
            texts.add(((TextMessage) message).getText());
        }
        assertThat(texts).hasSize(MESSAGES);
        assertThat(received.poll(ABSENT, TimeUnit.MILLISECONDS)).isNull();
    }

    @BothApis
    void consumersOfOneSessionShareTheMessagesOfAQueue(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        Receiver one = client.consumer(queue);
        assertThat(one.text()).isEqualTo("a");
        client.consumer(queue).nothing();
    }

    @BothApis
    void consumerWithASelectorReceivesOnlyMatchingMessages(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.sendWith(queue, "other", "colour", "red");
        client.sendWith(queue, "match", "colour", "blue");
        Receiver blue = client.consumer(queue, "colour = 'blue'");
        assertThat(blue.text()).isEqualTo("match");
        blue.nothing();
    }

    @BothApis
    void messagesThatASelectorLeavesOutStayOnTheQueue(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.sendWith(queue, "other", "colour", "red");
        client.sendWith(queue, "match", "colour", "blue");
        try (Receiver blue = client.consumer(queue, "colour = 'blue'")) {
            blue.arrived();
        }
        assertThat(client.consumer(queue).text()).isEqualTo("other");
    }

    @BothApis
    void messagesThatASelectorLeavesOutAreDeliveredToAnotherConsumer(Api api) throws Exception {
        Received red = Received.returning();
        Received blue = Received.returning();
        Client sending = client(api);
        Queue queue = sending.queue();
        client(api).consumer(queue, "colour = 'blue'").setMessageListener(blue);
        client(api).consumer(queue, "colour = 'red'").setMessageListener(red);
        sending.sendWith(queue, "a", "colour", "red");
        sending.sendWith(queue, "b", "colour", "blue");
        sending.sendWith(queue, "c", "colour", "red");
        assertThat(red.texts(2)).containsExactly("a", "c");
        assertThat(blue.texts(1)).containsExactly("b");
    }

    @BothApis
    void messageOfAnIdleConsumerWithoutMatchIsNotKeptFromOthers(Api api) throws JMSException {
        Client idle = client(api);
        Queue queue = idle.queue();
        Receiver unused = idle.consumer(queue, "colour = 'none'");
        Client client = client(api);
        client.sendWith(queue, "a", "colour", "red");
        assertThat(client.consumer(queue).text()).isEqualTo("a");
        unused.nothing();
    }

    @Section("4.1.8")
    @BothApis
    void messagesAreHeldForAConsumerThatComesLater(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a", "b");
        assertThat(client.consumer(queue).texts(2)).containsExactly("a", "b");
    }

    @Section("4.1.8")
    @BothApis
    void messagesAreHeldWhileNobodyIsConnected(Api api) throws JMSException {
        Client sending = client(api);
        Queue queue = sending.queue();
        sending.send(queue, "a");
        sending.closeConnection();
        assertThat(client(api).consumer(queue).text()).isEqualTo("a");
    }

    @Section("4.1.4")
    @BothApis
    void queueOfTheSameNameIsTheSameQueue(Api api) throws JMSException {
        Client sending = client(api);
        String name = uniqueName("queue");
        sending.send(sending.createQueue(name), "a");
        Client receiving = client(api);
        assertThat(receiving.consumer(receiving.createQueue(name)).text()).isEqualTo("a");
    }

    @Section("4.1.4")
    @BothApis
    void queueTellsTheNameThatIdentifiesIt(Api api) throws JMSException {
        Client client = client(api);
        Queue queue = client.queue();
        client.send(queue, "a");
        assertThat(client.consumer(client.createQueue(queue.getQueueName())).text()).isEqualTo("a");
    }

    @Section("4.1.4")
    @Test
    void queueAndTopicOfOneNameAreDifferent() throws JMSException {
        Client client = client(Api.CLASSIC);
        String name = uniqueName("both");
        Receiver onQueue = client.consumer(client.createQueue(name));
        Receiver onTopic = client.consumer(client.createTopic(name));
        client.send(client.createTopic(name), "to the topic");
        client.send(client.createQueue(name), "to the queue");
        assertThat(onQueue.text()).isEqualTo("to the queue");
        assertThat(onTopic.text()).isEqualTo("to the topic");
    }
}
