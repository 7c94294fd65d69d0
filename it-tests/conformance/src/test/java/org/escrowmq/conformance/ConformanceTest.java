package org.escrowmq.conformance;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every test of a rule starts from: the provider's connection factory, and connections and contexts that are
 * closed when the test is over. Destinations are new for each test that asks for one.
 */
@Timeout(60)
@ExtendWith(KnownDifferences.class)
abstract class ConformanceTest {

    /** How long to wait for a message that has to come. */
    protected static final long ARRIVES = 10_000;

    /** How long to wait for a message that must not come. */
    protected static final long ABSENT = 150;

    /** The factory under test. */
    protected final ConnectionFactory factory = ProviderUnderTest.factory();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Closes what was opened, the latest first. */
    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Has something closed after the test. */
    protected <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** A new connection that is not started. */
    protected Connection connection() throws JMSException {
        return closing(factory.createConnection());
    }

    /** A new connection with a client identifier, not started. */
    protected Connection connection(String clientId) throws JMSException {
        Connection connection = connection();
        connection.setClientID(clientId);
        return connection;
    }

    /** A session of this mode on a new, started connection. */
    protected Session session(int sessionMode) throws JMSException {
        Connection connection = connection();
        connection.start();
        return connection.createSession(sessionMode);
    }

    /** A session that acknowledges automatically, on a new, started connection. */
    protected Session session() throws JMSException {
        return session(Session.AUTO_ACKNOWLEDGE);
    }

    /** A context of this mode with a connection of its own. */
    protected JMSContext context(int sessionMode) {
        return closing(factory.createContext(sessionMode));
    }

    /** A context that acknowledges automatically, with a connection of its own. */
    protected JMSContext context() {
        return context(JMSContext.AUTO_ACKNOWLEDGE);
    }

    /** A name that nothing else has: legal as a client identifier, subscription or destination. */
    protected static String uniqueName(String what) {
        return what + "-" + UUID.randomUUID();
    }

    /** A queue that nobody has used yet. */
    protected static Queue queue(Session session) throws JMSException {
        return session.createQueue(uniqueName("queue"));
    }

    /** A topic that nobody has used yet. */
    protected static Topic topic(Session session) throws JMSException {
        return session.createTopic(uniqueName("topic"));
    }

    /** Sends text messages, in this order. */
    protected static void send(Session session, Destination destination, String... texts) throws JMSException {
        try (var producer = session.createProducer(destination)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    /** Sends a message to a new queue and receives it from there, in sessions of their own. */
    @SuppressWarnings("unchecked")
    protected <M extends Message> M through(Session session, M message) throws JMSException {
        Queue queue = queue(session);
        try (var producer = session.createProducer(queue); var consumer = session.createConsumer(queue)) {
            producer.send(message);
            // A message arrives as the kind that it was sent as (3.12).
            return (M) arrived(consumer);
        }
    }

    /** The next message, which has to come. */
    protected static Message arrived(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(ARRIVES);
        if (message == null) {
            throw new AssertionError("No message came within " + ARRIVES + " ms");
        }
        return message;
    }

    /** The text of the next message, which has to come. */
    protected static String arrivedText(MessageConsumer consumer) throws JMSException {
        return ((TextMessage) arrived(consumer)).getText();
    }

    /** Fails if a message comes. */
    protected static void nothingArrives(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(ABSENT);
        if (message != null) {
            throw new AssertionError("There should be no message, but there is " + message);
        }
    }
}
