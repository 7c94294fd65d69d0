package org.escrowmq.it.bench.scenario;

import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Sends through the contender's resource adapter, in a transaction of Narayana's for each message. */
final class AdapterSend implements Scenario {

    private static final String QUEUE = "bench-adapter";

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        StubContainer container = StubContainer.of((JmsContender) contender);
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        Measured measured = ClosedLoop.runAtMost(ClosedLoop.MAX_LEFT, order, 1,
                thread -> ClosedLoop.worker(() -> AdapterWork.send(container, QUEUE, 1, body), () -> { }));
        AdapterWork.drain(container, QUEUE);
        return measured;
    }
}
