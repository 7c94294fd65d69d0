package org.escrowmq.it.bench.scenario;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.escrowmq.it.container.Jta;

/** What an application does through a resource adapter: everything is opened and closed in each transaction. */
final class AdapterWork {

    private static final int BATCH = 200;
    private static final int EMPTY_AFTER_MILLIS = 250;

    private AdapterWork() { }

    /** Sends so many messages in one transaction. */
    static void send(StubContainer container, String queue, int messages, byte[] body) throws Exception {
        Jta.inTransaction(() -> {
            try (Connection connection = container.connectionFactory().createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                MessageProducer producer = session.createProducer(session.createQueue(queue));
                for (int i = 0; i < messages; i++) {
                    producer.send(JmsWork.message(session, body));
                }
            }
        });
    }

    /** Puts so many messages into a queue. */
    static void fill(StubContainer container, String queue, int messages, byte[] body) throws Exception {
        for (int left = messages; left > 0; left -= BATCH) {
            send(container, queue, Math.min(BATCH, left), body);
        }
    }

    /** Takes everything out of a queue. */
    static void drain(StubContainer container, String queue) throws Exception {
        boolean[] more = {true};
        while (more[0]) {
            Jta.inTransaction(() -> more[0] = receiveBatch(container, queue));
        }
    }

    private static boolean receiveBatch(StubContainer container, String queue) throws Exception {
        try (Connection connection = container.connectionFactory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (int i = 0; i < BATCH; i++) {
                if (consumer.receive(EMPTY_AFTER_MILLIS) == null) {
                    return false;
                }
            }
            return true;
        }
    }
}
