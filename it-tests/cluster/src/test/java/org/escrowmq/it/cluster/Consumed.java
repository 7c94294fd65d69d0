package org.escrowmq.it.cluster;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.escrowmq.it.container.Bean;

/** Remembers the texts that a bean was given. Safe for use by several threads. */
final class Consumed implements Bean.Handler {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger committed = new AtomicInteger();

    @Override
    public void handle(Message message) throws JMSException {
        seen.add(message.getBody(String.class));
    }

    @Override
    public void delivered() {
        committed.incrementAndGet();
    }

    /** In the order in which they came, also those whose transaction has not ended. */
    List<String> seen() {
        return seen;
    }

    /** How many transactions are committed: a broker that dies before that delivers the message again. */
    int committed() {
        return committed.get();
    }
}
