package org.escrowmq.ra.inbound;

import jakarta.resource.spi.work.WorkManager;
import org.escrowmq.ra.Credentials;
import org.escrowmq.ra.DelayedTasks;
import org.escrowmq.ra.MessagingProvider;
import org.escrowmq.ra.recovery.RecoveryName;

/**
 * What the resource adapter lends to each activation.
 *
 * @param provider where messages come from
 * @param workManager gives the threads that deliver
 * @param delayedTasks runs what is to happen later
 * @param credentials who connects if the activation names nobody
 * @param recoveryName under which the branches of deliveries are found again
 * @param managedAs the adapter's name in JMX, or null if its beans are not to be seen there
 */
public record InboundServices(MessagingProvider provider, WorkManager workManager, DelayedTasks delayedTasks,
        Credentials credentials, RecoveryName recoveryName, String managedAs) { }
