package org.escrowmq.it.crash.victim;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import java.sql.SQLException;
import org.escrowmq.it.crash.history.Destinations;
import org.escrowmq.it.crash.history.Event;
import org.escrowmq.it.crash.history.MessageId;

/** Receives one or several messages in a transaction; who shares a queue forwards some of them. */
final class Consumer extends Worker {

    private static final int MOST = 4;
    private static final int SLOW_PERCENT = 1;
    private static final int FORWARDED = 7;
    private static final long PATIENCE_MILLIS = 20;

    private final String source;
    private final boolean forwards;
    private JMSConsumer consumer;

    Consumer(Load load, String name, long seed, String source) throws SQLException {
        super(load, name, seed, SLOW_PERCENT);
        this.source = source;
        this.forwards = Destinations.SHARED.equals(source);
    }

    @Override
    void connected() {
        if (Destinations.TOPIC.equals(source)) {
            messages().setClientID(Destinations.CLIENT_ID);
            super.connected();
            consumer = messages().createDurableConsumer((Topic) destination(source), Destinations.SUBSCRIPTION);
        } else {
            super.connected();
            consumer = messages().createConsumer(destination(source));
        }
    }

    @Override
    boolean awaitTurn() throws InterruptedException {
        while (load().isShort() && !load().isStopping()) {
            Thread.sleep(PATIENCE_MILLIS);
        }
        return !load().isStopping();
    }

    @Override
    void work(String transaction, boolean withRows) throws JMSException, SQLException {
        int messages = random().nextInt(1, MOST + 1);
        for (int i = 0; i < messages; i++) {
            Message message = consumer.receive(PATIENCE_MILLIS);
            if (message == null) {
                return;
            }
            take(transaction, message, withRows);
        }
    }

    private void take(String transaction, Message message, boolean withRows) throws JMSException, SQLException {
        MessageId id = Body.id(message);
        load().wire().tell(new Event.Received(transaction, id, message.getJMSRedelivered(),
                message.getIntProperty("JMSXDeliveryCount"), Body.isIntact(message)));
        load().received(1);
        if (withRows) {
            consumed(transaction, id);
        }
        if (forwards && random().nextInt(FORWARDED) == 0) {
            send(transaction, Destinations.SINGLE, withRows);
        }
    }
}
