package org.escrowmq.it;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import org.escrowmq.it.app.Destinations;

/** The queue on which no bean listens, for tests inside the server. Used by one thread, outside of transactions. */
final class ManualQueue {

    private static final long ARRIVES_MILLIS = 10_000;
    private static final long STAYS_AWAY_MILLIS = 500;

    private ManualQueue() {
    }

    static Queue queue() {
        return InServer.lookup(Destinations.MANUAL, Queue.class);
    }

    static ConnectionFactory factory() {
        return InServer.lookup("java:comp/env/jms/EscrowMQ", ConnectionFactory.class);
    }

    /** Takes whatever is there, as texts. */
    static List<String> drain() {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = factory().createContext()) {
            JMSConsumer consumer = context.createConsumer(queue());
            String text = consumer.receiveBody(String.class, STAYS_AWAY_MILLIS);
            while (text != null) {
                texts.add(text);
                text = consumer.receiveBody(String.class, STAYS_AWAY_MILLIS);
            }
        }
        return texts;
    }

    /** Takes so many, waiting for each, and whatever else is there. */
    static List<String> take(int count) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = factory().createContext()) {
            JMSConsumer consumer = context.createConsumer(queue());
            for (int n = 0; n < count; n++) {
                texts.add(consumer.receiveBody(String.class, ARRIVES_MILLIS));
            }
        }
        texts.addAll(drain());
        return texts;
    }
}
