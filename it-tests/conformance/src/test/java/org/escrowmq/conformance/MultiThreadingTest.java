package org.escrowmq.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which objects several threads may use at the same time. */
@Section("2.14")
class MultiThreadingTest extends ConformanceTest {

    private static final int THREADS = 6;
    private static final int MESSAGES = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** What each thread does, with its number. */
    private interface Work {
        void run(int thread) throws JMSException;
    }

    /** Lets all threads begin at the same time, and fails if one of them does. */
    private void together(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Callable<Void> task = () -> {
                start.await();
                work.run(thread);
                return null;
            };
            running.add(threads.submit(task));
        }
        for (Future<Void> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    private static void sendNumbered(Session session, Queue queue, int thread) throws JMSException {
        for (int i = 0; i < MESSAGES; i++) {
            send(session, queue, thread + "/" + i);
        }
    }

    private static void assertAllArrive(MessageConsumer consumer) throws JMSException {
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < THREADS * MESSAGES; i++) {
            texts.add(arrivedText(consumer));
        }
        assertThat(texts).hasSize(THREADS * MESSAGES);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void connectionSupportsConcurrentUse() throws Exception {
        Connection connection = connection();
        Queue queue = queue(connection.createSession());
        together(thread -> {
            connection.start();
            try (Session session = connection.createSession()) {
                sendNumbered(session, queue, thread);
                connection.getMetaData();
                connection.getClientID();
            }
        });
        assertAllArrive(connection.createSession().createConsumer(queue));
    }

    @Test
    void connectionFactorySupportsConcurrentUse() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        together(thread -> {
            try (Connection connection = factory.createConnection()) {
                sendNumbered(connection.createSession(), queue, thread);
            }
        });
        assertAllArrive(session.createConsumer(queue));
    }

    @Test
    void connectionFactoryCreatesContextsConcurrently() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        together(thread -> {
            try (JMSContext context = factory.createContext()) {
                for (int i = 0; i < MESSAGES; i++) {
                    context.createProducer().send(queue, thread + "/" + i);
                }
            }
        });
        assertAllArrive(session.createConsumer(queue));
    }

    @Test
    void destinationSupportsConcurrentUse() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            sessions.add(session());
        }
        together(thread -> {
            sendNumbered(sessions.get(thread), queue, thread);
            assertThat(queue.getQueueName()).isNotEmpty();
            assertThat(queue.hashCode()).isEqualTo(queue.hashCode());
        });
        assertAllArrive(session.createConsumer(queue));
    }

    @Test
    void connectionIsStartedAndStoppedWhileOthersUseIt() throws Exception {
        Connection connection = connection();
        Queue queue = queue(connection.createSession());
        together(thread -> {
            if (thread == 0) {
                for (int i = 0; i < MESSAGES; i++) {
                    connection.stop();
                    connection.start();
                }
            } else {
                try (Session session = connection.createSession()) {
                    sendNumbered(session, queue, thread);
                }
            }
        });
        connection.start();
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        for (int i = 0; i < (THREADS - 1) * MESSAGES; i++) {
            arrived(consumer);
        }
    }

    @Test
    void queueConnectionAndItsFactorySupportConcurrentUse() throws Exception {
        QueueConnectionFactory queues = (QueueConnectionFactory) factory;
        QueueConnection shared = closing(queues.createQueueConnection());
        Session receiving = session();
        Queue queue = queue(receiving);
        together(thread -> {
            try (QueueConnection own = queues.createQueueConnection();
                    Session session = shared.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)) {
                own.start();
                sendNumbered(session, queue, thread);
            }
        });
        assertAllArrive(receiving.createConsumer(queue));
    }

    @Test
    void topicConnectionAndItsFactorySupportConcurrentUse() throws Exception {
        TopicConnectionFactory topics = (TopicConnectionFactory) factory;
        TopicConnection shared = closing(topics.createTopicConnection());
        Session receiving = session();
        var topic = topic(receiving);
        MessageConsumer consumer = receiving.createConsumer(topic);
        together(thread -> {
            try (TopicConnection own = topics.createTopicConnection();
                    var session = shared.createTopicSession(false, Session.AUTO_ACKNOWLEDGE)) {
                own.start();
                for (int i = 0; i < MESSAGES; i++) {
                    session.createPublisher(topic).publish(session.createTextMessage(thread + "/" + i));
                }
            }
        });
        assertAllArrive(consumer);
    }
}
