package org.escrowmq.ra.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import java.util.concurrent.TimeUnit;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.kit.LogLines;
import org.escrowmq.ra.outbound.EscrowManagedConnectionFactory;
import org.jboss.jca.core.NamedConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryWatchTest {

    private static final String WARNING = "ESCROWRA3004";

    private final LogLines log = LogLines.listening();
    private AdapterKit kit;
    private EscrowManagedConnectionFactory managed;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        managed = kit.managedConnectionFactory();
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private void use(Object factory) throws Exception {
        ((ConnectionFactory) factory).createConnection().createSession().close();
    }

    private void letTwoPassesGoBy() {
        kit.server().timer().runScheduled();
    }

    @Test
    void aPoolOfWildFlysThatIsUsedAndNeverAskedForRecoveryIsReportedOnceWithTheLineThatMendsIt() throws Exception {
        Object factory = managed.createConnectionFactory(new NamedConnectionManager());
        use(factory);
        use(factory);
        assertThat(log.of(WARNING)).isEmpty();
        assertThat(kit.server().timer().takeDelays()).containsExactly(TimeUnit.MINUTES.toMillis(5));
        letTwoPassesGoBy();
        use(factory);
        letTwoPassesGoBy();

        assertThat(log.of(WARNING)).singleElement().asString()
                .contains("java:app/jms/Defined", "300 s", "lookup = \"java:/EscrowMQ\"", "<recover-credential>");
    }

    @Test
    void aPoolThatIsAskedForRecoveryIsNotReported() throws Exception {
        use(managed.createConnectionFactory(new NamedConnectionManager()));
        managed.createManagedConnection(null, null);
        letTwoPassesGoBy();

        assertThat(log.of(WARNING)).isEmpty();
    }

    @Test
    void aPoolThatNobodyUsesInXaIsNotReported() throws Exception {
        managed.createConnectionFactory(new NamedConnectionManager());
        letTwoPassesGoBy();

        assertThat(log.of(WARNING)).isEmpty();
    }

    @Test
    void otherServersAreNotSuspected() throws Exception {
        kit.pool().begin();
        use(managed.createConnectionFactory(kit.pool()));
        kit.pool().commit();
        letTwoPassesGoBy();

        assertThat(log.of(WARNING)).isEmpty();
    }
}
