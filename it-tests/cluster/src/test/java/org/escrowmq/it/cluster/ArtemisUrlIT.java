package org.escrowmq.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Session;
import jakarta.resource.spi.ManagedConnection;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The URL that Artemis' own client takes, {@code tcp://a:61616,tcp://b:61616?ha=true}: of a primary and its backup,
 * and, because nothing in it tells the difference, of two primaries.
 */
@Timeout(180)
class ArtemisUrlIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String QUEUE = "orders";

    @TempDir
    private Path serverData;

    private static String url(Pair pair) {
        return pair.first().url() + "," + pair.second().url() + "?ha=true";
    }

    private static void startWithBackup(Pair pair) throws Exception {
        pair.first().start();
        pair.second().launch();
        pair.second().await(BrokerMain.REPLICATED);
    }

    private static void startBoth(Pair pair) throws Exception {
        pair.first().launch();
        pair.second().launch();
        pair.first().await(BrokerMain.SERVES);
        pair.second().await(BrokerMain.SERVES);
    }

    private static void prepare(Deployed deployed, TestXid xid) throws Exception {
        ManagedConnection connection = deployed.managed().createManagedConnection(null, null);
        XAResource resource = connection.getXAResource();
        resource.start(xid, XAResource.TMNOFLAGS);
        Session session = (Session) connection.getConnection(null, null);
        session.createProducer(Deployed.queue(QUEUE)).send(session.createTextMessage(xid.name()));
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        connection.destroy();
    }

    private static void assertIsNotComplete(Deployed deployed, String silent) throws Exception {
        XAResource resource = deployed.recoveryResource();
        assertThatThrownBy(() -> resource.recover(XAResource.TMSTARTRSCAN)).isInstanceOfSatisfying(XAException.class,
                failure -> assertThat(failure.errorCode).isEqualTo(XAException.XAER_RMFAIL))
                .hasMessageContaining(silent);
    }

    private static XAResource completed(Deployed deployed, int branches) throws Exception {
        XAResource resource = deployed.recoveryResource();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).hasSize(branches);
        return resource;
    }

    @Test
    void anAdapterThatIsStartedAnewWhileThePrimaryIsDeadRecoversThroughItsBackup() throws Exception {
        TestXid xid = new TestXid("prepared on the primary");
        try (Pair pair = Pair.ofPrimaryAndBackup("artemis-url")) {
            startWithBackup(pair);
            try (Deployed before = Deployed.in(serverData, url(pair))) {
                prepare(before, xid);
                assertThat(completed(before, 1)).isNotNull();
            }
            pair.first().kill();
            pair.second().await(BrokerMain.SERVES);
            try (Deployed anew = Deployed.in(serverData, url(pair))) {
                completed(anew, 1).commit(xid, false);
                completed(anew, 0);
                assertThat(anew.drain(QUEUE)).containsExactly(xid.name());
            }
        }
    }

    @Test
    void theApplicationGoesOnWithTheBackupAndBackWithThePrimary() throws Exception {
        try (Pair pair = Pair.ofPrimaryAndBackup("artemis-url-over")) {
            startWithBackup(pair);
            try (Deployed deployed = Deployed.in(serverData, url(pair))) {
                deployed.send(QUEUE, "before");
                pair.first().kill();
                pair.second().await(BrokerMain.SERVES);
                sendAtLast(deployed, "with the backup");
                completed(deployed, 0);

                pair.first().launch();
                pair.first().await(BrokerMain.REPLICATED);
                pair.second().kill();
                pair.first().await(BrokerMain.SERVES);
                sendAtLast(deployed, "with the primary");
                completed(deployed, 0);
                assertThat(deployed.drain(QUEUE)).containsExactly("before", "with the backup", "with the primary");
            }
        }
    }

    /** The first attempts may meet what is left of connections to the other one. */
    private static void sendAtLast(Deployed deployed, String text) {
        await().atMost(SOON).ignoreExceptionsInstanceOf(jakarta.jms.JMSRuntimeException.class).until(() -> {
            deployed.send(QUEUE, text);
            return true;
        });
    }

    @Test
    void ofTwoPrimariesOneIsDeadAndRecoveryDoesNotCallItsBranchesCompleted() throws Exception {
        TestXid onOne = new TestXid("on one");
        TestXid onAnother = new TestXid("on the other");
        try (Pair pair = Pair.ofMembers("artemis-url-two")) {
            startBoth(pair);
            try (Deployed before = Deployed.in(serverData, url(pair))) {
                prepare(before, onOne);
                prepare(before, onAnother);
                completed(before, 2);
                pair.first().kill();
                assertIsNotComplete(before, pair.first().url());
            }
            try (Deployed anew = Deployed.in(serverData, url(pair))) {
                assertIsNotComplete(anew, pair.first().url());
                pair.first().start();
                XAResource all = completed(anew, 2);
                all.commit(onOne, false);
                all.commit(onAnother, false);
                completed(anew, 0);
            }
        }
    }

    /** A server that has never seen the primary cannot know whether it has been one of two. */
    @Test
    void whoHasNeverReachedTheDeadOneDoesNotCallItsBranchesCompleted(@TempDir Path otherServer) throws Exception {
        try (Pair pair = Pair.ofPrimaryAndBackup("artemis-url-new")) {
            startWithBackup(pair);
            pair.first().kill();
            pair.second().await(BrokerMain.SERVES);
            try (Deployed anew = Deployed.in(otherServer, url(pair))) {
                anew.send(QUEUE, "works all the same");
                assertIsNotComplete(anew, pair.first().url());
            }
        }
    }
}
