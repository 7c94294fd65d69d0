package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestorTest extends ClientTest {

    /** Answers every request with its text and "!"; returns what was asked. */
    private Received answering(Destination destination) throws JMSException {
        Client service = client(Api.CLASSIC);
        Received requests = Received.returning();
        Receiver receiver = service.consumer(destination);
        receiver.setMessageListener(request -> {
            try {
                service.send(request.getJMSReplyTo(), ((TextMessage) request).getText() + "!");
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
            requests.onMessage(request);
        });
        return requests;
    }

    private static String text(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }

    @Section("4.1.7")
    @Nested
    class OfQueues extends ClientTest {

        private QueueSession queueSession(int mode) throws JMSException {
            Assumptions.assumeTrue(factory instanceof QueueConnectionFactory);
            QueueConnection connection = closing(((QueueConnectionFactory) factory).createQueueConnection());
            connection.start();
            return connection.createQueueSession(false, mode);
        }

        @ParameterizedTest
        @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
        void queueRequestorReturnsTheReplyToEachRequest(int mode) throws JMSException {
            QueueSession session = queueSession(mode);
            Queue queue = queue(session);
            answering(queue);
            QueueRequestor requestor = new QueueRequestor(session, queue);
            assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("a!");
            assertThat(text(requestor.request(session.createTextMessage("b")))).isEqualTo("b!");
            requestor.close();
        }

        @Test
        void queueRequestorAsksForRepliesToATemporaryQueue() throws Exception {
            QueueSession session = queueSession(Session.AUTO_ACKNOWLEDGE);
            Queue queue = queue(session);
            Received requests = answering(queue);
            TextMessage request = session.createTextMessage("a");
            QueueRequestor requestor = new QueueRequestor(session, queue);
            requestor.request(request);
            assertThat(request.getJMSReplyTo()).isInstanceOf(TemporaryQueue.class);
            assertThat(requests.next().getJMSReplyTo()).isEqualTo(request.getJMSReplyTo());
        }

        @Test
        void queueRequestorForNoQueueIsRefused() throws JMSException {
            QueueSession session = queueSession(Session.AUTO_ACKNOWLEDGE);
            assertThatThrownBy(() -> new QueueRequestor(session, null))
                    .isInstanceOf(InvalidDestinationException.class);
        }

        @Test
        void closingAQueueRequestorClosesItsSession() throws JMSException {
            QueueSession session = queueSession(Session.AUTO_ACKNOWLEDGE);
            new QueueRequestor(session, queue(session)).close();
            assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        }
    }

    @Section("4.2.10")
    @Nested
    class OfTopics extends ClientTest {

        private TopicSession topicSession(int mode) throws JMSException {
            Assumptions.assumeTrue(factory instanceof TopicConnectionFactory);
            TopicConnection connection = closing(((TopicConnectionFactory) factory).createTopicConnection());
            connection.start();
            return connection.createTopicSession(false, mode);
        }

        @ParameterizedTest
        @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
        void topicRequestorReturnsTheReplyToEachRequest(int mode) throws JMSException {
            TopicSession session = topicSession(mode);
            Topic topic = topic(session);
            answering(topic);
            TopicRequestor requestor = new TopicRequestor(session, topic);
            assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("a!");
            assertThat(text(requestor.request(session.createTextMessage("b")))).isEqualTo("b!");
            requestor.close();
        }

        @Test
        void topicRequestorAsksForRepliesToATemporaryTopic() throws Exception {
            TopicSession session = topicSession(Session.AUTO_ACKNOWLEDGE);
            Topic topic = topic(session);
            Received requests = answering(topic);
            TextMessage request = session.createTextMessage("a");
            TopicRequestor requestor = new TopicRequestor(session, topic);
            requestor.request(request);
            assertThat(request.getJMSReplyTo()).isInstanceOf(TemporaryTopic.class);
            assertThat(requests.next().getJMSReplyTo()).isEqualTo(request.getJMSReplyTo());
        }

        @Test
        void topicRequestorForNoTopicIsRefused() throws JMSException {
            TopicSession session = topicSession(Session.AUTO_ACKNOWLEDGE);
            assertThatThrownBy(() -> new TopicRequestor(session, null))
                    .isInstanceOf(InvalidDestinationException.class);
        }

        @Test
        void closingATopicRequestorClosesItsSession() throws JMSException {
            TopicSession session = topicSession(Session.AUTO_ACKNOWLEDGE);
            new TopicRequestor(session, topic(session)).close();
            assertThatThrownBy(session::createMessage).isInstanceOf(IllegalStateException.class);
        }
    }
}
