package org.escrowmq.it.bench.scenario;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.HdrHistogram.Histogram;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/**
 * From the start of the process's program until a message was sent and one was received: the broker's start included,
 * the JVM's own not. One operation; its latency is the result.
 */
final class FirstMessage implements Scenario {

    private static final int DIGITS = 3;
    private static final int PATIENCE_MILLIS = 60_000;

    private static Counters programStart;

    /** Called first of all. */
    static void programStarts() {
        programStart = Counters.now();
    }

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        try (Connection connection = ((JmsContender) contender).connectionFactory().createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = session.createQueue(Backlog.QUEUE);
            session.createProducer(queue).send(
                    JmsWork.message(session, JmsWork.body(ScenarioKind.USUAL_BYTES)));
            MessageConsumer consumer = session.createConsumer(queue);
            if (consumer.receive(PATIENCE_MILLIS) == null) {
                throw new IllegalStateException("Nothing arrived in " + PATIENCE_MILLIS + " ms");
            }
        }
        Counters now = Counters.now();
        Histogram latencies = new Histogram(DIGITS);
        latencies.recordValue(now.nanos() - programStart.nanos());
        return now.since(programStart, 1, latencies);
    }
}
