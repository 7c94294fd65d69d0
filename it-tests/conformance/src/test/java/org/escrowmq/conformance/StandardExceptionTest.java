package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which of the checked exceptions is thrown in the situations that have to have it. */
@Section("10.3")
class StandardExceptionTest extends ConformanceTest {

    private static void assertFails(Class<? extends JMSException> type, ThrowingCallable... actions) {
        for (int i = 0; i < actions.length; i++) {
            assertThatThrownBy(actions[i], "call %s", i + 1).isInstanceOf(type);
        }
    }

    @Test
    void commitOrRollbackOfASessionWithoutTransactionsIsAnIllegalState() throws JMSException {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE,
            Session.DUPS_OK_ACKNOWLEDGE}) {
            Session session = session(mode);
            assertFails(IllegalStateException.class, session::commit, session::rollback);
        }
    }

    @Test
    void recoverOfATransactedSessionIsAnIllegalState() throws JMSException {
        assertFails(IllegalStateException.class, session(Session.SESSION_TRANSACTED)::recover);
    }

    @Test
    void everyMethodOfAClosedSessionButCloseIsAnIllegalState() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        Topic topic = topic(session);
        session.close();
        assertFails(IllegalStateException.class, session::commit, session::rollback, session::getTransacted,
                session::getAcknowledgeMode, session::createMessage, session::createTextMessage,
                session::createBytesMessage, session::createMapMessage, session::createStreamMessage,
                session::createObjectMessage, session::createTemporaryQueue, session::createTemporaryTopic,
                session::getMessageListener,
                () -> session.createTextMessage("text"), () -> session.createObjectMessage("object"),
                () -> session.createQueue("queue"), () -> session.createTopic("topic"),
                () -> session.createProducer(queue), () -> session.createConsumer(queue),
                () -> session.createBrowser(queue), () -> session.createSharedConsumer(topic, "name"),
                () -> session.createDurableConsumer(topic, "name"), () -> session.unsubscribe("name"));
        session.close();
    }

    @Test
    void everyMethodOfAClosedConnectionButCloseIsAnIllegalState() throws JMSException {
        Connection connection = connection();
        connection.close();
        assertFails(IllegalStateException.class, connection::start, connection::stop, connection::getClientID,
                connection::getMetaData, connection::getExceptionListener, connection::createSession,
                () -> connection.setClientID("client"), () -> connection.setExceptionListener(null),
                () -> connection.createSession(true, Session.SESSION_TRANSACTED),
                () -> connection.createSession(Session.AUTO_ACKNOWLEDGE));
        connection.close();
    }

    @Test
    void clientIdentifierSetTooLateIsAnIllegalState() throws JMSException {
        Connection used = connection();
        used.createSession();
        assertFails(IllegalStateException.class, () -> used.setClientID(uniqueName("client")));
        Connection identified = connection(uniqueName("client"));
        assertFails(IllegalStateException.class, () -> identified.setClientID(uniqueName("client")));
    }

    @Test
    void clientIdentifierInUseIsAnInvalidClientId() throws JMSException {
        String clientId = uniqueName("client");
        connection(clientId);
        Connection second = connection();
        assertFails(InvalidClientIDException.class, () -> second.setClientID(clientId));
    }

    @Test
    void destinationThatIsNotUnderstoodIsAnInvalidDestination() throws JMSException {
        Session session = session();
        Destination unknown = new Destination() { };
        assertFails(InvalidDestinationException.class, () -> session.createProducer(unknown),
                () -> session.createConsumer(unknown),
                () -> session.createProducer(null).send(unknown, session.createMessage()));
    }

    @Test
    void missingDestinationIsAnInvalidDestination() throws JMSException {
        Session session = session();
        assertFails(InvalidDestinationException.class, () -> session.createConsumer(null),
                () -> session.createConsumer(null, "a = 1"), () -> session.createBrowser(null),
                () -> session.createSharedConsumer(null, "name"),
                () -> session.createSharedDurableConsumer(null, "name"));
    }

    @Test
    void missingTopicOfADurableSubscriptionIsAnInvalidDestination() throws JMSException {
        Session session = connection(uniqueName("client")).createSession();
        assertFails(InvalidDestinationException.class, () -> session.createDurableConsumer(null, "name"),
                () -> session.createDurableSubscriber(null, "name"));
    }

    @Test
    void unsubscribingFromANameThatDoesNotExistIsAnInvalidDestination() throws JMSException {
        Session session = connection(uniqueName("client")).createSession();
        assertFails(InvalidDestinationException.class, () -> session.unsubscribe(uniqueName("name")));
    }

    @Test
    @KnownDifference("sends on to a queue that was deleted; 10.3 says that it is no longer valid")
    void temporaryDestinationThatWasDeletedIsAnInvalidDestination() throws JMSException {
        Session session = session();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageProducer producer = session.createProducer(queue);
        queue.delete();
        assertFails(InvalidDestinationException.class, () -> producer.send(session.createMessage()),
                () -> session.createConsumer(queue));
        TemporaryTopic topic = session.createTemporaryTopic();
        topic.delete();
        assertFails(InvalidDestinationException.class, () -> session.createConsumer(topic));
    }

    @Test
    void syntaxErrorInASelectorIsAnInvalidSelector() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        assertFails(InvalidSelectorException.class, () -> session.createConsumer(queue, "a ="),
                () -> session.createBrowser(queue, "a ="));
    }

    @Test
    void readingPastTheEndOfAMessageIsAnEndOfFile() throws JMSException {
        Session session = session();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeByte((byte) 1);
        BytesMessage receivedBytes = through(session, bytes);
        StreamMessage stream = through(session, session.createStreamMessage());
        assertFails(MessageEOFException.class, receivedBytes::readInt, stream::readInt);
    }

    @Test
    void dataOfATypeThatAMessageDoesNotSupportIsAFormatError() throws JMSException {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        stream.writeBoolean(true);
        stream.reset();
        assertFails(MessageFormatException.class, () -> session.createStreamMessage().writeObject(List.of()),
                () -> session.createMapMessage().setObject("name", List.of()),
                () -> session.createBytesMessage().writeObject(List.of()),
                () -> session.createMessage().setObjectProperty("name", List.of()), stream::readShort);
    }

    @Test
    void readingNumbersFromAStringThatIsNoneIsANumberFormatErrorOfJava() throws JMSException {
        TextMessage message = session().createTextMessage();
        message.setStringProperty("name", "x");
        assertThatThrownBy(() -> message.getIntProperty("name")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    @KnownDifference("throws a NullPointerException; Javadoc of send says MessageFormatException")
    void missingMessageIsAFormatError() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        assertFails(MessageFormatException.class, () -> producer.send(null));
    }

    @Test
    void readingAWriteOnlyMessageIsNotReadable() throws JMSException {
        Session session = session();
        assertFails(MessageNotReadableException.class, () -> session.createBytesMessage().readByte(),
                () -> session.createStreamMessage().readByte());
    }

    @Test
    void writingAReadOnlyMessageIsNotWriteable() throws JMSException {
        Session session = session();
        TextMessage received = through(session, session.createTextMessage("text"));
        assertFails(MessageNotWriteableException.class, () -> received.setText("other"),
                () -> received.setStringProperty("name", "value"));
        assertThat(received.getText()).isEqualTo("text");
    }

    @Test
    void closedProducerOrConsumerIsAnIllegalState() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.close();
        Message message = session.createMessage();
        assertFails(IllegalStateException.class, () -> producer.send(message), producer::getPriority,
                producer::getDestination, () -> producer.setTimeToLive(1));
        var consumer = session.createConsumer(queue);
        consumer.close();
        assertFails(IllegalStateException.class, consumer::receiveNoWait, consumer::receive,
                consumer::getMessageSelector, consumer::getMessageListener);
        producer.close();
        consumer.close();
    }
}
