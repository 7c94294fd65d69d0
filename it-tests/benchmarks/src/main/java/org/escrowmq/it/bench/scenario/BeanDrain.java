package org.escrowmq.it.bench.scenario;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;
import org.escrowmq.it.container.Bean;

/**
 * A message-driven bean empties a queue, one transaction for each message. The first messages warm up, the others are
 * counted. What is recorded as latency is the time between two deliveries' ends.
 */
final class BeanDrain implements Scenario {

    private static final String QUEUE = "bench-bean";
    private static final int WARM_UP_PART = 4;
    private static final int DIGITS = 3;
    private static final long PATIENCE_SECONDS = 180;

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        StubContainer container = StubContainer.of((JmsContender) contender);
        AdapterWork.fill(container, QUEUE, order.messages(), JmsWork.body(ScenarioKind.USUAL_BYTES));
        int warm = order.messages() / WARM_UP_PART;
        AtomicInteger delivered = new AtomicInteger();
        AtomicReference<Counters> start = new AtomicReference<>();
        AtomicReference<Counters> end = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Histogram latencies = new ConcurrentHistogram(DIGITS);
        ThreadLocal<Long> last = new ThreadLocal<>();
        Bean bean = container.deploy(QUEUE, order.threads(), () -> {
            int number = delivered.incrementAndGet();
            long now = System.nanoTime();
            if (number == warm) {
                start.set(Counters.now());
            } else if (number > warm) {
                latencies.recordValue(now - (last.get() == null ? now : last.get()));
            }
            last.set(now);
            if (number == order.messages()) {
                end.set(Counters.now());
                ended.countDown();
            }
        });
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Only " + delivered + " of " + order.messages() + " were delivered in "
                        + PATIENCE_SECONDS + " s");
            }
        } finally {
            bean.close();
        }
        return end.get().since(start.get(), order.threads(), latencies.copy());
    }
}
