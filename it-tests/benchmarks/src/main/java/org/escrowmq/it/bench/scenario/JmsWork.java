package org.escrowmq.it.bench.scenario;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What scenarios do with queues outside of what is measured, and the message that they all send. */
final class JmsWork {

    static final int THREADS = 4;
    static final int BATCH = 200;
    private static final int EMPTY_AFTER_MILLIS = 250;
    private static final long SEED = 20;

    private JmsWork() { }

    /** The same bytes for everybody; they cannot be compressed. */
    static byte[] body(int length) {
        byte[] body = new byte[length];
        new Random(SEED).nextBytes(body);
        return body;
    }

    static Message message(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    /** Puts so many messages into a queue, in transactions of many. */
    static void fill(ConnectionFactory factory, String queue, int messages, byte[] body) throws Exception {
        inParallel(thread -> {
            int share = messages / THREADS + (thread < messages % THREADS ? 1 : 0);
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                MessageProducer producer = session.createProducer(session.createQueue(queue));
                for (int i = 1; i <= share; i++) {
                    producer.send(message(session, body));
                    if (i % BATCH == 0) {
                        session.commit();
                    }
                }
                session.commit();
            }
        });
    }

    /** Takes everything out of a queue, in transactions of many. */
    static void drain(ConnectionFactory factory, String queue) throws Exception {
        inParallel(thread -> {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                connection.start();
                for (int i = 1; consumer.receive(EMPTY_AFTER_MILLIS) != null; i++) {
                    if (i % BATCH == 0) {
                        session.commit();
                    }
                }
                session.commit();
            }
        });
    }

    /** Done by several threads at the same time. */
    interface Share {
        void run(int thread) throws Exception;
    }

    private static void inParallel(Share share) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                calls.add(() -> {
                    share.run(thread);
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(calls)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A queue could not be filled or drained", e);
        } finally {
            threads.shutdown();
        }
    }
}
