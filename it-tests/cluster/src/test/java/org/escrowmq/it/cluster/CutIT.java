package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The network between adapter and broker fails, and both of them live. */
@Timeout(120)
class CutIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String QUEUE = "orders";
    private static final long CALL_MILLIS = 2_000;
    /** The first thing that is asked when a branch is completed. */
    private static final int ANSWER_TO_END = 1;
    private static final String PATIENCE =
            "?callTimeout=" + CALL_MILLIS + "&connectionTTL=3000&clientFailureCheckPeriod=1000";

    private BrokerProcess broker;
    private CutProxy network;
    private Deployed deployed;
    private Deployed besideIt;

    @BeforeEach
    void deploy(TestInfo test) throws Exception {
        broker = new BrokerProcess(test.getTestMethod().orElseThrow().getName(), "single.xml", Map.of()).start();
        network = new CutProxy(broker.port());
        deployed = Deployed.on(network.url() + PATIENCE);
        besideIt = Deployed.on(broker.url());
    }

    @AfterEach
    void undeploy() throws Exception {
        network.close();
        deployed.close();
        besideIt.close();
        broker.close();
    }

    @Test
    void afterACutPoolAndBeanGoOnAndEachMessageIsHandledOnce() throws Exception {
        // What the bean sends belongs to the transaction in which it receives.
        deployed.deploy(Deployed.spec(QUEUE), message -> deployed.send("done", message.getBody(String.class)));
        List<String> sent = IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
        sent.subList(0, 50).forEach(text -> besideIt.send(QUEUE, text));
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        await().atMost(SOON).until(() -> done.addAll(besideIt.drain("done")) && done.size() > 5);
        network.cut();
        sent.subList(50, 100).forEach(text -> besideIt.send(QUEUE, text));
        assertThatThrownBy(() -> deployed.send(QUEUE, "cut off")).isInstanceOf(JMSRuntimeException.class);
        network.mend();

        await().atMost(SOON).untilAsserted(() -> {
            done.addAll(besideIt.drain("done"));
            assertThat(done).containsAll(sent);
        });
        assertThat(done).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(inDoubt()).isZero();
    }

    @Test
    void aBrokerThatIsSlowIsWaitedFor() throws Exception {
        deployed.send(QUEUE, "before");
        network.holdUp();
        Thread mender = new Thread(() -> {
            await().pollDelay(Duration.ofMillis(CALL_MILLIS / 2)).until(() -> true);
            network.mend();
        });
        mender.start();
        deployed.send(QUEUE, "slow");
        mender.join();
        assertThat(deployed.drain(QUEUE)).containsExactly("before", "slow");
    }

    @Test
    void aBrokerThatDoesNotAnswerInTimeIsGivenUpAndUsedAgainWhenItDoes() throws Exception {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        deployed.send("other", "opens a connection");
        deployed.deploy(Deployed.spec(QUEUE), message -> seen.add(message.getBody(String.class)));
        network.holdUp();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> deployed.send(QUEUE, "held up")).isInstanceOf(JMSRuntimeException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(8 * CALL_MILLIS));
        besideIt.send(QUEUE, "meanwhile");
        network.mend();
        await().atMost(SOON).until(() -> seen.contains("meanwhile"));
        await().atMost(SOON).ignoreExceptions().until(() -> {
            deployed.send(QUEUE, "again");
            return true;
        });
        await().atMost(SOON).until(() -> seen.contains("again"));
    }

    @Test
    void anAdapterStopsInTimeThoughTheBrokerDoesNotAnswer() throws Exception {
        deployed.deploy(QUEUE, message -> { });
        deployed.send(QUEUE, "x");
        network.holdUp();
        long begin = System.nanoTime();
        deployed.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        network.mend();
        deployed = Deployed.on(network.url() + PATIENCE);
    }

    private ManagedConnection working(TestXid xid) throws Exception {
        ManagedConnection connection = deployed.managed().createManagedConnection(null, null);
        connection.getXAResource().start(xid, XAResource.TMNOFLAGS);
        Session session = (Session) connection.getConnection(null, null);
        session.createProducer(Deployed.queue(QUEUE)).send(session.createTextMessage(xid.name()));
        connection.getXAResource().end(xid, XAResource.TMSUCCESS);
        return connection;
    }

    private static void assertFails(int errorCode, Call call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(XAException.class,
                failure -> assertThat(failure.errorCode).isEqualTo(errorCode));
    }

    private interface Call {
        void run() throws Exception;
    }

    private int inDoubt() throws Exception {
        return besideIt.recoveryResource().recover(XAResource.TMSTARTRSCAN).length;
    }

    /** The broker has promised, and only it knows. */
    @Test
    void aPromiseThatWasNotHeardIsNoneAndIsRolledBackWhenTheTransactionManagerWantsThat() throws Exception {
        TestXid xid = new TestXid("unheard promise");
        ManagedConnection connection = working(xid);
        network.muteAfter(ANSWER_TO_END);
        assertFails(XAException.XAER_RMFAIL, () -> connection.getXAResource().prepare(xid));
        network.cut();
        network.mend();

        connection.getXAResource().rollback(xid);
        assertThat(inDoubt()).isZero();
        assertThat(besideIt.drain(QUEUE)).isEmpty();
        connection.destroy();
    }

    /** It was committed, and nobody is told that it was rolled back. */
    @Test
    void aCommitInOnePhaseWhoseAnswerIsLostHasAnUnknownOutcome() throws Exception {
        TestXid xid = new TestXid("one phase");
        ManagedConnection connection = working(xid);
        network.muteAfter(ANSWER_TO_END);
        assertFails(XAException.XAER_RMFAIL, () -> connection.getXAResource().commit(xid, true));
        network.cut();
        network.mend();

        assertThat(inDoubt()).isZero();
        assertThat(besideIt.drain(QUEUE)).containsExactly("one phase");
        connection.destroy();
    }

    @Test
    void aCommitOfAPromiseWhoseAnswerIsLostIsTriedAgainAndFindsItDone() throws Exception {
        TestXid xid = new TestXid("two phases");
        ManagedConnection connection = working(xid);
        assertThat(connection.getXAResource().prepare(xid)).isEqualTo(XAResource.XA_OK);
        network.muteAfter(0);
        assertFails(XAException.XAER_RMFAIL, () -> connection.getXAResource().commit(xid, false));
        network.cut();
        network.mend();

        assertThat(inDoubt()).isZero();
        assertFails(XAException.XAER_NOTA, () -> deployed.recoveryResource().commit(xid, false));
        assertThat(besideIt.drain(QUEUE)).containsExactly("two phases");
        connection.destroy();
    }

    @Test
    void aPromiseThatTheBrokerWasNotAskedToKeepIsKeptThroughAnotherConnection() throws Exception {
        TestXid xid = new TestXid("kept");
        ManagedConnection connection = working(xid);
        assertThat(connection.getXAResource().prepare(xid)).isEqualTo(XAResource.XA_OK);
        network.cut();
        assertFails(XAException.XAER_RMFAIL, () -> connection.getXAResource().commit(xid, false));
        network.mend();

        connection.getXAResource().commit(xid, false);
        assertThat(inDoubt()).isZero();
        assertThat(besideIt.drain(QUEUE)).containsExactly("kept");
        connection.destroy();
    }

    @Test
    void workThatIsCutOffIsRolledBack() throws Exception {
        TestXid xid = new TestXid("cut off");
        ManagedConnection connection = working(xid);
        network.cut();
        assertFails(XAException.XA_RBROLLBACK, () -> connection.getXAResource().prepare(xid));
        network.mend();

        assertThat(inDoubt()).isZero();
        assertThat(besideIt.drain(QUEUE)).isEmpty();
        connection.destroy();
    }

    /** The client does not know what became of it, and neither does whoever asks. */
    @Test
    void aLocalTransactionWhoseCommitIsNotAnsweredIsNotSaidToBeRolledBack() throws Exception {
        try (var connection = deployed.factory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            var producer = session.createProducer(Deployed.queue(QUEUE));
            producer.send(session.createTextMessage("local"));
            producer.send(session.createTextMessage("and more"));
            network.muteAfter(ANSWER_TO_END);
            assertOutcomeIsUnknown(session);
        }
        network.mend();
        assertThat(besideIt.drain(QUEUE)).containsExactly("local", "and more");
    }

    private void assertOutcomeIsUnknown(Session session) {
        assertThatThrownBy(session::commit).isInstanceOf(jakarta.jms.JMSException.class)
                .isNotInstanceOf(jakarta.jms.TransactionRolledBackException.class);
        network.cut();
    }

    /** One message alone is sent with the commit, in no branch. */
    @Test
    void aLocalTransactionOfOneMessageWhoseCommitIsNotAnsweredIsNotSaidToBeRolledBack() throws Exception {
        try (var connection = deployed.factory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            var producer = session.createProducer(Deployed.queue(QUEUE));
            producer.send(session.createTextMessage("first"));
            session.commit();
            producer.send(session.createTextMessage("alone"));
            network.muteAfter(0);
            assertOutcomeIsUnknown(session);
        }
        network.mend();
        assertThat(besideIt.drain(QUEUE)).containsExactly("first", "alone");
    }

    @Test
    void aLocalTransactionOfOneMessageIsRolledBackIfTheConnectionIsLostBeforeItsCommit() throws Exception {
        try (var connection = deployed.factory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(Deployed.queue(QUEUE)).send(session.createTextMessage("never"));
            network.cut();
            assertThatThrownBy(session::commit).isInstanceOf(jakarta.jms.JMSException.class);
        }
        network.mend();
        assertThat(besideIt.drain(QUEUE)).isEmpty();
    }
}
