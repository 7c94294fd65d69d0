package org.escrowmq.it.bench.scenario;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Sends without waiting, with so many sends under way in each thread at most; one is complete when it is confirmed. */
final class AsyncSend implements Scenario {

    private static final int WINDOW = 100;
    private static final long PATIENCE_SECONDS = 30;

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        JmsContender jms = (JmsContender) contender;
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        Measured measured = ClosedLoop.runAtMost(ClosedLoop.MAX_LEFT, order, WINDOW,
                thread -> new Sender(jms.connectionFactory().createConnection(), body));
        JmsWork.drain(jms.connectionFactory(), Send.QUEUE);
        return measured;
    }

    private static final class Sender implements ClosedLoop.Worker {

        private final Semaphore window = new Semaphore(WINDOW);
        private final Connection connection;
        private final Session session;
        private final MessageProducer producer;
        private final byte[] body;
        private volatile Exception failure;

        Sender(Connection connection, byte[] body) throws jakarta.jms.JMSException {
            this.connection = connection;
            this.body = body;
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            producer = session.createProducer(session.createQueue(Send.QUEUE));
        }

        @Override
        public void once(Samples samples) throws Exception {
            awaitWindow();
            boolean sent = false;
            try {
                send(samples, System.nanoTime());
                sent = true;
            } finally {
                if (!sent) {
                    window.release();
                }
            }
        }

        private void send(Samples samples, long start) throws jakarta.jms.JMSException {
            producer.send(JmsWork.message(session, body), new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    samples.done(start);
                    window.release();
                }

                @Override
                public void onException(Message message, Exception exception) {
                    failure = exception;
                    window.release();
                }
            });
        }

        private void awaitWindow() throws Exception {
            if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A send was not confirmed in " + PATIENCE_SECONDS + " s");
            }
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void close() throws Exception {
            // Sends that are under way belong to the round: the queue is drained after them.
            window.tryAcquire(WINDOW, PATIENCE_SECONDS, TimeUnit.SECONDS);
            connection.close();
        }
    }
}
