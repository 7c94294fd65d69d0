package org.escrowmq.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.work.WorkManager;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.DelayedTasks;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.recovery.RecoveryName;

/**
 * What the resource adapter lends to each activation.
 *
 * @param providers answers, for each connection, where messages come from: another one after a failure
 * @param workManager gives the threads that deliver
 * @param delayedTasks runs what is to happen later
 * @param credentials who connects if the activation names nobody
 * @param recoveryName under which the branches of deliveries are found again
 * @param managedAs the adapter's name in JMX, or null if its beans are not to be seen there
 */
public record InboundServices(ProviderSource providers, WorkManager workManager, DelayedTasks delayedTasks,
        Credentials credentials, RecoveryName recoveryName, String managedAs) {

    /** Answers with the provider of the moment, opened if need be. */
    @FunctionalInterface
    public interface ProviderSource {

        /** Fails if it cannot be opened at the moment. */
        MessagingProvider get() throws ResourceException;
    }
}
