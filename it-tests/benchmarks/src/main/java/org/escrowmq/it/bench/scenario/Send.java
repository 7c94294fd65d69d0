package org.escrowmq.it.bench.scenario;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.DirectContender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Sends to one queue without a global transaction, each message durable before the next one. */
final class Send implements Scenario {

    static final String QUEUE = "bench";

    private static final int LONG_BYTES = 100 << 10;

    private final int bytes;
    private final boolean transacted;

    Send(int bytes, boolean transacted) {
        this.bytes = bytes;
        this.transacted = transacted;
    }

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        byte[] body = JmsWork.body(bytes);
        if (contender instanceof DirectContender) {
            DirectContender direct = (DirectContender) contender;
            Measured measured = ClosedLoop.runAtMost(most(), order, 1, thread -> {
                DirectContender.Sender sender = direct.sender(thread);
                return ClosedLoop.worker(() -> sender.send(body), sender);
            });
            direct.purge();
            return measured;
        }
        JmsContender jms = (JmsContender) contender;
        Measured measured = ClosedLoop.runAtMost(most(), order, 1, thread -> worker(jms, body));
        JmsWork.drain(jms.connectionFactory(), QUEUE);
        return measured;
    }

    /** Longer messages are fewer; there is no limit to the longest, which nobody holds in memory. */
    private long most() {
        return bytes < LONG_BYTES
                ? (long) ClosedLoop.MAX_LEFT * ScenarioKind.USUAL_BYTES / bytes : Long.MAX_VALUE;
    }

    private ClosedLoop.Worker worker(JmsContender jms, byte[] body) throws JMSException {
        Connection connection = jms.connectionFactory().createConnection();
        Session session = transacted
                ? connection.createSession(true, Session.SESSION_TRANSACTED)
                : connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
        return ClosedLoop.worker(() -> {
            producer.send(JmsWork.message(session, body));
            if (transacted) {
                session.commit();
            }
        }, connection);
    }
}
