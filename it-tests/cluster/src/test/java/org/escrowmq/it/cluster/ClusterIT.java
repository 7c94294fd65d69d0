package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two brokers that share the load and give each other what only the other one's consumers want. */
@Timeout(120)
class ClusterIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String QUEUE = "orders";

    private Pair pair;
    private Deployed deployed;

    @BeforeEach
    void deploy() throws Exception {
        pair = Pair.ofMembers("cluster");
        pair.first().launch();
        pair.second().launch();
        pair.first().await(BrokerMain.SERVES);
        pair.second().await(BrokerMain.SERVES);
        deployed = Deployed.on(pair.first().url() + "," + pair.second().url());
    }

    @AfterEach
    void undeploy() {
        deployed.close();
        pair.close();
    }

    @Test
    void whatIsSentToOneBrokerReachesTheConsumersOfTheOther() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        List<String> sent = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
        try (Deployed onFirst = Deployed.on(pair.first().url()); Deployed onSecond = Deployed.on(pair.second().url())) {
            onSecond.deploy(Deployed.spec(QUEUE), message -> seen.add(message.getBody(String.class)));
            sent.forEach(text -> onFirst.send(QUEUE, text));
            await().atMost(SOON).until(() -> seen.size() >= sent.size());
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void connectionsAreSpreadAndBothBrokersServe() throws Exception {
        ManagedConnection one = deployed.managed().createManagedConnection(null, null);
        ManagedConnection another = deployed.managed().createManagedConnection(null, null);
        ManagedConnection third = deployed.managed().createManagedConnection(null, null);

        assertThat(one.getXAResource().isSameRM(another.getXAResource())).isFalse();
        assertThat(one.getXAResource().isSameRM(third.getXAResource())).isTrue();
        one.destroy();
        another.destroy();
        third.destroy();
    }

    @Test
    void whatIsPreparedOnEitherBrokerIsRecoveredThroughEachConnection() throws Exception {
        TestXid onOne = new TestXid("on one");
        TestXid onAnother = new TestXid("on the other");
        prepare(onOne);
        prepare(onAnother);

        ManagedConnection any = deployed.managed().createManagedConnection(null, null);
        assertThat(any.getXAResource().recover(XAResource.TMSTARTRSCAN)).hasSize(2);
        any.getXAResource().commit(onOne, false);
        any.getXAResource().commit(onAnother, false);
        assertThat(deployed.recoveryResource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
        any.destroy();
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        deployed.deploy(Deployed.spec(QUEUE), message -> seen.add(message.getBody(String.class)));
        await().atMost(SOON).until(() -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("on one", "on the other");
    }

    private void prepare(TestXid xid) throws Exception {
        ManagedConnection connection = deployed.managed().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        jakarta.jms.Session session = (jakarta.jms.Session) connection.getConnection(null, null);
        session.createProducer(Deployed.queue(QUEUE)).send(session.createTextMessage(xid.name()));
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        connection.destroy();
    }

    /** Whoever misses a branch in a list takes it for completed. */
    @Test
    void recoveryListsNothingWhileOneOfTheBrokersDoesNotAnswerButCompletesWhatTheOtherHas() throws Exception {
        TestXid onOne = new TestXid("on one");
        TestXid onAnother = new TestXid("on the other");
        prepare(onOne);
        prepare(onAnother);
        pair.second().kill();
        XAResource resource = deployed.recoveryResource();

        assertThatThrownBy(() -> resource.recover(XAResource.TMSTARTRSCAN)).isInstanceOfSatisfying(XAException.class,
                failure -> assertThat(failure.errorCode).isEqualTo(XAException.XAER_RMFAIL))
                .hasMessageContaining(pair.second().url());
        long committed = List.of(onOne, onAnother).stream().filter(xid -> commits(resource, xid)).count();
        assertThat(committed).isEqualTo(1);

        pair.second().start();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).hasSize(1);
    }

    private static boolean commits(XAResource resource, TestXid xid) {
        try {
            resource.commit(xid, false);
            return true;
        } catch (XAException e) {
            assertThat(e.errorCode).isEqualTo(XAException.XAER_RMFAIL);
            return false;
        }
    }

    @Test
    void poolAndBeanGoOnWithTheBrokerThatIsLeft() throws Exception {
        Consumed consumed = new Consumed();
        ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
        deployed.deploy(Deployed.spec(QUEUE), consumed);
        send("before", sent);
        await().atMost(SOON).until(() -> consumed.committed() == 1);
        pair.first().kill();
        AtomicInteger attempts = new AtomicInteger();
        await().atMost(SOON).until(() -> {
            send("after " + attempts.incrementAndGet(), sent);
            return consumed.seen().size() > 1;
        });

        // What was on its way to the broker that is gone waits for it.
        pair.first().start();
        await().atMost(SOON).until(() -> consumed.seen().containsAll(sent));
        assertThat(consumed.seen()).doesNotHaveDuplicates();
    }

    /** Of what fails nobody knows whether it was sent. */
    private void send(String text, ConcurrentLinkedQueue<String> sent) {
        try {
            deployed.send(QUEUE, text);
            sent.add(text);
        } catch (jakarta.jms.JMSRuntimeException e) {
            // As said.
        }
    }
}
