package org.escrowmq.it.bench.scenario;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/**
 * Publishes to durable subscribers that listen in auto-acknowledged sessions. A publication is complete when all of
 * them have received it, and a thread publishes the next one then.
 */
final class FanOut implements Scenario {

    private static final int SUBSCRIBERS = 10;
    private static final String TOPIC = "bench-topic";
    private static final String PUBLISHER = "publisher";
    private static final long PATIENCE_SECONDS = 30;

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        JmsContender jms = (JmsContender) contender;
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        List<Semaphore> received = new ArrayList<>();
        for (int i = 0; i < order.threads(); i++) {
            received.add(new Semaphore(0));
        }
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                connections.add(subscribe(jms, i, received));
            }
            return ClosedLoop.run(order, 1, thread -> publisher(jms, thread, received.get(thread), body));
        } finally {
            // The subscriptions stay: nothing is left in them.
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static Connection subscribe(JmsContender jms, int number, List<Semaphore> received)
            throws JMSException {
        Connection connection = jms.connectionFactory().createConnection();
        connection.setClientID("subscriber-" + number);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createDurableSubscriber(session.createTopic(TOPIC), "subscription").setMessageListener(
                message -> received.get(publisher(message)).release());
        connection.start();
        return connection;
    }

    private static int publisher(Message message) {
        try {
            return message.getIntProperty(PUBLISHER);
        } catch (JMSException e) {
            throw new IllegalStateException("A message without its publisher", e);
        }
    }

    private static ClosedLoop.Worker publisher(JmsContender jms, int number, Semaphore received, byte[] body)
            throws JMSException {
        Connection connection = jms.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(TOPIC);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        return ClosedLoop.worker(() -> {
            Message message = JmsWork.message(session, body);
            message.setIntProperty(PUBLISHER, number);
            producer.send(message);
            if (!received.tryAcquire(SUBSCRIBERS, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A subscriber received nothing in " + PATIENCE_SECONDS + " s");
            }
        }, connection);
    }
}
