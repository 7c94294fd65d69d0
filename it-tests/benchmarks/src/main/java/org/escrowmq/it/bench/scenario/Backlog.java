package org.escrowmq.it.bench.scenario;

import org.HdrHistogram.Histogram;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Puts many messages into a queue, in large transactions, and leaves them there. */
final class Backlog implements Scenario {

    static final String QUEUE = "backlog";

    private static final int DIGITS = 3;

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        Counters start = Counters.now();
        JmsWork.fill(((JmsContender) contender).connectionFactory(), QUEUE, order.messages(),
                JmsWork.body(ScenarioKind.USUAL_BYTES));
        Counters end = Counters.now();
        Histogram latencies = new Histogram(DIGITS);
        latencies.recordValueWithCount((end.nanos() - start.nanos()) / order.messages(), order.messages());
        // What belongs to one transaction shares a flush, and four threads fill.
        return end.since(start, JmsWork.BATCH * JmsWork.THREADS, latencies);
    }
}
