package org.escrowmq.broker;

import java.nio.file.Path;
import org.escrowmq.broker.member.MemberConfiguration;
import org.escrowmq.security.SecuritySettings;

/**
 * How an {@link EmbeddedBroker} is to run. Immutable; the values have been checked by whoever made it.
 *
 * @param directory where everything is stored; created if it does not exist
 * @param name what the broker is called in JMX and in the log, or null to derive a unique one from the directory
 * @param fsync whether a commit waits until the device has confirmed the write
 * @param jmx whether the broker is visible in JMX
 * @param createDestinations whether a queue or topic that application code names is created when it is used first
 * @param journalBufferTimeoutNanos how long gathers what nobody waits for, or 0 to measure the device
 * @param globalMaxBytes how much memory messages may use before further ones go to page files
 * @param minFreeDiskBytes with less than this free on the device, messages are refused
 * @param maxDeliveryAttempts how often a message is delivered before it goes to the dead letter queue, -1 for ever
 * @param redelivery when a rolled-back message is delivered again
 * @param security who may connect, and what they may do
 * @param member what others reach the broker by, or null if nobody does
 */
public record BrokerSettings(
        Path directory,
        String name,
        boolean fsync,
        boolean jmx,
        boolean createDestinations,
        int journalBufferTimeoutNanos,
        long globalMaxBytes,
        long minFreeDiskBytes,
        int maxDeliveryAttempts,
        RedeliveryPolicy redelivery,
        SecuritySettings security,
        MemberConfiguration member) { }
