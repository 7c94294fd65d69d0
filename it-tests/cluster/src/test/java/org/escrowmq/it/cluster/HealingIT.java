package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.escrowmq.it.container.Jta;
import org.escrowmq.it.container.RecoveryScans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A single broker comes late, goes, and comes again. */
@Timeout(120)
class HealingIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String QUEUE = "orders";

    private BrokerProcess broker;
    private Deployed deployed;

    @BeforeEach
    void deploy(TestInfo test) throws Exception {
        broker = new BrokerProcess(test.getTestMethod().orElseThrow().getName(), "single.xml", Map.of());
        deployed = Deployed.on(broker.url());
    }

    @AfterEach
    void undeploy() {
        deployed.close();
        broker.close();
    }

    @Test
    void aBeanThatIsDeployedBeforeTheBrokerIsThereReceivesAsSoonAsItIs() throws Exception {
        Consumed consumed = new Consumed();
        deployed.deploy(Deployed.spec(QUEUE), consumed);
        assertThatThrownBy(() -> deployed.send(QUEUE, "too early")).isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("Cannot connect to " + broker.url());

        broker.start();
        deployed.send(QUEUE, "in time");
        await().atMost(SOON).until(() -> consumed.seen().contains("in time"));
        assertThat(consumed.seen()).containsExactly("in time");
    }

    @Test
    void poolAndBeanGoOnAfterTheBrokerWasKilledAndStartedAgain() throws Exception {
        broker.start();
        Consumed consumed = new Consumed();
        deployed.deploy(Deployed.spec(QUEUE), consumed);
        deployed.send(QUEUE, "before");
        await().atMost(SOON).until(() -> consumed.committed() == 1);
        var connection = deployed.factory().createConnection();
        Session session = connection.createSession();

        broker.kill();
        await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(session::createTextMessage)
                .isInstanceOf(jakarta.jms.IllegalStateException.class));
        broker.start();
        connection.close();
        deployed.send(QUEUE, "after");
        await().atMost(SOON).until(() -> consumed.seen().contains("after"));
        assertThat(consumed.seen()).containsExactly("before", "after");
    }

    @Test
    void anIdleConnectionOfThePoolIsFoundToBeInvalid() throws Exception {
        broker.start();
        ManagedConnection idle = deployed.managed().createManagedConnection(null, null);
        assertThat(deployed.managed().getInvalidConnections(Set.of(idle))).isEmpty();
        broker.kill();
        await().atMost(SOON).untilAsserted(() ->
                assertThat(deployed.managed().getInvalidConnections(Set.of(idle))).containsExactly(idle));
        assertThat(deployed.managed().matchManagedConnections(Set.of(idle), null, null)).isNull();
        idle.destroy();
    }

    /** The answer to the commit is lost: the decision stands, and recovery carries it out. */
    @Test
    void aDecisionThatTheBrokerDidNotHearIsCarriedOutByRecovery() throws Exception {
        broker.start();
        Jta.manager().begin();
        Jta.manager().getTransaction().enlistResource(new VotingResource(call -> {
            if ("commit".equals(call)) {
                kill();
            }
        }));
        deployed.send(QUEUE, "decided");
        Jta.manager().commit();
        broker.start();

        try (RecoveryScans scans = new RecoveryScans().with(() ->
                new XAResource[] {Deployed.NAMED.apply(deployed.recoveryResource())})) {
            await().atMost(SOON).untilAsserted(() -> {
                scans.scan();
                assertThat(deployed.recoveryResource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
            });
        }
        assertThat(deployed.drain(QUEUE)).containsExactly("decided");
    }

    private void kill() {
        try {
            broker.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPrepareWithoutAnswerIsNoPromiseAndRollsBack() throws Exception {
        broker.start();
        ManagedConnection connection = deployed.managed().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        Xid xid = new TestXid("unanswered");
        resource.start(xid, XAResource.TMNOFLAGS);
        Session session = (Session) connection.getConnection(null, null);
        session.createProducer(Deployed.queue(QUEUE)).send(session.createTextMessage("never"));
        resource.end(xid, XAResource.TMSUCCESS);
        broker.kill();

        assertThatThrownBy(() -> resource.prepare(xid)).isInstanceOfSatisfying(XAException.class, refusal ->
                assertThat(refusal.errorCode).isIn(XAException.XAER_RMFAIL, XAException.XA_RBROLLBACK));
        connection.destroy();
        broker.start();
        assertThat(deployed.recoveryResource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
        assertThat(deployed.receiveNow(QUEUE)).isNull();
    }

    @Test
    void recoveryFailsAsLongAsTheBrokerDoesNotAnswerAndSaysWhich() throws Exception {
        XAResource resource = deployed.recoveryResource();

        assertThatThrownBy(() -> resource.recover(XAResource.TMSTARTRSCAN)).isInstanceOfSatisfying(XAException.class,
                failure -> assertThat(failure.errorCode).isEqualTo(XAException.XAER_RMFAIL))
                .hasMessageContaining(broker.url());
        broker.start();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    }
}
