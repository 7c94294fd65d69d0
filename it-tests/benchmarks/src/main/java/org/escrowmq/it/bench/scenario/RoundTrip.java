package org.escrowmq.it.bench.scenario;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Sends and then receives, both in an auto-acknowledged session. */
final class RoundTrip implements Scenario {

    private static final int PATIENCE_MILLIS = 30_000;

    private final String queue;
    private final boolean ownQueues;

    /**
     * A scenario.
     *
     * @param ownQueues whether each thread has a queue of its own; if not, what was in the queue stays in it
     */
    RoundTrip(String queue, boolean ownQueues) {
        this.queue = queue;
        this.ownQueues = ownQueues;
    }

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        JmsContender jms = (JmsContender) contender;
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        return ClosedLoop.run(order, 1, thread -> {
            Connection connection = jms.connectionFactory().createConnection();
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue own = session.createQueue(ownQueues ? queue + "-" + thread : queue);
            MessageProducer producer = session.createProducer(own);
            MessageConsumer consumer = session.createConsumer(own);
            return ClosedLoop.worker(() -> {
                producer.send(JmsWork.message(session, body));
                if (consumer.receive(PATIENCE_MILLIS) == null) {
                    throw new IllegalStateException("Nothing arrived in " + PATIENCE_MILLIS + " ms");
                }
            }, connection);
        });
    }
}
