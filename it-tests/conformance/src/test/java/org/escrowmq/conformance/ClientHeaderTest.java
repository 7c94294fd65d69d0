package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Headers that the client sets (3.4.5, 3.4.6, 3.4.8) and what they are for (2.16). */
class ClientHeaderTest extends ConformanceTest {

    @Test
    @Section("3.4.5")
    void correlationIdIsAStringOfTheApplication() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSCorrelationID("order 4711, ü");
        assertThat(message.getJMSCorrelationID()).isEqualTo("order 4711, ü");
        assertThat(through(session, message).getJMSCorrelationID()).isEqualTo("order 4711, ü");
    }

    @Test
    @Section("3.4.5")
    void correlationIdIsTheIdOfAnotherMessage() throws JMSException {
        Session session = session();
        Message request = session.createMessage();
        session.createProducer(queue(session)).send(request);
        Message reply = session.createMessage();
        reply.setJMSCorrelationID(request.getJMSMessageID());
        assertThat(through(session, reply).getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    }

    @Test
    @Section("3.4.5")
    void correlationIdIsAByteArrayIfTheProviderHasSuch() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        byte[] id = {0, 1, -1, 127, -128};
        setCorrelationBytes(message, id);
        assertThat(through(session, message).getJMSCorrelationIDAsBytes()).isEqualTo(new byte[] {0, 1, -1, 127, -128});
    }

    @Test
    @Section("3.4.5")
    @KnownDifference("keeps the array itself; the Javadoc of setJMSCorrelationIDAsBytes says that it is copied")
    void correlationIdArrayIsCopiedWhenItIsSet() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        byte[] id = "abc".getBytes(StandardCharsets.US_ASCII);
        setCorrelationBytes(message, id);
        id[0] = 'x';
        assertThat(message.getJMSCorrelationIDAsBytes()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Section("3.4.5")
    void correlationIdIsNullUnlessSet() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(through(session, message).getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationID()).isNull();
    }

    @Test
    @Section("3.4.5")
    void correlationIdCanBeTakenAwayAgain() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSCorrelationID("first");
        message.setJMSCorrelationID(null);
        assertThat(through(session, message).getJMSCorrelationID()).isNull();
    }

    private static void setCorrelationBytes(Message message, byte[] id) throws JMSException {
        try {
            message.setJMSCorrelationIDAsBytes(id);
        } catch (UnsupportedOperationException e) {
            Assumptions.abort("The provider has no correlation identifiers that are bytes, which is allowed");
        }
    }

    @Test
    @Section("3.4.6")
    void replyToOfEveryKindOfDestinationIsTransmitted() throws JMSException {
        Session session = session();
        for (Destination destination : new Destination[] {queue(session), topic(session),
            session.createTemporaryQueue(), session.createTemporaryTopic()}) {
            Message message = session.createMessage();
            message.setJMSReplyTo(destination);
            assertThat(message.getJMSReplyTo()).isEqualTo(destination);
            assertThat(through(session, message).getJMSReplyTo()).isEqualTo(destination);
        }
    }

    @Test
    @Section("3.4.6")
    void replyToIsNullUnlessSet() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(through(session, message).getJMSReplyTo()).isNull();
    }

    @Test
    @Section("3.4.6")
    void replyToCanBeTakenAwayAgain() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSReplyTo(queue(session));
        message.setJMSReplyTo(null);
        assertThat(through(session, message).getJMSReplyTo()).isNull();
    }

    @Test
    @Section("3.4.8")
    void typeIsTransmitted() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        message.setJMSType("a type of ours");
        assertThat(message.getJMSType()).isEqualTo("a type of ours");
        assertThat(through(session, message).getJMSType()).isEqualTo("a type of ours");
    }

    @Test
    @Section("3.4.8")
    void typeIsNullUnlessSet() throws JMSException {
        Session session = session();
        Message message = session.createMessage();
        assertThat(message.getJMSType()).isNull();
        assertThat(through(session, message).getJMSType()).isNull();
    }

    @Test
    @Section("2.16")
    void replyReachesTheTemporaryQueueThatTheRequestNames() throws JMSException {
        Session requester = session();
        replyReaches(requester, requester.createTemporaryQueue());
    }

    @Test
    @Section("2.16")
    void replyReachesTheTemporaryTopicThatTheRequestNames() throws JMSException {
        Session requester = session();
        replyReaches(requester, requester.createTemporaryTopic());
    }

    private void replyReaches(Session requester, Destination replies) throws JMSException {
        Queue requests = queue(requester);
        MessageConsumer consumer = requester.createConsumer(replies);
        TextMessage request = requester.createTextMessage("request");
        request.setJMSReplyTo(replies);
        requester.createProducer(requests).send(request);
        answer(requests);
        TextMessage reply = (TextMessage) arrived(consumer);
        assertThat(reply.getText()).isEqualTo("reply to request");
        assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    }

    /** A client of its own, which knows nothing but the request. */
    private void answer(Queue requests) throws JMSException {
        Session replier = session();
        TextMessage request = (TextMessage) arrived(replier.createConsumer(requests));
        TextMessage reply = replier.createTextMessage("reply to " + request.getText());
        reply.setJMSCorrelationID(request.getJMSMessageID());
        replier.createProducer(request.getJMSReplyTo()).send(reply);
    }

    @Test
    @Section("2.16")
    void replyIsSelectedByTheCorrelationIdOfItsRequest() throws JMSException {
        Session session = session();
        Queue replies = queue(session);
        Message request = session.createMessage();
        session.createProducer(queue(session)).send(request);
        send(session, replies, "somebody else's");
        TextMessage reply = session.createTextMessage("mine");
        reply.setJMSCorrelationID(request.getJMSMessageID());
        session.createProducer(replies).send(reply);
        assertThat(arrivedText(session.createConsumer(replies,
                "JMSCorrelationID = '" + request.getJMSMessageID() + "'"))).isEqualTo("mine");
    }

    @Test
    @Section("2.16")
    void severalRepliersAnswerOneRequestSentToATopic() throws JMSException {
        Connection connection = connection();
        connection.start();
        Session requester = connection.createSession();
        Destination requests = topic(requester);
        Session replier = session();
        MessageConsumer first = replier.createConsumer(requests);
        MessageConsumer second = replier.createConsumer(requests);
        BytesMessage request = requester.createBytesMessage();
        Queue replies = requester.createTemporaryQueue();
        request.setJMSReplyTo(replies);
        requester.createProducer(requests).send(request);
        send(replier, arrived(first).getJMSReplyTo(), "first");
        send(replier, arrived(second).getJMSReplyTo(), "second");
        MessageConsumer consumer = requester.createConsumer(replies);
        assertThat(arrivedText(consumer)).isEqualTo("first");
        assertThat(arrivedText(consumer)).isEqualTo("second");
    }
}
