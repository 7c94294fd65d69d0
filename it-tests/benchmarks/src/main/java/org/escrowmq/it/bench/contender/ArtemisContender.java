package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;

/**
 * Artemis' own client over {@code vm:} to a broker in the same JVM, as Artemis configures it or with a journal that
 * gathers as EscrowMQ's does; and its resource adapter.
 */
final class ArtemisContender implements JmsContender {

    /** EscrowMQ measures 10 to 200; from 20 to 300 the rates do not differ (docs/decisions/D2). */
    static final int GATHERING_NANOS = 100_000;

    private static final String URL = "vm://0";

    private final boolean tuned;
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    ArtemisContender(boolean tuned) {
        this.tuned = tuned;
    }

    @Override
    public void start(Path directory) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("in-vm", URL);
        if (tuned) {
            configuration.setJournalBufferTimeout_NIO(GATHERING_NANOS);
        }
        broker.setConfiguration(configuration);
        broker.start();
    }

    @Override
    public String flushSettings() {
        Configuration used = broker.getActiveMQServer().getConfiguration();
        return "journal " + used.getJournalType() + ", datasync " + used.isJournalDatasync() + ", sync transactional "
                + used.isJournalSyncTransactional() + ", sync non-transactional "
                + used.isJournalSyncNonTransactional() + ", journal-buffer-timeout "
                + used.getJournalBufferTimeout_NIO() / 1000 + " us";
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new ActiveMQJMSConnectionFactory(URL);
    }

    @Override
    public XAConnectionFactory xaConnectionFactory() {
        return new ActiveMQXAConnectionFactory(URL);
    }

    @Override
    public Adapter adapter() {
        ActiveMQResourceAdapter adapter = new ActiveMQResourceAdapter();
        adapter.setConnectorClassName(InVMConnectorFactory.class.getName());
        adapter.setConnectionParameters("serverId=0");
        return new Adapter() {
            @Override
            public ResourceAdapter resourceAdapter() {
                return adapter;
            }

            @Override
            public ManagedConnectionFactory connections() {
                return new ActiveMQRAManagedConnectionFactory();
            }

            @Override
            public ActivationSpec activation(String queue, int sessions) {
                ActiveMQActivationSpec spec = new ActiveMQActivationSpec();
                spec.setUseJNDI(false);
                spec.setDestination(queue);
                spec.setDestinationType("jakarta.jms.Queue");
                spec.setMaxSession(sessions);
                return spec;
            }
        };
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
