package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that an object of one domain inherits although they belong to the other. */
@Section("9.2")
class MethodInheritanceTest extends ConformanceTest {

    /** A method of a session. */
    private interface Call {
        void on(Session session, Queue queue, Topic topic) throws JMSException;
    }

    /** A method of a connection. */
    private interface ConnectionCall {
        void on(QueueConnection connection, Topic topic) throws JMSException;
    }

    private static final String NAME = "name";

    private static final Map<String, Call> OF_TOPICS = new TreeMap<>(Map.of(
            "createDurableSubscriber", (session, queue, topic) -> session.createDurableSubscriber(topic, NAME),
            "createDurableSubscriber with selector",
            (session, queue, topic) -> session.createDurableSubscriber(topic, NAME, null, false),
            "createDurableConsumer", (session, queue, topic) -> session.createDurableConsumer(topic, NAME),
            "createDurableConsumer with selector",
            (session, queue, topic) -> session.createDurableConsumer(topic, NAME, null, false),
            "createSharedConsumer", (session, queue, topic) -> session.createSharedConsumer(topic, NAME),
            "createSharedDurableConsumer", (session, queue, topic) -> session.createSharedDurableConsumer(topic, NAME),
            "createTemporaryTopic", (session, queue, topic) -> session.createTemporaryTopic(),
            "createTopic", (session, queue, topic) -> session.createTopic(NAME),
            "unsubscribe", (session, queue, topic) -> session.unsubscribe(NAME)));

    private static final Map<String, Call> OF_QUEUES = new TreeMap<>(Map.of(
            "createBrowser", (session, queue, topic) -> session.createBrowser(queue),
            "createBrowser with selector", (session, queue, topic) -> session.createBrowser(queue, "a = 1"),
            "createQueue", (session, queue, topic) -> session.createQueue(NAME),
            "createTemporaryQueue", (session, queue, topic) -> session.createTemporaryQueue()));

    private static final Map<String, ConnectionCall> CONNECTION_CONSUMERS = new TreeMap<>(Map.of(
            "createSharedConnectionConsumer",
            (connection, topic) -> connection.createSharedConnectionConsumer(topic, NAME, null, null, 1),
            "createDurableConnectionConsumer",
            (connection, topic) -> connection.createDurableConnectionConsumer(topic, NAME, null, null, 1),
            "createSharedDurableConnectionConsumer",
            (connection, topic) -> connection.createSharedDurableConnectionConsumer(topic, NAME, null, null, 1)));

    static Stream<String> ofTopics() {
        return OF_TOPICS.keySet().stream();
    }

    static Stream<String> ofQueues() {
        return OF_QUEUES.keySet().stream();
    }

    private QueueConnection queueConnection() throws JMSException {
        return closing(((QueueConnectionFactory) factory).createQueueConnection());
    }

    private TopicConnection topicConnection() throws JMSException {
        return closing(((TopicConnectionFactory) factory).createTopicConnection());
    }

    @ParameterizedTest
    @MethodSource("ofTopics")
    void methodOfTopicsIsAnIllegalStateOnAQueueSession(String method) throws JMSException {
        Session any = session();
        Queue queue = queue(any);
        Topic topic = topic(any);
        QueueConnection connection = queueConnection();
        connection.setClientID(uniqueName("client"));
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> OF_TOPICS.get(method).on(session, queue, topic));
    }

    @ParameterizedTest
    @MethodSource("ofQueues")
    void methodOfQueuesIsAnIllegalStateOnATopicSession(String method) throws JMSException {
        Session any = session();
        Queue queue = queue(any);
        Topic topic = topic(any);
        TopicSession session = topicConnection().createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> OF_QUEUES.get(method).on(session, queue, topic));
    }

    @Test
    @KnownDifference("returns null for shared ones; 9.2 says that every method of its table is refused")
    void connectionConsumerOfTopicsIsAnIllegalStateOnAQueueConnection() throws JMSException {
        Topic topic = topic(session());
        QueueConnection connection = queueConnection();
        for (Map.Entry<String, ConnectionCall> method : CONNECTION_CONSUMERS.entrySet()) {
            assertThatExceptionOfType(IllegalStateException.class).as(method.getKey())
                    .isThrownBy(() -> method.getValue().on(connection, topic));
        }
    }

    @Test
    void sessionStaysUsableInItsDomainAfterTheIllegalState() throws JMSException {
        QueueConnection connection = queueConnection();
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> session.createTopic(NAME));
        Queue queue = queue(session);
        session.createSender(queue).send(session.createTextMessage("text"));
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements()).isTrue();
        assertThat(arrivedText(session.createReceiver(queue))).isEqualTo("text");
    }
}
