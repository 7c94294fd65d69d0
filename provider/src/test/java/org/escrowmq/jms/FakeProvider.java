package org.escrowmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.EscrowConnectionFactory;
import org.escrowmq.fake.FakeBroker;
import org.escrowmq.transaction.Branches;

/** The provider on a broker in memory, with the few steps that most tests of JMS rules begin with. */
final class FakeProvider implements AutoCloseable {

    final FakeBroker broker = new FakeBroker();
    final Branches branches = new Branches(broker);
    final EscrowConnectionFactory factory =
            new EscrowConnectionFactory(broker, branches, info -> ObjectInputFilter.Status.ALLOWED);
    final EscrowConnection connection;

    FakeProvider() throws JMSException {
        connection = factory.createConnection();
        connection.start();
    }

    Session session(int mode) throws JMSException {
        return connection.createSession(mode);
    }

    void send(Queue queue, String... texts) throws JMSException {
        try (Session session = connection.createSession(); MessageProducer producer = session.createProducer(queue)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    /** What another session finds in a queue now, in order; taken from it. */
    List<String> drain(Queue queue) throws JMSException {
        try (Session session = connection.createSession(); MessageConsumer consumer = session.createConsumer(queue)) {
            List<String> texts = new ArrayList<>();
            for (String text = textNow(consumer); text != null; text = textNow(consumer)) {
                texts.add(text);
            }
            return texts;
        }
    }

    static String textNow(MessageConsumer consumer) throws JMSException {
        TextMessage message = (TextMessage) consumer.receiveNoWait();
        return message == null ? null : message.getText();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        branches.close();
    }
}
