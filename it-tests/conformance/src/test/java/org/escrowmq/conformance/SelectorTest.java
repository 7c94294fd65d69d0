package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.BeforeEach;

/** What every test of selectors needs: whether a selector selects a message with these properties. */
abstract class SelectorTest extends ConformanceTest {

    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        session = session();
        queue = queue(session);
    }

    /** The session of the test. */
    protected Session selecting() {
        return session;
    }

    /** Fails unless a consumer with this selector receives the message with these names and values. */
    protected void selects(String selector, Object... properties) throws JMSException {
        selects(selector, message(properties));
    }

    /** Fails unless a consumer with this selector receives the message. */
    protected void selects(String selector, Message message) throws JMSException {
        try (var producer = session.createProducer(queue); var consumer = session.createConsumer(queue, selector)) {
            producer.send(message);
            assertThat(consumer.receive(ARRIVES)).as("a message for %s", selector).isNotNull();
        }
    }

    /** Fails if a consumer with this selector receives the message with these names and values. */
    protected void ignores(String selector, Object... properties) throws JMSException {
        ignores(selector, message(properties));
    }

    /** Fails if a consumer with this selector receives the message; another one without selector has to get it. */
    protected void ignores(String selector, Message message) throws JMSException {
        try (var producer = session.createProducer(queue); var consumer = session.createConsumer(queue, selector)) {
            producer.send(message);
            assertThat(consumer.receiveNoWait()).as("nothing for %s", selector).isNull();
        }
        try (var consumer = session.createConsumer(queue)) {
            assertThat(arrived(consumer).getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        }
    }

    /** A message with these names and values as properties. */
    protected Message message(Object... properties) throws JMSException {
        Message message = session.createMessage();
        for (int i = 0; i < properties.length; i += 2) {
            message.setObjectProperty((String) properties[i], properties[i + 1]);
        }
        return message;
    }
}
