package org.escrowmq.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.resource.spi.ManagedConnection;
import org.escrowmq.ra.AdapterKit;
import org.escrowmq.ra.admin.AdminQueue;
import org.escrowmq.ra.kit.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The property leakDetection of a connection factory. */
class LeakDetectorTest {

    private static final String LEAK = "ESCROWRA3003";

    private final LogLines log = LogLines.listening();
    private AdapterKit kit;
    private EscrowManagedConnectionFactory managed;
    private ConnectionFactoryHandle factory;

    @BeforeEach
    void start() throws Exception {
        kit = AdapterKit.started();
        managed = kit.managedConnectionFactory();
        managed.setLeakDetection(true);
        factory = (ConnectionFactoryHandle) managed.createConnectionFactory(kit.pool());
    }

    @AfterEach
    void stop() {
        kit.adapter().stop();
        log.close();
    }

    @Test
    void whatIsClosedIsNotReported() throws Exception {
        try (JMSContext context = factory.createContext()) {
            context.createConsumer(new AdminQueue("q")).receiveNoWait();
        }
        factory.createConnection().close();
        kit.pool().idle().get(0).destroy();
        kit.adapter().stop();

        assertThat(log.of(LEAK)).isEmpty();
    }

    @Test
    void aSessionThatTheServerTakesItsConnectionFromIsReportedOnceWithItsCreator() throws Exception {
        try (Connection connection = forgetfulMethod()) {
            ManagedConnection managedConnection = kit.pool().inUse().get(0);
            managedConnection.cleanup();
            managedConnection.destroy();
        }
        kit.adapter().stop();

        assertThat(log.of(LEAK)).singleElement().asString()
                .contains("session", "took its managed connection back", "forgetfulMethod");
    }

    private Connection forgetfulMethod() throws Exception {
        Connection connection = factory.createConnection();
        connection.createSession();
        return connection;
    }

    @Test
    void whatIsOpenWhenTheAdapterStopsIsReportedOnce() throws Exception {
        Connection connection = forgetfulMethod();
        kit.adapter().stop();
        kit.adapter().stop();

        assertThat(log.of(LEAK)).hasSize(2)
                .anyMatch(line -> line.contains("session")).anyMatch(line -> line.contains("connection was not"))
                .allMatch(line -> line.contains("adapter stopped") && line.contains("forgetfulMethod"));
        connection.close();
    }

    @Test
    void whatIsCollectedIsReportedWhenTheNextHandleIsCreated() throws Exception {
        forgetfulMethod();
        await().untilAsserted(() -> {
            System.gc();
            factory.createConnection().close();
            assertThat(log.of(LEAK)).hasSize(2)
                    .allMatch(line -> line.contains("garbage collected") && line.contains("forgetfulMethod"));
        });
    }

    @Test
    void nothingIsReportedByDefault() throws Exception {
        managed.setLeakDetection(false);
        forgetfulMethod();
        kit.adapter().stop();

        assertThat(log.of(LEAK)).isEmpty();
    }
}
