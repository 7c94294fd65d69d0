package org.escrowmq.it.bench.scenario;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;

/** Sends in one XA branch for each message, as a transaction manager does it, but without one. */
final class BranchSend implements Scenario {

    private static final AtomicLong BRANCHES = new AtomicLong(System.nanoTime());

    private final boolean twoPhases;

    BranchSend(boolean twoPhases) {
        this.twoPhases = twoPhases;
    }

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        JmsContender jms = (JmsContender) contender;
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        Measured measured = ClosedLoop.runAtMost(ClosedLoop.MAX_LEFT, order, 1, thread -> worker(jms, body));
        JmsWork.drain(jms.connectionFactory(), Send.QUEUE);
        return measured;
    }

    private ClosedLoop.Worker worker(JmsContender jms, byte[] body) throws JMSException {
        XAConnection connection = jms.xaConnectionFactory().createXAConnection();
        XASession session = connection.createXASession();
        XAResource resource = session.getXAResource();
        MessageProducer producer = session.createProducer(session.createQueue(Send.QUEUE));
        return ClosedLoop.worker(() -> {
            BenchXid branch = new BenchXid(BRANCHES.incrementAndGet());
            resource.start(branch, XAResource.TMNOFLAGS);
            producer.send(JmsWork.message(session, body));
            resource.end(branch, XAResource.TMSUCCESS);
            if (twoPhases) {
                resource.prepare(branch);
            }
            resource.commit(branch, !twoPhases);
        }, connection);
    }
}
