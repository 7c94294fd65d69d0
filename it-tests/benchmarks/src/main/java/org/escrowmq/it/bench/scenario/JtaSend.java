package org.escrowmq.it.bench.scenario;

import jakarta.jms.MessageProducer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.file.Path;
import javax.transaction.xa.XAResource;
import org.escrowmq.it.bench.contender.Contender;
import org.escrowmq.it.bench.contender.JmsContender;
import org.escrowmq.it.container.Jta;

/** Sends in a transaction of Narayana's, whose other resource, if there is one, is a {@link DurableResource}. */
final class JtaSend implements Scenario {

    private final boolean twoResources;

    JtaSend(boolean twoResources) {
        this.twoResources = twoResources;
    }

    @Override
    public Measured run(Contender contender, Order order) throws Exception {
        JmsContender jms = (JmsContender) contender;
        byte[] body = JmsWork.body(ScenarioKind.USUAL_BYTES);
        Measured measured = ClosedLoop.runAtMost(ClosedLoop.MAX_LEFT, order, 1, thread -> worker(jms, thread, body));
        JmsWork.drain(jms.connectionFactory(), Send.QUEUE);
        return measured;
    }

    private ClosedLoop.Worker worker(JmsContender jms, int thread, byte[] body) throws Exception {
        XAConnection connection = jms.xaConnectionFactory().createXAConnection();
        XASession session = connection.createXASession();
        XAResource resource = session.getXAResource();
        MessageProducer producer = session.createProducer(session.createQueue(Send.QUEUE));
        if (!twoResources) {
            return ClosedLoop.worker(() -> Jta.inTransaction(
                    () -> producer.send(JmsWork.message(session, body)), resource), connection);
        }
        DurableResource other = new DurableResource(
                Path.of(System.getProperty(Counters.DIRECTORY), "resources", Integer.toString(thread)));
        return ClosedLoop.worker(() -> Jta.inTransaction(
                () -> producer.send(JmsWork.message(session, body)), resource, other), () -> {
                    connection.close();
                    other.close();
                });
    }
}
