package org.escrowmq.broker;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Configures the engine for life inside somebody else's process. */
final class EngineConfiguration {

    /** Where messages go that were delivered too often or cannot be read. */
    static final String DEAD_LETTER_QUEUE = "DLQ";

    /** Where messages go that have expired. */
    static final String EXPIRY_QUEUE = "ExpiryQueue";

    static final String JMX_DOMAIN = "org.escrowmq";

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LOCK_TIMEOUT_MILLIS = 2_000;
    private static final int NO_LIMIT_IN_PERCENT = -1;
    private static final int NO_LIMIT = -1;
    private static final int DISK_SCAN_MILLIS = 500;
    private static final int THREADS = 16;
    private static final int SCHEDULED_THREADS = 2;

    private EngineConfiguration() { }

    /** What the engine's object of a broker is called in JMX. */
    static String jmxName(String broker) {
        return JMX_DOMAIN + ":broker=" + ObjectName.quote(broker);
    }

    static Configuration of(BrokerSettings settings, Path directory, String name) {
        Configuration configuration = new ConfigurationImpl()
                .setName(name)
                .setJMXManagementEnabled(settings.jmx())
                .setJMXDomain(JMX_DOMAIN)
                .setSecurityEnabled(settings.security().enabled())
                .setPopulateValidatedUser(settings.security().userIds())
                .setGracefulShutdownEnabled(false)
                .setThreadPoolMaxSize(THREADS)
                .setScheduledThreadPoolMaxSize(SCHEDULED_THREADS);
        // An analyser that halts the process when it finds the broker slow has no place in a server of others'.
        configuration.setCriticalAnalyzer(false);
        // No protocol head is looked for on the class path: an acceptor speaks the engine's own.
        configuration.setResolveProtocols(false);
        configuration.setSuppressSessionNotifications(true);
        // A * or # in a name is a character like any other (see Destinations).
        WildcardConfiguration wildcards = new WildcardConfiguration();
        wildcards.setRoutingEnabled(false);
        configuration.setWildCardConfiguration(wildcards);
        // Transactions are timed out above the port; nothing of ours is ever old enough for the engine's reaper.
        configuration.setTransactionTimeoutScanPeriod(TimeUnit.MINUTES.toMillis(1));
        configuration.registerBrokerPlugin(new SelectorPlugin());
        store(configuration, settings, directory);
        addressSettings(configuration, settings);
        RedeliveringQueues.install(configuration, settings.redelivery());
        if (settings.member() != null) {
            settings.member().addTo(configuration);
        }
        return configuration;
    }

    private static void store(Configuration configuration, BrokerSettings settings, Path directory) {
        configuration.setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(settings.journalBufferTimeoutNanos())
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(settings.fsync());
        configuration.setLargeMessageSync(settings.fsync());
        // The directory has a lock of its own; if a foreign broker has the journal, fail instead of waiting for ever.
        configuration.setJournalLockAcquisitionTimeout(LOCK_TIMEOUT_MILLIS);
        configuration.setGlobalMaxSize(settings.globalMaxBytes());
        configuration.setMinDiskFree(settings.minFreeDiskBytes());
        configuration.setMaxDiskUsage(NO_LIMIT_IN_PERCENT);
        // So often that the limit is noticed before what is below it is used up, and that sending goes on soon after.
        configuration.setDiskScanPeriod(DISK_SCAN_MILLIS);
    }

    private static void addressSettings(Configuration configuration, BrokerSettings settings) {
        int pageBytes = (int) Math.max(MEBIBYTE / 4, Math.min(10L * MEBIBYTE, settings.globalMaxBytes() / 16));
        configuration.addAddressSetting("#", new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setPageSizeBytes(pageBytes)
                // What is read ahead is limited, not what a transaction has consumed: the engine's usual limit counts
                // both, and a transaction that reaches it would wait for ever for the next message.
                .setMaxReadPageBytes(NO_LIMIT)
                .setMaxReadPageMessages(NO_LIMIT)
                .setPrefetchPageBytes(pageBytes * 2)
                .setPrefetchPageMessages(NO_LIMIT)
                .setMaxDeliveryAttempts(settings.maxDeliveryAttempts())
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTER_QUEUE))
                .setExpiryAddress(SimpleString.of(EXPIRY_QUEUE))
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false));
        // What ended up there stays there until somebody takes it.
        AddressSettings terminal = new AddressSettings().setMaxDeliveryAttempts(-1);
        configuration.addAddressSetting(DEAD_LETTER_QUEUE, terminal);
        configuration.addAddressSetting(EXPIRY_QUEUE, terminal);
    }
}
