package org.escrowmq.it.bench.contender;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQXAConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.ra.ActiveMQActivationSpec;
import org.apache.activemq.ra.ActiveMQManagedConnectionFactory;
import org.apache.activemq.ra.ActiveMQResourceAdapter;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/** ActiveMQ Classic over {@code vm:} to a broker in the same JVM that stores in KahaDB; and its resource adapter. */
final class ActiveMqContender implements JmsContender {

    private static final String URL = "vm://bench?create=false";

    private final BrokerService broker = new BrokerService();

    @Override
    public void start(Path directory) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory.resolve("kahadb").toFile());
        store.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        broker.setBrokerName("bench");
        broker.setUseJmx(false);
        broker.setPersistent(true);
        broker.setDataDirectoryFile(directory.toFile());
        broker.setPersistenceAdapter(store);
        // A hook of its own would stop it before a scenario has ended.
        broker.setUseShutdownHook(false);
        broker.start();
        broker.waitUntilStarted();
    }

    @Override
    public String flushSettings() {
        return "KahaDB, journalDiskSyncStrategy=always (enableJournalDiskSyncs=true)";
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory(URL);
    }

    @Override
    public XAConnectionFactory xaConnectionFactory() {
        return new ActiveMQXAConnectionFactory(URL);
    }

    @Override
    public Adapter adapter() {
        ActiveMQResourceAdapter adapter = new ActiveMQResourceAdapter();
        adapter.setServerUrl(URL);
        return new Adapter() {
            @Override
            public ResourceAdapter resourceAdapter() {
                return adapter;
            }

            @Override
            public ManagedConnectionFactory connections() {
                return new ActiveMQManagedConnectionFactory();
            }

            @Override
            public ActivationSpec activation(String queue, int sessions) {
                ActiveMQActivationSpec spec = new ActiveMQActivationSpec();
                spec.setDestination(queue);
                spec.setDestinationType("jakarta.jms.Queue");
                spec.setMaxSessions(Integer.toString(sessions));
                return spec;
            }
        };
    }

    @Override
    public void close() throws Exception {
        broker.stop();
        broker.waitUntilStopped();
    }
}
